import type { OperationFacts, ReplyFacts, SecurityFacts } from './facts.js';
import { legacyOperations, type ReadChannel } from './facts-channels.js';
import { rootEntries } from './facts-entries.js';
import { legacyMessages, operationMessages } from './facts-messages.js';
import { rootName } from './facts-roots.js';
import { contractPointer, listSection, objectBehind, tell, type FactsScope } from './facts-scope.js';
import type { Schemes } from './facts-schemes.js';
import { securityFacts } from './facts-security.js';
import { tellLooseAccess } from './loose-access.js';
import { follow } from './resolve.js';
import { items, member, section, textOf, type Spot } from './spot.js';
import { byPrecedence, mergedExtension } from './traits.js';

/** Reads the operations that the root reaches. */
export const operationFacts = (
  scope: FactsScope,
  channels: readonly ReadChannel[],
  schemes: Schemes,
): readonly OperationFacts[] => {
  const operations =
    scope.major === 3 ? currentOperations(scope, channels, schemes) : ofChannels(scope, channels, schemes);
  const byId = new Map<string, OperationFacts>();
  for (const operation of operations) {
    const first = byId.get(operation.id);
    if (first === undefined) byId.set(operation.id, operation);
    else {
      const { at, id } = operation;
      scope.unreadable.found = true;
      scope.problems.add(id, 'operation-duplicate', at, {
        message: `Two operations have the id "${id}".`,
        fix: 'Give each operation an operationId of its own; a channel that two names share by $ref cannot state one.',
        also: [first.at],
      });
    }
  }
  return operations;
};

const currentOperations = (
  scope: FactsScope,
  channels: readonly ReadChannel[],
  schemes: Schemes,
): readonly OperationFacts[] => {
  const definitions = new Map(channels.map(({ facts, definition }) => [facts.id, definition]));
  return rootEntries(scope, 'operations').flatMap(([id, stated]) => {
    const spot = objectBehind(scope, stated, `The operation "${id}"`);
    if (spot === undefined) return [];
    const channel = channelOf(scope, spot, id);
    const definition = channel === null ? undefined : definitions.get(channel);
    return {
      id,
      at: spot.at,
      pointer: contractPointer(scope, spot),
      action: actionOf(scope, spot, id),
      channel,
      ...withTraits(scope, spot, id, schemes),
      messages: operationMessages(scope, spot, definition),
      reply: replyFacts(scope, spot, definitions),
    };
  });
};

/** 2.x: an operation is what others do, so that the application receives what is published (S21). */
const ofChannels = (scope: FactsScope, channels: readonly ReadChannel[], schemes: Schemes): readonly OperationFacts[] =>
  channels.flatMap(({ facts, definition }) =>
    legacyOperations(definition).flatMap(({ verb, spot: stated }) => {
      const spot = objectBehind(scope, stated, `"${verb}" of the channel "${facts.id}"`);
      if (spot === undefined) return [];
      const stateId = textOf(member(spot, 'operationId')) ?? '';
      const id = stateId === '' ? `${facts.id}.${verb}` : stateId;
      return {
        id,
        at: spot.at,
        pointer: contractPointer(scope, spot),
        action: verb === 'publish' ? 'receive' : 'send',
        channel: facts.id,
        ...withTraits(scope, spot, id, schemes),
        messages: legacyMessages(scope, spot),
        reply: null,
      } as const;
    }),
  );

const channelOf = (scope: FactsScope, operation: Spot, id: string): string | null => {
  const stated = section(operation, 'channel');
  if (stated !== undefined) return rootName(scope, stated, 'channels');
  tell(scope, operation, 'channel-undefined', {
    message: `The operation "${id}" names no channel.`,
    fix: "Add channel: { $ref: '#/channels/…' }.",
  });
  return null;
};

const actionOf = (scope: FactsScope, operation: Spot, id: string): OperationFacts['action'] => {
  const stated = section(operation, 'action');
  const action = textOf(stated);
  if (action === 'send' || action === 'receive') return action;
  // No requirement depends on it; the error alone keeps code from being generated.
  tell(scope, stated ?? operation, 'action-unknown', {
    message:
      action === undefined
        ? `The operation "${id}" has no action.`
        : `"${action}" is not an action that an operation can have.`,
    fix: 'Write action: send where the described application sends, action: receive where it receives.',
  });
  return 'receive';
};

/** What security and access control remain after traits, and what was dropped on the way. */
const withTraits = (
  scope: FactsScope,
  operation: Spot,
  id: string,
  schemes: Schemes,
): Pick<OperationFacts, 'security' | 'droppedSecurity' | 'accessControl' | 'droppedAccess' | 'looseAccess'> => {
  const traits = items(listSection(scope, operation, 'traits')).flatMap(
    (stated) => objectBehind(scope, stated, `A trait of the operation "${id}"`) ?? [],
  );
  const layers = byPrecedence(scope.major, operation, traits);
  const stated: SecurityFacts[] = [];
  for (const layer of layers) {
    const security = member(layer, 'security');
    if (security !== undefined) {
      stated.push(securityFacts(security, layer === operation ? 'own' : 'trait', id, schemes));
    }
  }
  const { merged, dropped } = mergedExtension(layers, 'x-access-control');
  return {
    security: stated.at(-1) ?? null,
    droppedSecurity: stated.slice(0, -1),
    accessControl: merged,
    droppedAccess: dropped,
    looseAccess: layers.filter((layer) => tellLooseAccess(scope, layer)).length > 0,
  };
};

const replyFacts = (scope: FactsScope, operation: Spot, definitions: ReadonlyMap<string, Spot>): ReplyFacts | null => {
  const stated = section(operation, 'reply');
  const reply = stated === undefined ? null : follow(scope.read, stated).definition;
  if (reply === null) return null;
  const named = section(reply, 'channel');
  const channel = named === undefined ? null : rootName(scope, named, 'channels');
  const address = section(reply, 'address');
  const behind = address === undefined ? null : follow(scope.read, address).definition;
  return {
    at: reply.at,
    channel,
    messages: operationMessages(scope, reply, channel === null ? undefined : definitions.get(channel)),
    addressLocation: (behind === null ? undefined : textOf(member(behind, 'location'))) ?? null,
  };
};
