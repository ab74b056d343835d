import type { Channel, Operation, SecurityModel } from '../../model/security-model.js';
import type { Policy } from '../../runtime/policy.js';
import { socketMember } from '../../runtime/member-name.js';
import type { ServerPlan } from '../server-plan.js';
import type { Sides } from '../sides.js';
import { channelOwner, serverOwner, socketChannelTypes, socketTypes } from './emitted-types.js';
import { commentLines, fits, propertyText } from './layout.js';
import {
  messageView,
  neededImports,
  parametersView,
  type ImportView,
  type MessageView,
  type ParametersView,
} from './message-views.js';
import { operationText, type ServerView } from './server-view.js';
import type { TypeNames } from './type-names.js';
import { operationLayout, serverLayout, type OperationLayout, type ServerLayout } from './websocket-layout.js';

/** What `websocket.ts.hbs` may say. */
export interface WebSocketView {
  readonly servers: readonly WebSocketServerView[];
  readonly imports: readonly ImportView[];
  readonly channels: readonly ParametersView[];
  readonly messages: boolean;
}

export type WebSocketServerView = Omit<ServerView, 'types'> & {
  readonly types: ServerView['types'] & {
    readonly guard: string;
    readonly options: string;
    readonly handlers: string;
    readonly sockets: string;
    readonly client: string;
  };
  readonly layout: ServerLayout;
  /** Which sides of its sockets are emitted. */
  readonly listens: boolean;
  readonly dials: boolean;
  /** Whether the app must say which operation a message is of, on the side that listens and on the side that dials. */
  readonly routed: boolean;
  readonly dialRouted: boolean;
  /** Whether the listening side receives anything, and whether it sends anything. */
  readonly receives: boolean;
  readonly sends: boolean;
  readonly channels: readonly SocketChannelView[];
};

export interface SocketChannelView {
  readonly id: string;
  /** The name under which handlers, sockets and clients hold it. */
  readonly key: string;
  readonly handlersType: string;
  readonly inlineHandlers: boolean;
  readonly inlineClient: boolean;
  readonly socketsType: string;
  readonly connectionType: string;
  /** Null where the channel has no parameters. */
  readonly parametersType: string | null;
  /** Messages that the listening side receives. */
  readonly inbound: readonly SocketOperationView[];
  /** Messages that the listening side sends. */
  readonly outbound: readonly SocketOperationView[];
}

export interface SocketOperationView extends MessageView {
  readonly key: string;
  readonly lines: readonly string[];
  readonly replies: boolean;
  readonly inline: OperationLayout;
}

const importsOf = (servers: readonly WebSocketServerView[], messages: string | null): WebSocketView['imports'] => {
  const listening = servers.filter((server) => server.listens);
  const dialling = servers.filter((server) => server.dials);
  const receives = listening.some((server) => server.receives);
  return neededImports([
    [true, 'POLICY', './policy.js', false],
    [listening.length > 0, 'webSocketGuard', RUNTIME, false],
    [listening.length > 0, 'WebSocketGuard', RUNTIME, true],
    [listening.length > 0, 'WebSocketGuardOptions', RUNTIME, true],
    [receives, 'Authorized', RUNTIME, true],
    [receives, 'PrincipalOf', RUNTIME, true],
    [dialling.length > 0, 'webSocketClient', RUNTIME, false],
    [dialling.length > 0, 'WebSocketClient', RUNTIME, true],
    [dialling.length > 0, 'WebSocketClientOptions', RUNTIME, true],
    [dialling.some((server) => server.channels.length > 0), 'WebSocketConnection', RUNTIME, true],
    [messages !== null, 'Messages', messages ?? '', true],
    ...listening.map(({ types }) => [true, types.operation, './guards.js', true] as const),
    ...listening.map(({ types }) => [true, types.authenticators, './credentials.js', true] as const),
    ...dialling.map(({ types }) => [true, types.credentials, './credentials.js', true] as const),
  ]);
};

const RUNTIME = './runtime/index.js';

