import type { ExplainResult } from '../commands/index.js';
import { wrapped } from './checked-lines.js';
import { paints } from './paint.js';
import { shellWord } from './shell-word.js';
import { visible } from './visible.js';

type Answer = NonNullable<ExplainResult['answer']>;
type Nearest = Extract<Answer, { readonly nearest: unknown }>['nearest'];

/** Prints an explanation for people: the answer, why, and what to add to be allowed. */
export const explanationText = (answer: Answer, colour: boolean): string => {
  const paint = paints(colour);
  const { operation, server, because } = answer;
  const on = server === null ? '' : ` on ${server}`;
  const where = answer.status === 'refused' ? on : `${on} in context ${answer.context}`;
  const [heading, look] =
    answer.status === 'refused'
      ? (['refused', paint.bad] as const)
      : answer.allowed
        ? (['allowed', paint.bold] as const)
        : ([`denied (${answer.code ?? ''})`, paint.bad] as const);
  const lines = [
    ...wrapped(visible(`${heading}: ${operation}${where}`).split(' ')).map(look),
    ...because.flatMap((sentence) => bullet(visible(sentence))),
    ...(answer.status === 'refused' || answer.allowed ? [] : nearestLines(answer.nearest)),
  ];
  return `${lines.join('\n')}\n`;
};

const bullet = (sentence: string): readonly string[] =>
  wrapped(sentence.split(' '), 4).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`);

const nearestLines = (nearest: Nearest): readonly string[] => {
  if (nearest === null) return ['Nothing that a caller could add would change that.'];
  const options = [
    ...nearest.proved.map(({ scheme, scopes }) => [
      '--proved',
      scopes.length === 0 ? scheme : `${scheme}=${scopes.join(',')}`,
    ]),
    ...nearest.grants.map((grant) => ['--grant', grant]),
  ].map(([option = '', value = '']) => `${option} ${shellWord(visible(value))}`);
  // To copy: a line end within it would become part of a name.
  return ['The least that would be allowed, besides:', `  ${options.join(' ')}`];
};
