/** A value to be written. Objects keep the order of their keys, whatever these look like. */
export type Tree = string | number | boolean | null | Tree[] | Obj;

/** An object whose parts may still be changed before it is printed. */
export class Obj {
  readonly entries: [string, Tree][];
  /** Whether the order of its keys means something. */
  readonly fixed: boolean;

  constructor(entries: readonly (readonly [string, Tree])[] = [], fixed = false) {
    this.entries = entries.map(([key, value]) => [key, value]);
    this.fixed = fixed;
  }

  get(key: string): Tree | undefined {
    return this.entries.find(([name]) => name === key)?.[1];
  }

  set(key: string, value: Tree): void {
    const known = this.entries.find(([name]) => name === key);
    if (known === undefined) this.entries.push([key, value]);
    else known[1] = value;
  }

  remove(key: string): void {
    const index = this.entries.findIndex(([name]) => name === key);
    if (index >= 0) this.entries.splice(index, 1);
  }

  rename(key: string, name: string): void {
    for (const entry of this.entries) if (entry[0] === key) entry[0] = name;
  }
}

/** A place in the files of a document. */
export interface Spot {
  readonly file: string;
  readonly path: readonly string[];
}

/** The file that a document begins with. */
export const ENTRY = 'asyncapi.yaml';
/** The team's files beside it, to which no reference leads. */
export const ACCESS = 'access.yaml';
export const PRESET = 'team-roles.yaml';

export const under = (spot: Spot, ...path: readonly (string | number)[]): Spot => ({
  file: spot.file,
  path: [...spot.path, ...path.map(String)],
});

/** RFC 6901. */
export const pointerOf = ({ path }: Spot): string =>
  path.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The place itself, in whatever file. */
export const placeOf = (spot: Spot): string => `${spot.file}#${pointerOf(spot)}`;

/** As the contract prints the place of a definition. */
export const printed = (spot: Spot): string => `${spot.file === ENTRY ? '' : spot.file}#${pointerOf(spot)}`;

/** A value in plain JSON, for comparing. */
export const plain = (tree: Tree): unknown =>
  tree instanceof Obj
    ? Object.fromEntries(tree.entries.map(([key, value]) => [key, plain(value)]))
    : Array.isArray(tree)
      ? tree.map(plain)
      : tree;
