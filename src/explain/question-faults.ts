import { didYouMean, report, type Diagnostic } from '../diagnostics/index.js';

/** More names than this are looked up with `inspect`. */
const MOST_NAMES = 12;

/** Names of a document, in quotes. */
export const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, MOST_NAMES).map((name) => JSON.stringify(name));
  return `${shown.join(', ')}${names.length > MOST_NAMES ? ` and ${String(names.length - MOST_NAMES)} more` : ''}`;
};

/** Refuses a name that the document does not have, and names the nearest that it has. */
export const unknownName = (kind: string, name: string, known: readonly string[], of = ''): Diagnostic =>
  report('question-invalid', undefined, {
    message: `The document has no ${kind} ${JSON.stringify(name)}${of}.`,
    fix: didYouMean(name, known) ?? (known.length === 0 ? 'It has none.' : `It has ${listed(known)}.`),
  });
