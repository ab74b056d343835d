import type { Channel, SecurityModel } from '../../model/security-model.js';
import type { ServerPlan } from '../server-plan.js';
import type { Owner, TypeNames } from './type-names.js';

/** A server as the owner of its types. */
export const serverOwner = (plan: ServerPlan, model: SecurityModel): Owner => ({
  what: `server ${plan.id}`,
  names: [plan.id],
  at: plan.server?.at ?? model.at,
});

/** A channel on a server as the owner of its types. */
export const channelOwner = (plan: ServerPlan, channel: Channel): Owner => ({
  what: `channel ${channel.id} of server ${plan.id}`,
  names: [plan.id, channel.id],
  at: channel.at,
});

/** The types of every server, in `guards.ts` and `credentials.ts`. */
export interface ServerTypes {
  readonly operation: string;
  readonly authenticators: string;
  readonly credentials: string;
}

export const serverTypes = (names: TypeNames, owner: Owner): ServerTypes => ({
  operation: names.of(owner, 'Operation'),
  authenticators: names.of(owner, 'Authenticators'),
  credentials: names.of(owner, 'Credentials'),
});

/** The types of a WebSocket server, in `websocket.ts`. */
export const socketTypes = (names: TypeNames, owner: Owner) => ({
  guard: names.of(owner, 'Guard'),
  options: names.of(owner, 'GuardOptions'),
  handlers: names.of(owner, 'Handlers'),
  sockets: names.of(owner, 'Sockets'),
  client: names.of(owner, 'Client'),
});

/** The types of a channel on a WebSocket server. */
export const socketChannelTypes = (names: TypeNames, owner: Owner) => ({
  handlersType: names.of(owner, 'Handlers'),
  connectionType: names.of(owner, 'Connection'),
  socketsType: names.of(owner, 'Sockets'),
});

/** The types of one side of a Kafka server, in `kafka.ts`; `narrowed`: its guard has authenticators of its own. */
export const clusterTypes = (
  names: TypeNames,
  owner: Owner,
  { peer, narrowed }: { peer: string; narrowed: boolean },
) => ({
  ...(narrowed ? { authenticators: names.of(owner, `${peer}GuardAuthenticators`) } : {}),
  kafka: names.of(owner, `${peer}Kafka`),
  guard: names.of(owner, `${peer}Guard`),
  received: names.of(owner, `${peer}Received`),
  handlers: names.of(owner, `${peer}Handlers`),
  producer: names.of(owner, `${peer}Producer`),
  signers: names.of(owner, `${peer}Signers`),
});

/** The type of the handlers of a channel on one side of a Kafka server. */
export const recordHandlersType = (names: TypeNames, owner: Owner, peer: string): string =>
  names.of(owner, `${peer}Handlers`);

/** The type of a channel's parameters. */
export const parametersType = (names: TypeNames, channel: Channel): string =>
  names.of({ what: `channel ${channel.id}`, names: [channel.id], at: channel.at }, 'Parameters');
