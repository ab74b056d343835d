import type { RequirementUse, SecurityFacts, SecurityItem } from './facts.js';
import type { Schemes } from './facts-schemes.js';
import { items, member, refText, type Spot } from './spot.js';

/** Reads one stated `security` value as it is written; what is no list, or no form of this version, is left to the model. */
export const securityFacts = (
  spot: Spot,
  from: SecurityFacts['from'],
  owner: string,
  schemes: Schemes,
): SecurityFacts => ({
  at: spot.at,
  node: spot.node,
  items: items(spot).map((item) => itemFacts(item, owner, schemes)),
  from,
});

const itemFacts = (item: Spot, owner: string, schemes: Schemes): SecurityItem => {
  const { node, at } = item;
  if (node.kind !== 'map') return { kind: 'other', at, node };
  const ref = refText(item);
  if (ref !== undefined) {
    return { kind: 'reference', at, ref, siblings: schemes.siblingsOn(item), scheme: schemes.referenced(item) };
  }
  // A 2.x requirement may name a scheme "type": its value is then a list of scopes.
  if (member(item, 'type')?.node.kind === 'scalar') return { kind: 'inline', at, scheme: schemes.inline(item, owner) };
  const uses: RequirementUse[] = [];
  for (const [name, { keyAt, value }] of node.entries) {
    uses.push({ name, keyAt, ...schemes.named(name), scopes: value });
  }
  return { kind: 'requirement', at, uses };
};
