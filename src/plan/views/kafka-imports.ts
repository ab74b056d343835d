import type { ClusterView } from './kafka-view.js';
import { neededImports, type ImportView, type ParametersView } from './message-views.js';

/** What the file shares with `websocket.ts`, which then declares it. */
export interface DeclaredElsewhere {
  readonly channels: ReadonlySet<string>;
  readonly payload: boolean;
}

const RUNTIME = './runtime/index.js';

/** All that `kafka.ts` imports. */
export const kafkaImports = (
  applications: readonly ClusterView[],
  peers: readonly ClusterView[],
  messages: string | null,
  elsewhere: DeclaredElsewhere,
  declared: readonly ParametersView[],
): readonly ImportView[] => {
  const clusters = [...applications, ...peers];
  const receiving = clusters.filter(({ receives }) => receives);
  const sending = clusters.filter(({ sends }) => sends);
  const records = receiving.flatMap(({ channels }) => channels.flatMap(({ received }) => received));
  const asked = receiving.filter(({ narrowed }) => narrowed).flatMap(({ providers }) => providers);
  const slots = sending.flatMap(({ signerSets: sets }) => sets.flat());
  const typed = records.length > 0 || sending.length > 0;
  return neededImports([
    [true, 'POLICY', './policy.js', false],
    [applications.some(({ speaks }) => speaks), 'kafkajsApplication', RUNTIME, false],
    [peers.some(({ speaks }) => speaks), 'kafkajsPeer', RUNTIME, false],
    [clusters.some(({ speaks }) => !speaks), 'kafkajsConnection', RUNTIME, false],
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
    [asked.length > 0, 'Authenticator', RUNTIME, true],
    ...asked.map(({ evidence }) => [true, evidence, RUNTIME, true] as const),
    ...receiving
      .filter(({ narrowed }) => !narrowed)
      .map(({ types }) => [true, types.authenticators, './credentials.js', true] as const),
    ...clusters.map(({ types }) => [true, types.credentials, './credentials.js', true] as const),
  ]);
};
