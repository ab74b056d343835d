import type { Place } from '../diagnostics/index.js';
import type { SchemeFacts, Sibling } from './facts.js';
import { contractPointer, objectSection, tellUnreadable, type FactsScope } from './facts-scope.js';
import type { Node } from './node.js';
import { pointerSegments } from './pointer.js';
import { follow, placeKey } from './resolve.js';
import { member, members, siblingsOf, type Spot } from './spot.js';

interface Entry {
  readonly id: string;
  readonly node: Node | null;
  readonly at: Place;
  readonly pointer: string;
  readonly key: string;
  readonly inline: boolean;
  readonly owner: string | null;
}

/** Names the schemes of a document: components first, then those that `security` states in place or in other files. */
export class Schemes {
  readonly #scope: FactsScope;
  readonly #components: Spot | undefined;
  readonly #entries = new Map<string, Entry>();
  /** Component names by the definition they lead to. */
  readonly #names = new Map<string, string[]>();

  constructor(scope: FactsScope) {
    this.#scope = scope;
    const components = objectSection(scope, scope.root, 'components');
    this.#components = components === undefined ? undefined : objectSection(scope, components, 'securitySchemes');
    for (const [name, spot] of members(this.#components)) {
      const { key } = this.#add(spot);
      this.#names.set(key, [...(this.#names.get(key) ?? []), name]);
    }
  }

  /** The scheme behind a component's name; null where there is no such component. */
  named(name: string): { readonly scheme: string | null; readonly siblings: readonly Sibling[] } {
    const spot = this.#components === undefined ? undefined : member(this.#components, name);
    return spot === undefined
      ? { scheme: null, siblings: [] }
      : { scheme: this.#add(spot).id, siblings: this.siblingsOn(spot) };
  }

  /** What stands beside the references on the way from a spot to its scheme. */
  siblingsOn(start: Spot): readonly Sibling[] {
    return follow(this.#scope.read, start).hops.flatMap((hop) => siblingsOf(hop));
  }

  /** The id behind a Reference Object; null where it leads nowhere, which has been reported. */
  referenced(spot: Spot): string | null {
    return follow(this.#scope.read, spot).definition === null ? null : this.#add(spot).id;
  }

  /** The id of a scheme that is written in place. */
  inline(spot: Spot, owner: string): string {
    return this.#enter(spot, contractPointer(this.#scope, spot), owner).id;
  }

  facts(): readonly SchemeFacts[] {
    return Array.from(this.#entries.values(), ({ key, ...entry }) => ({
      ...entry,
      aliases: (this.#names.get(key) ?? []).filter((name) => name !== entry.id),
    }));
  }

  /** A scheme's id is the last component name on the way to its definition, else the definition's own pointer. */
  #add(start: Spot): Entry {
    const { hops, definition } = follow(this.#scope.read, start);
    const names = hops.map((hop) => this.#nameOf(hop)).filter((name) => name !== undefined);
    const last = definition ?? hops.at(-1) ?? start;
    const id = names.at(-1) ?? contractPointer(this.#scope, last);
    return this.#enter(last, id, null, definition?.node ?? null);
  }

  #enter(spot: Spot, id: string, owner: string | null, node: Node | null = spot.node): Entry {
    const key = placeKey(spot);
    const known = this.#entries.get(id);
    if (known !== undefined) {
      if (known.key !== key) {
        tellUnreadable(this.#scope, spot, 'scheme-id-duplicate', {
          message: `Two schemes have the id "${id}": a component has the name that this one gets from its place.`,
          fix: 'Rename the component.',
          also: [known.at],
        });
      }
      return known;
    }
    const entry: Entry = {
      id,
      node,
      at: spot.at,
      pointer: contractPointer(this.#scope, spot),
      key,
      inline: owner !== null,
      owner,
    };
    this.#entries.set(id, entry);
    return entry;
  }

  #nameOf({ at }: Spot): string | undefined {
    if (at.file !== this.#scope.read.entry) return undefined;
    const [first, second, name, ...rest] = pointerSegments(at.pointer);
    return first === 'components' && second === 'securitySchemes' && rest.length === 0 ? name : undefined;
  }
}
