import { nearestNames, report, type Diagnostic, type Place } from '../diagnostics/index.js';
import type { Entry, MapNode, Node } from './node.js';

/**
 * Keys of servers and operations that look like `security` and are not: what they demand would be nowhere, and the rest
 * would be judged as if nobody had stated it. Only what a document says in place is looked at.
 */
export const misspeltSecurity = (root: Node): readonly Diagnostic[] => {
  const places = new Map<string, Place[]>();
  for (const { entries } of [root, child(root, 'components')].flatMap(ownersIn)) {
    for (const [key, { keyAt }] of entries) {
      const known = places.get(key);
      if (known === undefined) places.set(key, [keyAt]);
      else known.push(keyAt);
    }
  }
  return [...places]
    .filter(([key]) => looksLikeSecurity(key))
    .flatMap(([key, found]) => found.map((at) => misspelt(key, at)));
};

const misspelt = (key: string, at: Place): Diagnostic =>
  report('security-misspelt', at, {
    message: `${JSON.stringify(key)} is read by nobody, and nothing is demanded here.`,
    fix: 'Did you mean "security"?',
  });

/** What may have a `security`: servers, operations, and traits of either major. */
const ownersIn = (parent: Node | undefined): readonly MapNode[] => {
  const owners = ['servers', 'operations', 'operationTraits'].flatMap((section) => children(child(parent, section)));
  const legacy = children(child(parent, 'channels')).flatMap((channel) => [
    child(channel, 'publish'),
    child(channel, 'subscribe'),
  ]);
  return [...owners, ...legacy].flatMap((owner) => [owner, ...children(child(owner, 'traits'))]).filter(isMap);
};

const child = (node: Node | undefined, key: string): Node | undefined =>
  node?.kind === 'map' ? node.entries.get(key)?.value : undefined;

const children = (node: Node | undefined): readonly Node[] => {
  switch (node?.kind) {
    case 'map':
      return Array.from(node.entries.values(), ({ value }: Entry) => value);
    case 'list':
      return node.items;
    default:
      return [];
  }
};

const isMap = (node: Node | undefined): node is MapNode => node?.kind === 'map';

const looksLikeSecurity = (key: string): boolean =>
  key !== 'security' && !/^x-/i.test(key) && nearestNames(key, ['security']).length > 0;
