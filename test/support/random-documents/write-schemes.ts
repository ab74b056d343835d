import type { Folder } from './folder.js';
import type { LevelIntent, SchemeIntent, UseIntent } from './intent.js';
import type { Tape } from './tape.js';
import { ENTRY, Obj, printed, under, type Spot, type Tree } from './tree.js';
import type { WrittenLevel, WrittenScheme, WrittenUse } from './written.js';

const COMPONENTS: Spot = { file: ENTRY, path: ['components', 'securitySchemes'] };

/** Writes schemes, and the levels that demand them. */
export class SchemeWriter {
  readonly schemes = new Map<string, WrittenScheme>();
  readonly #folder: Folder;
  readonly #tape: Tape;
  readonly #major: 2 | 3;
  /** Where schemes that no component names have been put. */
  readonly #elsewhere = new Map<SchemeIntent, Spot>();

  constructor(folder: Folder, tape: Tape, major: 2 | 3) {
    this.#folder = folder;
    this.#tape = tape;
    this.#major = major;
  }

  /** Writes the components: the last name of each scheme is its definition, the others lead to a later one. */
  components(schemes: readonly SchemeIntent[]): void {
    const tape = this.#tape;
    for (const intent of schemes) {
      const { names } = intent;
      const id = names.at(-1);
      if (id === undefined) continue;
      for (const [index, name] of names.slice(0, -1).entries()) {
        const target = tape.oneOf(names.slice(index + 1)) ?? id;
        this.#folder.put(under(COMPONENTS, name), this.#folder.reference(ENTRY, under(COMPONENTS, target)));
      }
      const at = under(COMPONENTS, id);
      const object = this.#object(intent);
      const placed = this.#folder.place(at, null, () => object);
      this.#folder.put(at, placed.tree);
      this.schemes.set(id, { id, at: placed.at, aliases: names.slice(0, -1), object, intent });
    }
  }

  level(intent: LevelIntent, owner: Obj, at: Spot): WrittenLevel {
    const written = intent.alternatives.map((uses, index) => this.#alternative(uses, under(at, index)));
    const list = written.map(({ item }) => item);
    owner.set('security', list);
    return { state: intent.state, at, list, owner, alternatives: written.map(({ uses }) => uses) };
  }

  #alternative(uses: readonly UseIntent[], at: Spot): { readonly item: Tree; readonly uses: readonly WrittenUse[] } {
    const [use] = uses;
    if (this.#major === 3) {
      if (use === undefined) return { item: new Obj(), uses: [] };
      const { item, id } = this.#use(use.scheme, at);
      return { item, uses: [{ id, scopes: use.scheme.scopes ?? [], scheme: use.scheme, at }] };
    }
    const tape = this.#tape;
    return {
      item: new Obj(
        uses.map(({ scheme, scopes }) => [tape.oneOf(scheme.names) ?? '', [...scopes]]),
        true,
      ),
      uses: uses.map(({ scheme, scopes }) => ({ id: scheme.names.at(-1) ?? '', scopes, scheme, at })),
    };
  }

  /** 3.x: a scheme in place, or a reference to one. */
  #use(scheme: SchemeIntent, at: Spot): { readonly item: Tree; readonly id: string } {
    if (scheme.home === 'inline') {
      const object = this.#object(scheme);
      return { item: object, id: this.#enter(scheme, at, object) };
    }
    const name = this.#tape.oneOf(scheme.names);
    if (name !== undefined) {
      const item = this.#folder.reference(at.file, under(COMPONENTS, name));
      return { item, id: scheme.names.at(-1) ?? '' };
    }
    const known = this.#elsewhere.get(scheme);
    if (known !== undefined) {
      return { item: this.#folder.reference(at.file, known), id: printed(this.#definition(scheme)) };
    }
    const object = this.#object(scheme);
    const file = this.#tape.oneOf(this.#folder.others) ?? ENTRY;
    const first: Spot = { file, path: ['x-schemes', `s${String(this.#elsewhere.size + 1)}`] };
    this.#elsewhere.set(scheme, first);
    const placed = this.#folder.place(first, null, () => object);
    this.#folder.put(first, placed.tree);
    return { item: this.#folder.reference(at.file, first), id: this.#enter(scheme, placed.at, object) };
  }

  #definition(scheme: SchemeIntent): Spot {
    const known = [...this.schemes.values()].find(({ intent }) => intent === scheme);
    return known?.at ?? { file: ENTRY, path: [] };
  }

  /** A scheme without a component's name is called by its place. */
  #enter(intent: SchemeIntent, at: Spot, object: Obj): string {
    const id = printed(at);
    this.schemes.set(id, { id, at, aliases: [], object, intent });
    return id;
  }

  /** Each use has an object of its own, in which a mistake can be made. */
  #object({ type, fields, scopes, access, filed }: SchemeIntent): Obj {
    const object = new Obj([['type', type]]);
    for (const [key, value] of fields) object.set(key, copied(value));
    if (scopes !== null) object.set('scopes', [...scopes]);
    if (access !== null && !filed) object.set('x-access-control', copied(access));
    return object;
  }
}

const copied = (tree: Tree): Tree =>
  tree instanceof Obj
    ? new Obj(tree.entries.map(([key, value]) => [key, copied(value)]))
    : Array.isArray(tree)
      ? tree.map(copied)
      : tree;
