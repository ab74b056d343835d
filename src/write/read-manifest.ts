import { readFileSync } from 'node:fs';
import path from 'node:path';

import { report, type Outcome } from '../diagnostics/index.js';
import { MANIFEST, type Manifest } from './manifest.js';
import { startOf } from './places.js';
import { isInside } from './output-path.js';

/** Reads the manifest of an output folder: null where there is none, an error where it is not one of ours. */
export const readManifest = (out: string): Outcome<Manifest | null> => {
  const file = path.join(out, MANIFEST);
  const text = textOf(file);
  if (text === null) return { value: null, diagnostics: [] };
  const value = parsed(text);
  if (isManifest(value)) return { value, diagnostics: [] };
  return {
    diagnostics: [
      report('manifest-invalid', startOf(file), {
        message: `${MANIFEST} is not a manifest of contract 1, so which files are generated is unknown.`,
        fix: 'Restore it from version control; or delete this one file and generate again: what then stands in the way is named, and nothing is overwritten.',
      }),
    ],
  };
};

const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A manifest lies in a repository and may be edited: nothing in it is believed before it is checked. */
const isManifest = (value: unknown): value is Manifest =>
  isRecord(value) &&
  value['contract'] === 1 &&
  typeof value['tool'] === 'string' &&
  typeof value['emits'] === 'string' &&
  typeof value['options'] === 'string' &&
  (value['presets'] === undefined || isDigests(value['presets'])) &&
  typeof value['guarded'] === 'number' &&
  isRecord(value['document']) &&
  typeof value['document']['digest'] === 'string' &&
  isDigests(value['document']['files']) &&
  isDigests(value['files']) &&
  Object.keys(value['files']).every(isInside) &&
  Array.isArray(value['diagnostics']) &&
  value['diagnostics'].every(isDiagnostic);

const isDiagnostic = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value['code'] === 'string' &&
  (value['severity'] === 'warning' || value['severity'] === 'info') &&
  typeof value['message'] === 'string' &&
  typeof value['fix'] === 'string' &&
  (value['at'] === undefined || isPlace(value['at'])) &&
  (value['also'] === undefined || (Array.isArray(value['also']) && value['also'].every(isPlace)));

const isPlace = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value['file'] === 'string' &&
  typeof value['pointer'] === 'string' &&
  isRecord(value['range']) &&
  isPosition(value['range']['start']) &&
  isPosition(value['range']['end']);

const isPosition = (value: unknown): boolean =>
  isRecord(value) && Number.isInteger(value['line']) && Number.isInteger(value['column']);

const isDigests = (value: unknown): value is Record<string, string> =>
  isRecord(value) && Object.values(value).every((digest) => typeof digest === 'string');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
