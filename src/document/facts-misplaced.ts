import type { ReadChannel } from './facts-channels.js';
import { tell, type FactsScope } from './facts-scope.js';
import { follow } from './resolve.js';
import { items, member, members, section, type Spot } from './spot.js';

/** A part of a document, in words. */
type Part = readonly [what: string, spot: Spot | undefined];

/**
 * Reports `security` at the root, on channels, messages and replies, where no version knows it (S1). True where there is
 * any.
 */
export const tellMisplaced = (scope: FactsScope, parts: readonly Part[]): boolean => {
  const found = [['The root', scope.root] as const, ...parts].flatMap(([what, spot]) => {
    const security = spot === undefined ? undefined : member(spot, 'security');
    return security === undefined ? [] : [[what, security] as const];
  });
  for (const [what, security] of found) {
    tell(scope, security, 'security-misplaced', {
      message: `${what} states security, which has no meaning there: only servers, operations and their traits state it.`,
      fix: 'State it on the servers, or on the operations themselves.',
    });
  }
  return found.length > 0;
};

/**
 * Reports `x-access-control` where extensions are legal and this one is read by nobody: its roles would be dropped
 * without a word.
 */
export const tellMisplacedAccess = (scope: FactsScope, parts: readonly Part[]): void => {
  for (const [what, spot] of [...named(scope, 'server', section(scope.root, 'servers')), ...parts]) {
    const access = spot === undefined ? undefined : section(spot, 'x-access-control');
    if (access === undefined) continue;
    tell(scope, access, 'access-control-misplaced', {
      message: `${what} states x-access-control, which nobody reads there.`,
      fix: 'State the role model at the root, roles and context on operations or their traits, rolesFrom and carrier on security schemes.',
    });
  }
};

/** The parts of a document that say nothing about who may do what. */
export const mutePartsOf = (scope: FactsScope, channels: readonly ReadChannel[]): readonly Part[] => {
  const operations =
    scope.major === 3
      ? members(section(scope.root, 'operations')).flatMap(([, spot]) => behind(scope, spot) ?? [])
      : channels.flatMap(({ definition }) =>
          ['publish', 'subscribe'].flatMap((verb) => behind(scope, section(definition, verb)) ?? []),
        );
  return [
    ['info', section(scope.root, 'info')] as const,
    ['components', section(scope.root, 'components')] as const,
    ...channels.flatMap(({ facts, definition }) => [
      [`The channel "${facts.id}"`, definition] as const,
      ...named(scope, 'parameter', section(definition, 'parameters')),
      ...named(scope, 'message', section(definition, 'messages')),
    ]),
    ...operations.flatMap((operation) => {
      const message = behind(scope, section(operation, 'message'));
      const choices = message === undefined ? [] : items(section(message, 'oneOf'));
      return [
        ['A reply', behind(scope, section(operation, 'reply'))] as const,
        ...[message, ...choices.map((choice) => behind(scope, choice))].map((spot) => ['A message', spot] as const),
      ];
    }),
  ];
};

const named = (scope: FactsScope, what: string, of: Spot | undefined): readonly Part[] =>
  members(of).map(([name, spot]) => [`The ${what} "${name}"`, behind(scope, spot)] as const);

const behind = (scope: FactsScope, spot: Spot | undefined): Spot | undefined =>
  spot === undefined ? undefined : (follow(scope.read, spot).definition ?? undefined);
