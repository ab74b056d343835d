import type { ReadChannel } from './facts-channels.js';
import { tell, type FactsScope } from './facts-scope.js';
import { member, type Spot } from './spot.js';

/** Reports `security` at the root and on channels, where no version knows it (S1). True where there is any. */
export const tellMisplaced = (scope: FactsScope, channels: readonly ReadChannel[]): boolean => {
  const places: readonly (readonly [string, Spot])[] = [
    ['The root', scope.root],
    ...channels.map(({ facts, definition }) => [`The channel "${facts.id}"`, definition] as const),
  ];
  const found = places.flatMap(([what, spot]) => {
    const security = member(spot, 'security');
    return security === undefined ? [] : [[what, security] as const];
  });
  for (const [what, security] of found) {
    tell(scope, security, 'security-misplaced', {
      message: `${what} states security, which has no meaning there: AsyncAPI knows no default for several operations.`,
      fix: 'State it on the servers, or on the operations themselves.',
    });
  }
  return found.length > 0;
};
