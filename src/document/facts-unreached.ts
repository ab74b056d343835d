import type { SecurityFacts, UnreachedSecurity } from './facts.js';
import { legacyOperations } from './facts-channels.js';
import type { Schemes } from './facts-schemes.js';
import type { FactsScope } from './facts-scope.js';
import { securityFacts } from './facts-security.js';
import { follow } from './resolve.js';
import { items, member, members, section, type Spot } from './spot.js';

/** Reads the `security` of components that the root does not reach: it demands nothing, and may be wrong all the same. */
export const unreachedSecurity = (
  scope: FactsScope,
  schemes: Schemes,
  reached: readonly SecurityFacts[],
): readonly UnreachedSecurity[] => {
  const known = new Set(reached.map(({ at }) => `${at.file}#${at.pointer}`));
  const components = section(scope.root, 'components');
  const within = (name: string): readonly (readonly [string, Spot])[] =>
    members(components && section(components, name)).flatMap(([id, stated]) => {
      const { definition } = follow(scope.read, stated);
      return definition === null ? [] : [[id, definition] as const];
    });
  const operations = [
    ...within('operations'),
    ...within('channels').flatMap(([id, channel]) =>
      legacyOperations(channel).map(({ verb, spot }) => [`${id}.${verb}`, spot] as const),
    ),
  ];
  const traits = operations.flatMap(([id, operation]) =>
    items(section(operation, 'traits')).map((trait) => [id, trait] as const),
  );
  const read =
    (of: UnreachedSecurity['of']) =>
    ([id, owner]: readonly [string, Spot]): readonly UnreachedSecurity[] => {
      const stated = member(owner, 'security');
      if (stated === undefined || known.has(`${stated.at.file}#${stated.at.pointer}`)) return [];
      return [{ of, owner: id, security: securityFacts(stated, of === 'trait' ? 'trait' : 'own', id, schemes) }];
    };
  return [
    ...within('servers').flatMap(read('server')),
    ...operations.flatMap(read('operation')),
    ...[...within('operationTraits'), ...traits].flatMap(read('trait')),
  ];
};
