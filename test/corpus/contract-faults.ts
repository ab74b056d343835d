import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import {
  policyOf,
  readAnswer,
  type AnsweredDiagnostic,
  type AnsweredPlace,
  type AnsweredPosition,
  type Level,
  type PolicyPart,
} from './answer.js';
import type { Examined } from './examine.js';

/** What is wrong with an answer by the command line's contract, whatever the document says. */
export const contractFaults = (folder: string, examined: Examined): readonly string[] => {
  const { name, exit, milliseconds, stdout } = examined;
  const answer = readAnswer(stdout);
  const policy = policyOf(answer);
  const { diagnostics } = answer;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const sources = new Map([[name, sourceOf(examined.text)]]);
  const source = (file: string): Source => {
    const known = sources.get(file) ?? sourceOf(readFileSync(join(folder, file), 'utf8'));
    sources.set(file, known);
    return known;
  };
  const said = [
    ...(exit === (errors.length > 0 ? 1 : 0) ? [] : [`exit ${String(exit)} with ${String(errors.length)} errors`]),
    ...(milliseconds < 5_000 ? [] : [`took ${String(Math.round(milliseconds))} ms`]),
    ...(policy === null && errors.length === 0 ? ['no policy, and no error says why'] : []),
    ...(/\bat .*\.[jt]s:\d+/u.test(stdout) ? ['a stack trace'] : []),
    ...(isSorted(diagnostics) ? [] : ['diagnostics are not sorted']),
    ...diagnostics.flatMap((diagnostic) =>
      [placeOf(diagnostic), ...(diagnostic.also ?? [])].flatMap((place) =>
        (place === undefined ? ['no place'] : placeFaults(place, source(place.file))).map(
          (fault) => `${diagnostic.code} ${place?.pointer ?? ''}: ${fault}`,
        ),
      ),
    ),
    ...(policy === null ? [] : policyFaults(policy)),
  ];
  return said.map((fault) => `${name}: ${fault}`);
};

interface Source {
  readonly text: string;
  readonly lines: readonly string[];
  readonly tree: unknown;
}

const sourceOf = (text: string): Source => ({ text, lines: text.split('\n'), tree: treeOf(text) });

const placeOf = ({ file, pointer, range }: AnsweredDiagnostic): AnsweredPlace | undefined =>
  file === undefined || pointer === undefined || range === undefined ? undefined : { file, pointer, range };

const isSorted = (diagnostics: readonly AnsweredDiagnostic[]): boolean =>
  diagnostics.every((diagnostic, index) => {
    const before = diagnostics[index - 1];
    return before === undefined || compare(keyOf(before), keyOf(diagnostic)) <= 0;
  });

const keyOf = ({ file = '', range, code }: AnsweredDiagnostic): readonly (string | number)[] => [
  file,
  range?.start.line ?? 0,
  range?.start.column ?? 0,
  code,
];

const compare = (one: readonly (string | number)[], other: readonly (string | number)[]): number => {
  for (const [index, part] of one.entries()) {
    const against = other[index] ?? '';
    if (part !== against) return part < against ? -1 : 1;
  }
  return 0;
};

/** A place lies in the document, and its range covers what its pointer names. */
const placeFaults = (place: AnsweredPlace, source: Source): readonly string[] => {
  const start = offsetOf(source, place.range.start);
  const end = offsetOf(source, place.range.end);
  if (start === null || end === null || end < start) return [`no such range: ${JSON.stringify(place.range)}`];
  const segments = segmentsOf(place.pointer);
  // Without a tree, the library's loader is stricter than our reader, or there is a syntax error.
  if (source.tree === undefined) return [];
  const found = valueAt(source.tree, segments);
  if (found === undefined) return ['the pointer leads nowhere'];
  const covered = source.text.slice(start, end);
  if (found.value !== null && covered.trim() === '') return ['the range holds nothing'];
  const { value } = found;
  // YAML writes a long string in many ways; a short one stands there as it is.
  if ((typeof value === 'string' && /^[\w./:#-]{1,60}$/u.test(value)) || typeof value === 'number') {
    const last = segments.at(-1) ?? '';
    const names = [String(value), last, last.replaceAll('/', '\\/')];
    if (!names.some((word) => covered.includes(word))) return [`the range holds ${JSON.stringify(covered)}`];
  }
  return [];
};

const offsetOf = ({ lines }: Source, { line, column }: AnsweredPosition): number | null => {
  const length = lines[line - 1]?.length;
  if (length === undefined || column < 1 || column > length + 1) return null;
  return lines.slice(0, line - 1).reduce((sum, before) => sum + before.length + 1, column - 1);
};

const segmentsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Read with the library's own loader, not with ours. */
const treeOf = (text: string): unknown => {
  try {
    return load(text);
  } catch {
    return undefined;
  }
};

const valueAt = (root: unknown, segments: readonly string[]): { readonly value: unknown } | undefined => {
  let value = root;
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[segment];
  }
  return { value };
};

/** The rules are what the levels say, one for each operation on each of its servers. */
const policyFaults = ({ servers, operations, rules }: PolicyPart): readonly string[] => {
  const wanted = Object.entries(operations).flatMap(([operation, { servers: ids, security }]) =>
    (ids.length === 0 ? [null] : ids).map((server) => {
      const levels = [...(server === null ? [] : [servers[server]?.security]), security];
      const stated = levels.filter((level): level is Level => level?.state === 'list');
      return JSON.stringify([operation, server, stated.map(({ anyOf }) => anyOf), stated.length]);
    }),
  );
  const found = rules.map(({ operation, server, requirements, enforcedBy }) =>
    JSON.stringify([operation, server, requirements, enforcedBy.length]),
  );
  const same = JSON.stringify(wanted.sort()) === JSON.stringify(found.sort());
  return same ? [] : [`rules ${found.join(' ')}, and the levels say ${wanted.join(' ')}`];
};
