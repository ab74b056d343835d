import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Diagnostic, DiagnosticCode, Severity } from '../../src/diagnostics/index.js';
import { inspected } from './inspected.js';

/** One mistake that a person makes in a document, and the one thing that they are to be told. */
export interface Mistake {
  readonly title: string;
  /** The document, or its files by name. `«` stands before the place that is to be named, `»` before its other places. */
  readonly given: string | Readonly<Record<string, string>>;
  readonly code: DiagnosticCode;
  readonly severity?: Exclude<Severity, 'error'>;
  readonly pointer: string;
  /** In the fix: what is to be written, in the document's own words. */
  readonly fix: string;
  /** Whether the policy is answered all the same. */
  readonly answered?: boolean;
}

/** Reports that are no mistake of the document, but open questions about its transport. */
const OPEN: ReadonlySet<string> = new Set([
  'describes-missing',
  'operation-without-server',
  'record-principal-unproved',
  'scheme-not-wired',
  'scheme-unused',
  'alternative-dropped',
  'alternative-unsatisfiable',
  'port-assumed',
]);

/** What was found, without open questions. */
export const mistakesIn = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(({ code }) => !OPEN.has(code));

/** Holds for each mistake: it is told once, at its place, with its fix, and nothing else is. */
export const tellsEach = (title: string, mistakes: readonly Mistake[]): void => {
  void describe(title, () => {
    for (const mistake of mistakes) {
      void it(mistake.title, async () => {
        const { given, code, severity = 'error', pointer, fix, answered = true } = mistake;
        const files = typeof given === 'string' ? { 'asyncapi.yaml': given } : given;
        const plain = Object.fromEntries(
          Object.entries(files).map(([name, text]) => [name, text.replace(/[«»]/g, '')]),
        );
        const { policy, diagnostics } = await inspected(plain);
        const told = mistakesIn(diagnostics);
        const summary = told.map((one) => `${one.severity} ${one.code} ${positions(one).join(' ')}`);
        const places = [...marks(files, '«'), ...marks(files, '»')];
        assert.deepEqual(summary, [`${severity} ${code} ${places.join(' ')}`], JSON.stringify(told, null, 1));
        for (const one of told) {
          assert.equal(one.at?.pointer, pointer);
          assert.ok(one.fix.includes(fix), `the fix is: ${one.fix}`);
        }
        assert.equal(policy !== null, answered, 'whether the policy is answered');
      });
    }
  });
};

const positions = ({ at, also = [] }: Diagnostic): readonly string[] =>
  [...(at === undefined ? [] : [at]), ...also].map(
    ({ file, range: { start } }) => `${file}:${String(start.line)}:${String(start.column)}`,
  );

/** Where a mark stands in the files, as positions of the text without marks. */
const marks = (files: Readonly<Record<string, string>>, mark: string): readonly string[] =>
  Object.entries(files).flatMap(([name, text]) =>
    text.split('\n').flatMap((line, row) =>
      [...line.matchAll(new RegExp(mark, 'g'))].map(({ index }) => {
        const before = line.slice(0, index).replace(/[«»]/g, '');
        return `${name}:${String(row + 1)}:${String(before.length + 1)}`;
      }),
    ),
  );
