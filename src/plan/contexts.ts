import type { Channel, Operation } from '../model/security-model.js';
import type { ContextSource } from '../runtime/policy.js';

/**
 * Where an operation's context comes from. A header or field that a channel parameter stands for is taken from the path or
 * topic, so that a caller cannot name two contexts (design section 8, addressing).
 */
export const operationContext = (operation: Operation, channel: Channel): ContextSource => {
  const source = operation.context ?? { value: 'default' };
  const expression =
    'header' in source
      ? `$message.header#/${source.header}`
      : 'field' in source
        ? `$message.payload#/${source.field}`
        : null;
  const parameter = channel.parameters.find((candidate) => candidate.location === expression);
  return expression === null || parameter === undefined ? source : { parameter: parameter.name };
};
