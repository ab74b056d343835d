import { legacyOperations } from './facts-channels.js';
import type { FactsScope } from './facts-scope.js';
import type { Node } from './node.js';
import { follow } from './resolve.js';
import { items, members, section, type Spot } from './spot.js';

export type OwnerKind = 'root' | 'components' | 'server' | 'channel' | 'operation' | 'trait';

/** An object that states who may do what, or holds others that do. */
export interface PolicyOwner {
  readonly kind: OwnerKind;
  /** What it is called: `the operation "onOrder"`. */
  readonly title: string;
  readonly spot: Spot;
}

/** The owners that a document defines, whichever file they are in; each definition once. */
export const policyOwners = (scope: FactsScope): readonly PolicyOwner[] => {
  const owners: PolicyOwner[] = [];
  const seen = new Set<Node>();
  const add = (kind: OwnerKind, title: string, stated: Spot): PolicyOwner | null => {
    const { definition } = follow(scope.read, stated);
    if (definition?.node.kind !== 'map' || seen.has(definition.node)) return null;
    seen.add(definition.node);
    const owner = { kind, title, spot: definition };
    owners.push(owner);
    return owner;
  };
  const addOperation = (title: string, stated: Spot): void => {
    const operation = add('operation', title, stated);
    const traits = operation === null ? undefined : section(operation.spot, 'traits');
    for (const trait of items(traits)) add('trait', 'the trait', trait);
  };
  const components = section(scope.root, 'components');
  add('root', 'the root', scope.root);
  if (components !== undefined) add('components', 'components', components);
  for (const holder of components === undefined ? [scope.root] : [scope.root, components]) {
    const each = (name: string, tell: (id: string, spot: Spot) => void): void => {
      for (const [id, spot] of members(section(holder, name))) tell(id, spot);
    };
    each('servers', (id, spot) => add('server', `the server "${id}"`, spot));
    each('channels', (id, spot) => {
      const channel = add('channel', `the channel "${id}"`, spot);
      if (channel === null || scope.major === 3) return;
      for (const { verb, spot: stated } of legacyOperations(channel.spot))
        addOperation(`"${verb}" of the channel "${id}"`, stated);
    });
    if (scope.major === 3)
      each('operations', (id, spot) => {
        addOperation(`the operation "${id}"`, spot);
      });
    each('operationTraits', (id, spot) => add('trait', `the trait "${id}"`, spot));
  }
  return owners;
};
