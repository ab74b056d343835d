import { createRequire } from 'node:module';
import type { ts } from 'ts-morph';

/** The compiler's API, as ts-morph carries it. */
export type TypeScript = typeof ts;

const require = createRequire(import.meta.url);

/**
 * Loads the compiler: a third of a second, so only where something is verified. By `import` it is half a second, since
 * Node then searches nine megabytes of CommonJS for the names that they export.
 */
export const loadTypeScript = (): Promise<TypeScript> =>
  Promise.resolve((require('ts-morph') as { readonly ts: TypeScript }).ts);

/** A text as a tree. */
export const parse = (ts: TypeScript, text: string): ts.SourceFile =>
  ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);

/** The first thing that is wrong with the syntax of a tree; null where it parses. */
export const syntaxFault = (
  ts: TypeScript,
  source: ts.SourceFile,
): { readonly at: number; readonly message: string } | null => {
  // The parser leaves its findings on the tree; the public way to them is a whole program.
  const { parseDiagnostics } = source as ts.SourceFile & {
    readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[];
  };
  const [first] = parseDiagnostics;
  return first === undefined
    ? null
    : { at: first.start, message: ts.flattenDiagnosticMessageText(first.messageText, ' ') };
};

/** Every node of a tree below `node`, documentation left out. */
export function* descendants(ts: TypeScript, node: ts.Node): Generator<ts.Node> {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) {
    yield child;
    yield* descendants(ts, child);
  }
}
