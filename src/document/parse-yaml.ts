import { EVENT_ID, type YAMLException } from 'js-yaml';
import { report, type Diagnostic, type Outcome, type Place } from '../diagnostics/index.js';
import { LIMITS } from './limits.js';
import type { Node } from './node.js';
import { readEvents, type ReadText } from './read-events.js';
import {
  DEPTH_EXCESS,
  exceededLimit,
  hasTooManySeparators,
  NODE_EXCESS,
  nothingSpent,
  type Spent,
} from './yaml-limits.js';
import { YamlNodes } from './yaml-nodes.js';

const START: Place['range'] = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** The diagnostic for a text that is larger than a document may be. */
export const limitExceeded = (file: string, excess: string, at: Place['range'] = START): Diagnostic =>
  report(
    'document-limit',
    { file, pointer: '', range: at },
    {
      message: `This file is not read: ${excess}.`,
      fix: 'Split the document into several files, or leave out what is generated or repeated.',
    },
  );

/**
 * Reads YAML 1.2 (core schema) or JSON into nodes with places. Limits are counted before anything is built, on top of
 * what other files have `spent`. A duplicate key is an error, and the value is still given, with the first of the two.
 */
export const parseYaml = (file: string, source: string, spent: Spent = nothingSpent()): Outcome<Node> => {
  const written = source.startsWith('\uFEFF') ? source.slice(1) : source;
  if (Buffer.byteLength(written) > LIMITS.bytes) return refused(limitExceeded(file, BYTE_EXCESS));
  if (hasTooManySeparators(written, spent)) return refused(limitExceeded(file, NODE_EXCESS));

  const read = readEvents(written);
  if ('fault' in read) return refused(syntaxError(file, read, read.fault));
  const { events, text, lines } = read;
  const excess = exceededLimit(events, text, spent);
  if (excess !== null) return refused(limitExceeded(file, excess));

  const documents = events.filter((event) => event.type === EVENT_ID.DOCUMENT).length;
  if (documents > 1) {
    return refused(
      report(
        'document-several',
        { file, pointer: '', range: START },
        {
          message: `This file holds ${String(documents)} YAML documents, separated by "---".`,
          fix: 'Keep one document in the file.',
        },
      ),
    );
  }
  if (documents === 0) {
    return refused(
      report(
        'document-empty',
        { file, pointer: '', range: START },
        { message: 'This file has no content.', fix: 'Write a YAML or JSON object into it.' },
      ),
    );
  }
  const nodes = new YamlNodes(file, text, lines, events);
  const value = nodes.node('');
  if (nodes.hasMore) return { diagnostics: [...nodes.diagnostics, tooManyMistakes(file)] };
  const readable = nodes.diagnostics.every((diagnostic) => diagnostic.code === 'key-duplicate');
  return readable ? { value, diagnostics: nodes.diagnostics } : { diagnostics: nodes.diagnostics };
};

/** What is too much about a file's size, worded for a diagnostic. */
export const BYTE_EXCESS = `it has more than ${String(LIMITS.bytes / 1024 / 1024)} MiB`;

const tooManyMistakes = (file: string): Diagnostic =>
  report(
    'document-limit',
    { file, pointer: '', range: START },
    {
      message: `This file is not read: its YAML has more than ${String(LIMITS.mistakes)} mistakes, of which the first are listed.`,
      fix: 'Correct those first. So many of one kind are most often one mistake of whatever writes the file.',
    },
  );

const refused = (diagnostic: Diagnostic): Outcome<Node> => ({ diagnostics: [diagnostic] });

const syntaxError = (file: string, { text, lines }: ReadText, fault: YAMLException): Diagnostic => {
  const offset = Math.min(fault.mark?.position ?? 0, text.length);
  const range = lines.range(offset, Math.min(offset + 1, text.length));
  if (fault.reason.includes('maxDepth')) return limitExceeded(file, DEPTH_EXCESS, range);
  if (fault.reason.includes('null byte')) {
    return report(
      'document-binary',
      { file, pointer: '', range },
      { message: 'This file has a NUL character, so it is not text.', fix: 'Name a YAML or JSON file in UTF-8.' },
    );
  }
  return report(
    'yaml-syntax',
    { file, pointer: '', range },
    {
      message: `This is neither YAML nor JSON: ${fault.reason}.`,
      fix: 'Mend the syntax here or in the lines above: indentation, a missing quote, colon or bracket.',
    },
  );
};
