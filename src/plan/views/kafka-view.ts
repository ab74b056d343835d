import type { Channel, Operation, SecurityModel } from '../../model/security-model.js';
import { kafkaMember } from '../../runtime/member-name.js';
import type { Policy } from '../../runtime/policy.js';
import type { ServerPlan } from '../server-plan.js';
import type { Sides } from '../sides.js';
import {
  clusterLayout,
  recordLayout,
  type ClusterLayout,
  type ClusterTypes,
  type RecordLayout,
} from './kafka-layout.js';
import { commentLines, fits, literalText, unionView, type UnionView } from './layout.js';
import { parametersView, principalProviders, type ParametersView } from './message-views.js';
import { operationText, type ServerView } from './server-view.js';
import { signerSets, type SignerView } from './signer-sets.js';
import type { TypeNames } from './type-names.js';

/** What `kafka.ts.hbs` may say. */
export interface KafkaView {
  /** Whether the payload type of the team's module is declared here. */
  readonly messages: boolean;
  readonly imports: readonly { readonly name: string; readonly from: string; readonly type: boolean }[];
  /** Channels whose parameters are declared here. */
  readonly channels: readonly ParametersView[];
  /** Servers as the described application uses them, and as its peer does. */
  readonly applications: readonly ClusterView[];
  readonly peers: readonly ClusterView[];
}

export type ClusterView = Omit<ServerView, 'types'> & {
  readonly types: ServerView['types'] & ClusterTypes;
  readonly layout: ClusterLayout;
  /** Whether this side receives anything, and whether it sends anything. */
  readonly receives: boolean;
  readonly sends: boolean;
  /** Whether it does either. */
  readonly speaks: boolean;
  /** Whether the app must say which operation a record is of. */
  readonly routed: boolean;
  /** Whether any handler is told who produced its record. */
  readonly generic: boolean;
  /** More channels with several operations than a type can hold whole: the runtime alone checks them. */
  readonly loose: boolean;
  readonly received: UnionView;
  readonly channels: readonly RecordChannelView[];
  readonly sent: readonly RecordOperationView[];
  /** Whether anything is signed; sets of signers, any one of which suffices. */
  readonly signs: boolean;
  readonly single: boolean;
  readonly signerSets: readonly (readonly SignerView[])[];
};

export interface RecordChannelView {
  readonly id: string;
  readonly key: string;
  readonly handlersType: string;
  readonly inlineHandlers: boolean;
  readonly generic: boolean;
  readonly parametersType: string | null;
  readonly received: readonly RecordOperationView[];
}

export interface RecordOperationView {
  readonly id: string;
  readonly key: string;
  readonly lines: readonly string[];
  readonly message: { readonly typed: boolean; readonly id: string };
  /** Who produced the record, as its handler is told: a principal, nobody in particular, or nobody since it is public. */
  readonly proved: boolean;
  readonly public: boolean;
  readonly principals: readonly { readonly value: string }[];
  readonly anyPrincipal: boolean;
  /** Null where the channel has no parameters. */
  readonly parametersType: string | null;
  readonly inline: RecordLayout;
}

interface PlannedView {
  readonly plan: ServerPlan;
  readonly view: ServerView;
}

interface Setting extends PlannedView {
  readonly policy: Policy;
  readonly names: TypeNames;
  readonly parameters: ReadonlyMap<string, ParametersView>;
  readonly messages: boolean;
}

/** What the file shares with `websocket.ts`, which then declares it. */
export interface DeclaredElsewhere {
  readonly channels: ReadonlySet<string>;
  readonly payload: boolean;
}

export const kafkaView = (
  plans: readonly PlannedView[],
  model: SecurityModel,
  policy: Policy,
  names: TypeNames,
  sides: Sides,
  messages: string | null,
  elsewhere: DeclaredElsewhere,
): KafkaView => {
  const used = model.channels.filter((channel) =>
    plans.some(({ plan }) => plan.operations.some((operation) => operation.channel === channel.id)),
  );
  const parameters = new Map(used.map((channel) => [channel.id, parametersView(channel, names)]));
  const setting = { policy, names, parameters, messages: messages !== null };
  const clusters = (ids: ReadonlySet<string>, side: 'application' | 'peer'): readonly ClusterView[] =>
    plans
      .filter(({ plan }) => ids.has(plan.id))
      .map((planned) => clusterView({ ...planned, ...setting }, side, used, model));
  const applications = clusters(sides.applications, 'application');
  const peers = clusters(sides.peers, 'peer');
  const named = new Set(
    [...applications, ...peers].flatMap(({ channels, sent }) =>
      [...channels, ...sent].flatMap(({ parametersType }) => parametersType ?? []),
    ),
  );
  const declared = [...parameters.values()].filter(({ type }) => named.has(type));
  return {
    messages: messages !== null && !elsewhere.payload,
    imports: importsOf(applications, peers, messages, elsewhere, declared),
    channels: declared.filter(({ id }) => !elsewhere.channels.has(id)),
    applications,
    peers,
  };
};

