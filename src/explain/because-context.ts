import type { Grounds } from './because.js';
import type { Question } from './question.js';

/** Why no context could be told; empty where one was. */
export const contextLines = ({ operation, context }: Question, { policy, roles }: Grounds): readonly string[] => {
  if (roles.context !== null) return [];
  const source = policy.operations[operation.id]?.context ?? { value: '' };
  if ('value' in source)
    return [
      `Operation ${operation.id} is called in the context ${source.value} alone, not in ${JSON.stringify(context)}.`,
    ];
  if (context === undefined && 'parameter' in source)
    return [`The context is the channel's parameter ${source.parameter}, and the question names none (--context).`];
  return [
    `${JSON.stringify(context)} cannot be a context: one is a letter or _, then letters, digits, - and _. * stands in grants alone.`,
  ];
};
