import type { Grounds } from './because.js';
import type { Question } from './question.js';

/** Why no context could be told, or where it was taken from if the question left it out. */
export const contextLines = ({ operation, context }: Question, { policy, roles }: Grounds): readonly string[] => {
  const source = policy.operations[operation.id]?.context ?? { value: '' };
  if (roles.context !== null)
    return context === undefined && 'parameter' in source && roles.anyOf !== null
      ? [
          `The context is the channel's parameter ${source.parameter}; the question names none (--context), so it is ${roles.context}, the default.`,
        ]
      : [];
  if ('value' in source)
    return [
      `Operation ${operation.id} is called in the context ${source.value} alone, not in ${JSON.stringify(context)}.`,
    ];
  return [
    `${JSON.stringify(context)} cannot be a context: one is a letter or _, then letters, digits, - and _. * stands in grants alone.`,
  ];
};
