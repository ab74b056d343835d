import type { ts } from 'ts-morph';
import type { DraftFile, Placeholder } from '../plan/plan.js';
import type { Comment } from './comments.js';
import type { Fault } from './fault.js';
import { isDeclared, isPropertyName, refusedPosition } from './placeholder-position.js';
import { descendants, type TypeScript } from './typescript.js';

/** A placeholder that stands where its value may be printed. */
export interface PlacedPlaceholder extends Placeholder {
  readonly at: number;
  /** Stands as the name of a property, where a plain name is printed without quotes. */
  readonly property: boolean;
}

/** Finds the place of each placeholder, and what is wrong with it. */
export const placePlaceholders = (
  ts: TypeScript,
  source: ts.SourceFile,
  comments: readonly Comment[],
  { placeholders }: DraftFile,
): { readonly placed: readonly PlacedPlaceholder[]; readonly faults: readonly Fault[] } => {
  const identifiers = [...descendants(ts, source)].filter((node) => ts.isIdentifier(node));
  const byStart = new Map(identifiers.map((node) => [node.getStart(source, false), node]));
  const offsets = tokenOffsets(source.text);
  const placed: PlacedPlaceholder[] = [];
  const faults: Fault[] = [];
  for (const placeholder of placeholders) {
    const { kind, token } = placeholder;
    const [at = 0, ...others] = offsets.get(token) ?? [];
    const node = byStart.get(at);
    const problem =
      !offsets.has(token) || others.length > 0
        ? 'more than once, or not at all'
        : kind === 'doc'
          ? misplacedDoc(at, token, comments)
          : misplacedToken(ts, node, placeholder);
    if (problem === null) placed.push({ ...placeholder, at, property: node !== undefined && isPropertyName(ts, node) });
    else faults.push(misplaced(placeholder, at, problem));
  }
  return { placed, faults: [...faults, ...takenNames(ts, identifiers, placeholders)] };
};

const tokenOffsets = (text: string): ReadonlyMap<string, readonly number[]> => {
  const offsets = new Map<string, number[]>();
  for (const { 0: token, index } of text.matchAll(/__AG\d+_[a-z]+__/g)) {
    offsets.set(token, [...(offsets.get(token) ?? []), index]);
  }
  return offsets;
};

/** Only in documentation comments: tools read orders at the start of the others. */
const misplacedDoc = (at: number, token: string, comments: readonly Comment[]): string | null =>
  comments.some(
    ({ at: start, end, block, text }) =>
      block && text.startsWith('/**') && start + 3 <= at && at + token.length <= end - 2,
  )
    ? null
    : 'outside a /** … */ comment';

const misplacedToken = (
  ts: TypeScript,
  node: ts.Identifier | undefined,
  { kind, token, value }: Placeholder,
): string | null => {
  if (node?.text !== token) return 'inside quotes, a comment, or a longer word';
  // In an object literal, quoted or not, this name would set the prototype.
  if (value === '__proto__' && ts.isPropertyAssignment(node.parent) && node.parent.name === node) {
    return 'as the name of a property, which it cannot be';
  }
  return refusedPosition(ts, node, kind);
};

const FIXES: Readonly<Record<Placeholder['kind'], string>> = {
  str: 'Print {{str}} as an expression, a literal type or the name of a property, without quotes of your own.',
  ident: 'Print {{ident}} where a name stands.',
  json: 'Print {{json}} as an expression; in an arrow function, write a planned call.',
  doc: 'Print {{doc}} inside /** … */.',
};

const misplaced = ({ kind, encoded }: Placeholder, at: number, problem: string): Fault => ({
  code: 'template-placeholder-misplaced',
  at,
  message: `{{${kind}}} prints ${encoded.slice(0, 60)} ${problem}.`,
  fix: FIXES[kind],
});

/** A declared name of the document may not capture, or be, another name of the file. */
const takenNames = (
  ts: TypeScript,
  identifiers: readonly ts.Identifier[],
  placeholders: readonly Placeholder[],
): readonly Fault[] => {
  const values = new Map(placeholders.filter(({ kind }) => kind === 'ident').map(({ token, value }) => [token, value]));
  const own = new Set(
    identifiers.filter((node) => !values.has(node.text) && !isPropertyName(ts, node)).map(({ text }) => text),
  );
  const ofModule = new Set<string>();
  return identifiers.flatMap((node) => {
    const value = values.get(node.text);
    if (typeof value !== 'string' || !isDeclared(ts, node)) return [];
    const taken = own.has(value) || ofModule.has(value);
    if (isOfModule(ts, node)) ofModule.add(value);
    return taken ? [takenName(node.getStart(), value)] : [];
  });
};

const isOfModule = (ts: TypeScript, node: ts.Node): boolean => {
  const statement = ts.isVariableDeclaration(node.parent) ? node.parent.parent.parent : node.parent;
  return ts.isSourceFile(statement.parent);
};

const takenName = (at: number, value: string): Fault => ({
  code: 'template-identifier-taken',
  at,
  message: `it declares ${value}, and the file uses that name already.`,
  fix: `Rename what the template itself calls ${value}, or declare the value under a longer name.`,
});