/** How many channels of several operations a type holds whole: each doubles its size. */
const MOST_WHOLE = 8;

const clusterView = (
  setting: Setting,
  side: 'application' | 'peer',
  used: readonly Channel[],
  model: SecurityModel,
): ClusterView => {
  const { plan, view, policy, names } = setting;
  const owner = { what: `server ${plan.id}`, names: [plan.id], at: plan.server?.at ?? model.at };
  const peer = side === 'peer' ? 'Peer' : '';
  const receives = ({ action }: Operation): boolean => (action === 'receive') === (side === 'application');
  const inbound = plan.operations.filter(receives);
  const outbound = plan.operations.filter((operation) => !receives(operation));
  const types: ClusterView['types'] = {
    ...view.types,
    kafka: names.of(owner, `${peer}Kafka`),
    guard: names.of(owner, `${peer}Guard`),
    received: names.of(owner, `${peer}Received`),
    handlers: names.of(owner, `${peer}Handlers`),
    producer: names.of(owner, `${peer}Producer`),
    signers: names.of(owner, `${peer}Signers`),
  };
  const channels = used.flatMap((channel) => {
    const operations = inbound.filter((operation) => operation.channel === channel.id);
    return operations.length === 0 ? [] : [channelView(channel, operations, setting, peer)];
  });
  const generic = channels.some((channel) => channel.generic);
  const routed = inbound.some((operation) => policy.operations[operation.id]?.message.by === 'app');
  const loose = channels.filter(({ received }) => received.length > 1).length > MOST_WHOLE;
  const sets = signerSets(plan, outbound, policy);
  return {
    ...view,
    types,
    layout: clusterLayout(plan.id, types, side === 'peer' ? 'kafkajsPeer' : 'kafkajsApplication', {
      generic,
      routed,
      loose,
    }),
    receives: inbound.length > 0,
    sends: outbound.length > 0,
    speaks: plan.operations.length > 0,
    routed,
    generic,
    loose,
    received: unionView(
      types.received,
      inbound.map(({ id }) => id),
    ),
    channels,
    sent: outbound.map((operation) => operationView(operation, setting, sentText(operation, setting))),
    signs: sets.flat().length > 0,
    single: sets.length === 1,
    signerSets: sets,
  };
};

const channelView = (
  channel: Channel,
  operations: readonly Operation[],
  setting: Setting,
  peer: string,
): RecordChannelView => {
  const { plan, view, names } = setting;
  const owner = { what: `channel ${channel.id} of server ${plan.id}`, names: [plan.id, channel.id], at: channel.at };
  const handlersType = names.of(owner, `${peer}Handlers`);
  const received = operations.map((operation) => operationView(operation, setting, receivedText(operation, setting)));
  return {
    id: channel.id,
    key: channel.id,
    handlersType,
    inlineHandlers: fits(`export interface ${handlersType}<A extends ${view.types.authenticators}> {`),
    generic: received.some(({ proved }) => proved),
    parametersType: parametersTypeOf(channel.id, setting),
    received,
  };
};

const operationView = (operation: Operation, setting: Setting, text: string): RecordOperationView => {
  const { plan, policy, view } = setting;
  const principals = principalProviders(operation, { plan, policy, view });
  const isPublic = operation.access === 'public';
  const proved = !isPublic && plan.policy.rules[operation.id]?.enforcedBy !== 'broker';
  const named = `PrincipalOf<A, ${principals.map(literalText).join(' | ')}>`;
  const anyPrincipal =
    principals.length === view.providers.length || principals.length === 0 || !fits(`      ${named}`);
  const parametersType = parametersTypeOf(operation.channel, setting);
  return {
    id: operation.id,
    key: kafkaMember(operation.id),
    lines: commentLines(text, 2),
    message: { typed: setting.messages, id: operation.id },
    proved,
    public: isPublic,
    principals: principals.map((value) => ({ value })),
    anyPrincipal,
    parametersType,
    inline: recordLayout({
      id: operation.id,
      message: setting.messages ? `Payload<${literalText(operation.id)}>` : 'unknown',
      principal: proved ? (anyPrincipal ? 'PrincipalOf<A>' : named) : isPublic ? 'null' : 'Unproved',
      parametersType,
    }),
  };
};

