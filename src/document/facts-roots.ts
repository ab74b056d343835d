import { tell, type FactsScope } from './facts-scope.js';
import { listOf } from './name-fix.js';
import { pointerSegments } from './pointer.js';
import { follow, placeKey } from './resolve.js';
import { members, refText, section, type Spot } from './spot.js';

/**
 * The root's own name behind a reference to one of its servers or channels. Several roots may share one definition, so
 * that the way matters: the first root on it is meant (P10); a reference past the root counts where one root alone
 * leads to the same definition. Null where there is none, which has been reported.
 */
export const rootName = (scope: FactsScope, stated: Spot, kind: 'servers' | 'channels'): string | null => {
  const code = kind === 'servers' ? 'server-undefined' : 'channel-undefined';
  const one = kind === 'servers' ? 'server' : 'channel';
  if (refText(stated) === undefined) {
    tell(scope, stated, code, {
      message: `Version ${scope.asyncapi} names a ${one} by a $ref, and this is none.`,
      fix: `Write { $ref: '#/${kind}/…' }.`,
    });
    return null;
  }
  const { hops, definition } = follow(scope.read, stated);
  if (definition === null) return null;
  for (const { at } of hops) {
    const [first, name, ...rest] = pointerSegments(at.pointer);
    if (at.file === scope.read.entry && first === kind && rest.length === 0 && name !== undefined) return name;
  }
  const roots = members(section(scope.root, kind));
  const same = roots.filter(([, spot]) => {
    const behind = follow(scope.read, spot).definition;
    return behind !== null && placeKey(behind) === placeKey(definition);
  });
  const [only, another] = same;
  if (only !== undefined && another === undefined) return only[0];
  const told = {
    message:
      another === undefined
        ? `"${refText(stated) ?? ''}" is no ${one} of the document's root.`
        : `"${refText(stated) ?? ''}" is shared by the ${kind} ${same.map(([name]) => `"${name}"`).join(', ')}: which one is meant is not said.`,
    fix: `Point the $ref at one of the root's: ${listOf((another === undefined ? roots : same).map(([name]) => `#/${kind}/${name}`))}.`,
  };
  tell(scope, stated, code, told, `definition ${placeKey(definition)}`);
  return null;
};
