import type { ReadChannel } from './facts-channels.js';
import { tell, type FactsScope } from './facts-scope.js';
import { follow } from './resolve.js';
import { items, member, members, section, type Spot } from './spot.js';

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

/**
 * Reports `x-access-control` where extensions are legal and this one is read by nobody: its roles would be dropped
 * without a word.
 */
export const tellMisplacedAccess = (scope: FactsScope, channels: readonly ReadChannel[]): void => {
  const behind = (spot: Spot | undefined): Spot | undefined =>
    spot === undefined ? undefined : (follow(scope.read, spot).definition ?? undefined);
  const named = (what: string, of: Spot | undefined): readonly (readonly [string, Spot | undefined])[] =>
    members(of).map(([name, spot]) => [`The ${what} "${name}"`, behind(spot)] as const);
  const operations =
    scope.major === 3
      ? members(section(scope.root, 'operations')).flatMap(([, spot]) => behind(spot) ?? [])
      : channels.flatMap(({ definition }) =>
          ['publish', 'subscribe'].flatMap((verb) => behind(section(definition, verb)) ?? []),
        );
  const places = [
    ['info', section(scope.root, 'info')] as const,
    ['components', section(scope.root, 'components')] as const,
    ...named('server', section(scope.root, 'servers')),
    ...channels.flatMap(({ facts, definition }) => [
      [`The channel "${facts.id}"`, definition] as const,
      ...named('parameter', section(definition, 'parameters')),
      ...named('message', section(definition, 'messages')),
    ]),
    ...operations.flatMap((operation) => {
      const message = behind(section(operation, 'message'));
      const choices = message === undefined ? [] : items(section(message, 'oneOf')).map(behind);
      return [
        ['A reply', behind(section(operation, 'reply'))] as const,
        ...[message, ...choices].map((spot) => ['A message', spot] as const),
      ];
    }),
  ];
  for (const [what, spot] of places) {
    const access = spot === undefined ? undefined : section(spot, 'x-access-control');
    if (access === undefined) continue;
    tell(scope, access, 'access-control-misplaced', {
      message: `${what} states x-access-control, which nobody reads there.`,
      fix: 'State the role model at the root, roles and context on operations or their traits, rolesFrom and carrier on security schemes.',
    });
  }
};
