import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ParserThread } from '../../src/document/parser-thread.js';
import { runOfficialParser as runTheRealOne } from '../../src/document/run-official-parser.js';
import type { ValidationAnswer, ValidationRequest } from '../../src/document/validation-messages.js';

/**
 * The official parser, asked once for each text: it takes a hundred times longer than our stages, and its answer to the
 * same text does not depend on what is mutated in them. Without a thread, so that it is loaded once.
 */

const FILE = fileURLToPath(new URL('../../.cache/mutation/official-parser.jsonl', import.meta.url));

type Entry = readonly [key: string, answer: string];

const remembered = new Map<string, string>(
  existsSync(FILE)
    ? readFileSync(FILE, 'utf8')
        .split('\n')
        .filter((line) => line.endsWith(']'))
        .map((line) => JSON.parse(line) as Entry)
    : [],
);

/** Tests write their files into folders with random names. */
const ANYWHERE = '/a-folder';

export const runOfficialParser = async (request: ValidationRequest): Promise<ValidationAnswer> => {
  const folder = path.dirname(request.source);
  const key = JSON.stringify([request.source, ...request.texts]).replaceAll(folder, ANYWHERE);
  let answer = remembered.get(key);
  if (answer === undefined) {
    answer = JSON.stringify(await runTheRealOne(request)).replaceAll(folder, ANYWHERE);
    remembered.set(key, answer);
    mkdirSync(path.dirname(FILE), { recursive: true });
    appendFileSync(FILE, `${JSON.stringify([key, answer])}\n`);
  }
  return JSON.parse(answer.replaceAll(ANYWHERE, folder)) as ValidationAnswer;
};

export const startParser = (): ParserThread => ({ check: runOfficialParser, stop: () => undefined });
