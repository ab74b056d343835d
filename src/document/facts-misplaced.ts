import type { ReadChannel } from './facts-channels.js';
import { tellKey, type FactsScope } from './facts-scope.js';
import type { PolicyOwner } from './policy-owners.js';
import { follow } from './resolve.js';
import { items, member, members, section, type Spot } from './spot.js';

/** A part of a document, in words. */
interface Part {
  readonly what: string;
  readonly spot: Spot | undefined;
  /** What states `security` itself, where that is what the part belongs to. */
  readonly meant?: string;
}

/**
 * Reports `security` at the root, on channels, messages, replies and bindings, where no version knows it (S1). True where
 * there is any.
 */
export const tellMisplaced = (scope: FactsScope, parts: readonly Part[]): boolean => {
  const found = [{ what: 'The root', spot: scope.root }, ...parts].flatMap((part: Part) =>
    part.spot !== undefined && member(part.spot, 'security') !== undefined ? [{ ...part, spot: part.spot }] : [],
  );
  for (const { what, spot, meant } of found) {
    tellKey(scope, spot, 'security', 'security-misplaced', {
      message: `${what} states security, which has no meaning there: only servers, operations and their traits state it.`,
      fix:
        meant === undefined
          ? 'State it on the servers, or on the operations themselves.'
          : `Move it out of bindings, into ${meant} itself.`,
    });
  }
  return found.length > 0;
};

/** Reports `securitySchemes` at the root, where they declare nothing. */
export const tellMisplacedSchemes = (scope: FactsScope): void => {
  tellKey(scope, scope.root, 'securitySchemes', 'security-misplaced', {
    message: 'The root states securitySchemes, which declares no scheme there: only components holds them.',
    fix: 'Move securitySchemes under components.',
  });
};

/**
 * Reports `x-access-control` where extensions are legal and this one is read by nobody: its roles would be dropped
 * without a word.
 */
export const tellMisplacedAccess = (scope: FactsScope, parts: readonly Part[]): void => {
  for (const { what, spot } of [...named(scope, 'server', section(scope.root, 'servers')), ...parts]) {
    if (spot === undefined || section(spot, 'x-access-control') === undefined) continue;
    tellKey(scope, spot, 'x-access-control', 'access-control-misplaced', {
      message: `${what} states x-access-control, which nobody reads there.`,
      fix: 'State the role model at the root, roles and context on operations or their traits, rolesFrom and carrier on security schemes.',
    });
  }
};

/** The parts of a document that say nothing about who may do what. */
export const mutePartsOf = (
  scope: FactsScope,
  channels: readonly ReadChannel[],
  owners: readonly PolicyOwner[],
): readonly Part[] => {
  const operations =
    scope.major === 3
      ? members(section(scope.root, 'operations')).flatMap(([, spot]) => behind(scope, spot) ?? [])
      : channels.flatMap(({ definition }) =>
          ['publish', 'subscribe'].flatMap((verb) => behind(scope, section(definition, verb)) ?? []),
        );
  return [
    { what: 'info', spot: section(scope.root, 'info') },
    { what: 'components', spot: section(scope.root, 'components') },
    ...channels.flatMap(({ facts, definition }) => [
      { what: `The channel "${facts.id}"`, spot: definition },
      ...named(scope, 'parameter', section(definition, 'parameters')),
      ...named(scope, 'message', section(definition, 'messages')),
    ]),
    ...operations.flatMap((operation) => {
      const message = behind(scope, section(operation, 'message'));
      const choices = message === undefined ? [] : items(section(message, 'oneOf'));
      return [
        { what: 'A reply', spot: behind(scope, section(operation, 'reply')) },
        ...[message, ...choices.map((choice) => behind(scope, choice))].map((spot) => ({ what: 'A message', spot })),
      ];
    }),
    ...owners.flatMap((owner) => bindingsOf(scope, owner)),
  ];
};

/** The bindings of an owner, and those of each protocol. */
const bindingsOf = (scope: FactsScope, { kind, title, spot: owner }: PolicyOwner): readonly Part[] => {
  const bindings = behind(scope, section(owner, 'bindings'));
  const what = `The object bindings of ${title}`;
  const meant = kind === 'channel' ? {} : { meant: title };
  return [bindings, ...members(bindings).map(([, protocol]) => behind(scope, protocol))].map((spot) => ({
    what,
    spot,
    ...meant,
  }));
};

const named = (scope: FactsScope, what: string, of: Spot | undefined): readonly Part[] =>
  members(of).map(([name, spot]) => ({ what: `The ${what} "${name}"`, spot: behind(scope, spot) }));

const behind = (scope: FactsScope, spot: Spot | undefined): Spot | undefined =>
  spot === undefined ? undefined : (follow(scope.read, spot).definition ?? undefined);
