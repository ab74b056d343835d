import { CATALOGUE, nearestNames, report, type CatalogueEntry, type DiagnosticCode } from '../diagnostics/index.js';
import type { Answer } from './answer.js';
import { helpOf } from './json-answer.js';

const OPTION = '--help-code';

/** The code that a call asks about; null where it asks about none, '' where it names none. */
export const statedCode = (words: readonly string[]): string | null => {
  const joined = words.find((word) => word.startsWith(`${OPTION}=`));
  if (joined !== undefined) return joined.slice(OPTION.length + 1);
  const index = words.indexOf(OPTION);
  if (index < 0) return null;
  const next = words[index + 1] ?? '';
  return next.startsWith('-') ? '' : next;
};

/** Explains one diagnostic code. */
export const codeAnswer = (stated: string): Answer => {
  const code = stated.trim().toLowerCase();
  if (!isCode(code)) return unknown(stated);
  const entry: CatalogueEntry = CATALOGUE[code];
  return {
    command: 'help-code',
    exit: 0,
    diagnostics: [],
    body: { code, ...entry, help: helpOf(code) },
    text: explained(code, entry),
  };
};

const isCode = (word: string): word is DiagnosticCode => Object.hasOwn(CATALOGUE, word);

const unknown = (stated: string): Answer => {
  const near = nearestCodes(stated.toLowerCase());
  const diagnostic = report('option-invalid', undefined, {
    message: stated === '' ? `${OPTION} names no code.` : `There is no diagnostic code ${JSON.stringify(stated)}.`,
    fix:
      near.length === 0
        ? `Write a code as a diagnostic shows it: asyncapi-guards ${OPTION} scheme-undefined. All codes: docs/diagnostics.md.`
        : `Did you mean ${near.join(' or ')}?`,
  });
  return { command: 'help-code', exit: 64, diagnostics: [diagnostic], body: {}, text: '' };
};

/** The nearest codes, else those that hold every word that is asked for. */
const nearestCodes = (stated: string): readonly string[] => {
  const codes = Object.keys(CATALOGUE);
  const near = nearestNames(stated, codes);
  const words = stated.split(/[^a-z0-9]+/).filter((word) => word !== '');
  if (near.length > 0 || words.length === 0) return near;
  return codes.filter((code) => words.every((word) => code.includes(word))).slice(0, 3);
};

const explained = (code: string, { title, severity, cause, fix, example }: CatalogueEntry): string =>
  [
    `${code} (${severity})`,
    `${title}.`,
    '',
    `why: ${cause}`,
    ...(fix === undefined ? [] : [`fix: ${fix}`]),
    ...(example === undefined ? [] : ['', 'wrong:', indented(example.wrong), '', 'right:', indented(example.right)]),
    '',
  ].join('\n');

const indented = (yaml: string): string => yaml.replace(/^/gm, '  ');