export const webSocketView = (
  plans: readonly { readonly plan: ServerPlan; readonly view: ServerView }[],
  model: SecurityModel,
  policy: Policy,
  names: TypeNames,
  sides: Sides,
  messages: string | null,
): WebSocketView => {
  const named = new Set(plans.flatMap(({ plan }) => plan.operations.map(({ channel }) => channel)));
  const used = model.channels.filter(({ id }) => named.has(id));
  const parameters = new Map(used.map((channel) => [channel.id, parametersView(channel, names)]));
  const servers = plans.map(({ plan, view }): WebSocketServerView => {
    const ofChannel = new Map<string, Operation[]>();
    for (const operation of plan.operations) {
      const known = ofChannel.get(operation.channel);
      if (known === undefined) ofChannel.set(operation.channel, [operation]);
      else known.push(operation);
    }
    const types = { ...view.types, ...socketTypes(names, serverOwner(plan, model)) };
    const receives = plan.operations.some((operation) => inboundOf(plan, operation));
    const byApp = plan.operations.filter((operation) => policy.operations[operation.id]?.message.by === 'app');
    const routed = byApp.some((operation) => inboundOf(plan, operation));
    const dialRouted = byApp.some((operation) => !inboundOf(plan, operation));
    const sends = plan.operations.some((operation) => !inboundOf(plan, operation));
    return {
      ...view,
      listens: sides.listening.has(plan.id),
      dials: sides.dialling.has(plan.id),
      types,
      layout: serverLayout(plan.id, types, { receives, sends, routed }),
      receives,
      sends,
      routed,
      dialRouted,
      channels: used.flatMap((channel) => {
        const operations = ofChannel.get(channel.id) ?? [];
        return operations.length === 0
          ? []
          : [
              channelView(channel, operations, {
                plan,
                view,
                policy,
                names,
                parameters,
                messages: messages !== null,
              }),
            ];
      }),
    };
  });
  return {
    messages: messages !== null,
    imports: importsOf(servers, messages),
    servers,
    channels: [...parameters.values()].filter((view) => view.parameters.length > 0),
  };
};

interface ChannelSetting {
  readonly plan: ServerPlan;
  readonly view: ServerView;
  readonly policy: Policy;
  readonly names: TypeNames;
  readonly parameters: ReadonlyMap<string, ParametersView>;
  readonly messages: boolean;
}

/** Whether the listening side receives this operation's messages. */
const inboundOf = (plan: ServerPlan, operation: Operation): boolean =>
  operation.action === (plan.policy.describes === 'server' ? 'receive' : 'send');

const channelView = (
  channel: Channel,
  operations: readonly Operation[],
  setting: ChannelSetting,
): SocketChannelView => {
  const { plan, names } = setting;
  const parameters = setting.parameters.get(channel.id);
  const parametersType = parameters === undefined || parameters.parameters.length === 0 ? null : parameters.type;
  const types = socketChannelTypes(names, channelOwner(plan, channel));
  const { handlersType, connectionType } = types;
  return {
    id: channel.id,
    key: socketMember(channel.id),
    ...types,
    inlineClient:
      parametersType === null ||
      fits(
        `  readonly ${propertyText(socketMember(channel.id))}: (parameters: ${parametersType}) => ${connectionType};`,
      ),
    inlineHandlers: fits(`export interface ${handlersType}<A extends ${setting.view.types.authenticators}> {`),
    parametersType,
    inbound: operations
      .filter((operation) => inboundOf(plan, operation))
      .map((each) => operationView(each, setting, parametersType)),
    outbound: operations
      .filter((operation) => !inboundOf(plan, operation))
      .map((each) => operationView(each, setting, parametersType)),
  };
};

const operationView = (
  operation: Operation,
  setting: ChannelSetting,
  parametersType: string | null,
): SocketOperationView => {
  const { view, words } = messageView(operation, setting, operation.access === 'public' ? ' | null' : '');
  const replies = operation.reply !== null;
  return {
    ...view,
    key: socketMember(operation.id),
    lines: commentLines(operationText(operation), 2),
    replies,
    inline: operationLayout({ id: operation.id, ...words, parametersType, replies }),
  };
};
