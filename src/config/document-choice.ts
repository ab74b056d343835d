import { readdirSync } from 'node:fs';
import path from 'node:path';

import { report, type Outcome } from '../diagnostics/index.js';
import type { ConfigEntry } from './load-config.js';

/** A document and the configuration that goes with it. */
export interface DocumentChoice {
  readonly entry: ConfigEntry;
  readonly document: string;
}

/** Finds the documents of a run: the one that is stated, else those of the configuration, else the only one here. */
export const chooseDocuments = (
  cwd: string,
  base: string,
  entries: readonly ConfigEntry[],
  stated: string | undefined,
): Outcome<readonly DocumentChoice[]> => {
  const written = entries.map((entry) => ({
    entry,
    document: entry.config.document === undefined ? undefined : located(base, entry.config.document),
  }));
  if (stated !== undefined) {
    const document = located(cwd, stated);
    const [only] = written;
    if (written.length === 1 && only !== undefined) return chosen([{ entry: only.entry, document }]);
    const match = written.find((candidate) => candidate.document === document);
    if (match !== undefined) return chosen([{ entry: match.entry, document }]);
    return refused(
      `The configuration file has ${String(entries.length)} documents, and ${stated} is none of them.`,
      `Name one of them: ${written.map(({ entry }) => entry.config.document ?? '(unnamed)').join(', ')}.`,
    );
  }
  const choices = written.flatMap(({ entry, document }) => (document === undefined ? [] : [{ entry, document }]));
  if (choices.length === written.length) return chosen(choices);
  const [only] = written;
  if (written.length !== 1 || only === undefined) {
    return refused('The configuration file has an entry without `document`.', 'State `document` in each entry.');
  }
  const here = documentsIn(cwd);
  const [first, second] = here;
  if (first === undefined) {
    return refused(
      'No document is named, and there is no asyncapi.yaml, asyncapi.yml or asyncapi.json here.',
      'Name the document: `asyncapi-guards COMMAND orders.yaml`, or `-` for standard input.',
    );
  }
  if (second !== undefined) {
    return refused(`No document is named, and there are several here: ${here.join(', ')}.`, 'Name one of them.');
  }
  return chosen([{ entry: only.entry, document: located(cwd, first) }]);
};

const documentsIn = (folder: string): readonly string[] => {
  const names = namesIn(folder);
  return ['asyncapi.yaml', 'asyncapi.yml', 'asyncapi.json'].filter((name) => names.includes(name));
};

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const chosen = (value: readonly DocumentChoice[]): Outcome<readonly DocumentChoice[]> => ({ value, diagnostics: [] });

const refused = (message: string, fix: string): Outcome<readonly DocumentChoice[]> => ({
  diagnostics: [report('document-missing', undefined, { message, fix })],
});

const located = (base: string, file: string): string => (file === '-' ? '-' : path.resolve(base, file));
