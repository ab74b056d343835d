import type { Channel, SecurityModel } from '../../model/security-model.js';
import type { Policy } from '../../runtime/policy.js';
import { isReceived, kafkaFactory, type Sides } from '../sides.js';
import { clusterTypes, serverOwner } from './emitted-types.js';
import { kafkaImports, type DeclaredElsewhere } from './kafka-imports.js';
import { clusterLayout, type ClusterLayout, type ClusterTypes } from './kafka-layout.js';
import {
  receivedView,
  sentView,
  type ClusterSetting,
  type PlannedView,
  type RecordChannelView,
  type RecordOperationView,
} from './kafka-records.js';
import { unionView, type UnionView } from './layout.js';
import { parametersView, type ImportView, type ParametersView } from './message-views.js';
import { guardProviders, type ServerView } from './server-view.js';
import { signerSets, type SignerView } from './signer-sets.js';
import type { TypeNames } from './type-names.js';

/** What `kafka.ts.hbs` may say. */
export interface KafkaView {
  /** Whether the payload type of the team's module is declared here. */
  readonly messages: boolean;
  readonly imports: readonly ImportView[];
  /** Channels whose parameters are declared here. */
  readonly channels: readonly ParametersView[];
  /** Servers as the described application uses them, and as its peer does. */
  readonly applications: readonly ClusterView[];
  readonly peers: readonly ClusterView[];
}

export type ClusterView = Omit<ServerView, 'types'> & {
  readonly types: ServerView['types'] & ClusterTypes;
  readonly layout: ClusterLayout;
  /** Whose side it is, in words. */
  readonly party: string;
  /** Whether its guard asks fewer authenticators than one that judges what this side sends as well. */
  readonly narrowed: boolean;
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

export const kafkaView = (
  plans: readonly PlannedView[],
  model: SecurityModel,
  policy: Policy,
  names: TypeNames,
  sides: Sides,
  messages: string | null,
  elsewhere: DeclaredElsewhere,
): KafkaView => {
  const onPlans = new Set(plans.flatMap(({ plan }) => plan.operations.map(({ channel }) => channel)));
  const used = model.channels.filter(({ id }) => onPlans.has(id));
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
    imports: kafkaImports(applications, peers, messages, elsewhere, declared),
    channels: declared.filter(({ id }) => !elsewhere.channels.has(id)),
    applications,
    peers,
  };
};

/** How many channels of several operations a type holds whole: each doubles its size. */
const MOST_WHOLE = 8;

const clusterView = (
  setting: ClusterSetting,
  side: 'application' | 'peer',
  used: readonly Channel[],
  model: SecurityModel,
): ClusterView => {
  const { plan, view, policy, names } = setting;
  const peer = side === 'peer' ? 'Peer' : '';
  const inbound = plan.operations.filter((operation) => isReceived(operation, side));
  const outbound = plan.operations.filter((operation) => !isReceived(operation, side));
  const providers = guardProviders(plan, inbound, view, policy);
  const narrowed = inbound.length > 0 && providers.length < view.providers.length;
  const types: ClusterView['types'] = {
    ...view.types,
    ...clusterTypes(names, serverOwner(plan, model), { peer, narrowed }),
  };
  const receiving = { ...setting, view: { ...view, types, providers } };
  const channels = used.flatMap((channel) => {
    const operations = inbound.filter((operation) => operation.channel === channel.id);
    return operations.length === 0 ? [] : [receivedView(channel, operations, receiving, peer)];
  });
  const generic = channels.some((channel) => channel.generic);
  const routed = inbound.some((operation) => policy.operations[operation.id]?.message.by === 'app');
  const loose = channels.filter(({ received }) => received.length > 1).length > MOST_WHOLE;
  const sets = signerSets(plan, outbound, policy);
  return {
    ...view,
    types,
    party: side === 'peer' ? "the application's peer" : 'the described application',
    providers,
    narrowed,
    layout: clusterLayout(plan.id, types, kafkaFactory(side, plan.policy), {
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
    sent: outbound.map((operation) => sentView(operation, setting)),
    signs: sets.flat().length > 0,
    single: sets.length === 1,
    signerSets: sets,
  };
};