const parametersTypeOf = (channel: string, { parameters }: Setting): string | null => {
  const view = parameters.get(channel);
  return view === undefined || view.parameters.length === 0 ? null : view.type;
};

/** Who sees to the producers of a record that this side receives. */
const receivedText = (operation: Operation, { plan, policy }: Setting): string => {
  if (operation.access === 'public') return operationText(operation);
  const { enforcedBy } = plan.policy.rules[operation.id] ?? {};
  const roles = operation.roles ?? [];
  const decided = Object.hasOwn(policy.roleMap, operation.id) && enforcedBy !== 'broker';
  const acl = decided || roles.length === 0 ? '' : ` Its roles, ${roles.join(', ')}, are left to the broker's ACLs.`;
  if (enforcedBy === 'broker') return `The broker alone lets its producers in: no record says who they are.${acl}`;
  const whom = decided ? operationText(operation) : 'From every producer whom the server and the operation let in.';
  const connection = (plan.policy.kafka?.logins.length ?? 0) > 0 ? '; the broker checks its connection' : '';
  return `${whom} The guard decides by what the record proves of its producer${connection}.${acl}`;
};

/** What goes with a record that this side sends. */
const sentText = (operation: Operation, { plan }: Setting): string => {
  if (operation.access === 'public') return operationText(operation);
  return plan.policy.rules[operation.id]?.enforcedBy === 'broker'
    ? 'Not signed. The broker alone decides who writes and who reads it.'
    : 'Signed, so that its receiver knows who produced it. The broker alone decides who reads it.';
};

const RUNTIME = './runtime/index.js';

const importsOf = (
  applications: readonly ClusterView[],
  peers: readonly ClusterView[],
  messages: string | null,
  elsewhere: DeclaredElsewhere,
  declared: readonly ParametersView[],
): KafkaView['imports'] => {
  const clusters = [...applications, ...peers];
  const receiving = clusters.filter(({ receives }) => receives);
  const sending = clusters.filter(({ sends }) => sends);
  const records = receiving.flatMap(({ channels }) => channels.flatMap(({ received }) => received));
  const slots = sending.flatMap(({ signerSets: sets }) => sets.flat());
  const typed = records.length > 0 || sending.length > 0;
  const entries: readonly (readonly [boolean, string, string, boolean])[] = [
    [true, 'POLICY', './policy.js', false],
    [applications.length > 0, 'kafkajsApplication', RUNTIME, false],
    [peers.length > 0, 'kafkajsPeer', RUNTIME, false],
    [true, 'KafkaConnection', RUNTIME, true],
    [true, 'KafkaOptions', RUNTIME, true],
    [sending.length > 0, 'Producer', 'kafkajs', true],
    [sending.length > 0, 'KafkaProducer', RUNTIME, true],
    [sending.length > 0, 'Send', RUNTIME, true],
    [slots.some(({ token }) => !token), 'ProofSigner', RUNTIME, true],
    [slots.some(({ token }) => token), 'Source', RUNTIME, true],
    [receiving.length > 0, 'AuthorizedRecord', RUNTIME, true],
    [receiving.length > 0, 'KafkaGuard', RUNTIME, true],
    [receiving.length > 0, 'KafkaGuardOptions', RUNTIME, true],
    [receiving.some(({ loose }) => !loose), 'HandlersOf', RUNTIME, true],
    [receiving.some(({ loose }) => loose), 'LooseHandlersOf', RUNTIME, true],
    [receiving.some(({ routed }) => routed), 'RoutedByApp', RUNTIME, true],
    [records.some(({ proved }) => proved), 'PrincipalOf', RUNTIME, true],
    [records.some((record) => !record.proved && !record.public), 'Unproved', RUNTIME, true],
    [typed && messages !== null && !elsewhere.payload, 'Messages', messages ?? '', true],
    [typed && messages !== null && elsewhere.payload, 'Payload', './websocket.js', true],
    ...declared
      .filter(({ id }) => elsewhere.channels.has(id))
      .map(({ type }) => [true, type, './websocket.js', true] as const),
    ...receiving.map(({ types }) => [true, types.operation, './guards.js', true] as const),
    ...receiving.map(({ types }) => [true, types.authenticators, './credentials.js', true] as const),
    ...clusters.map(({ types }) => [true, types.credentials, './credentials.js', true] as const),
  ];
  return entries.flatMap(([needed, name, from, type]) => (needed ? [{ name, from, type }] : []));
};
