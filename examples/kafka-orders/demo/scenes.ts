import { randomUUID } from 'node:crypto';
import { Kafka, type KafkaMessage, type RecordMetadata } from 'kafkajs';
import { kafka, type DecisionEvent, type ProductionPeerProducer } from '../guards/index.js';
import type { Messages } from '../models.js';
import type { Cluster } from './cluster.js';
import type { Inbox } from './inbox.js';
import { newKey, type KeyServer } from './key-server.js';
import type { Peers, ReadInvoice } from './peers.js';
import type { Table } from './table.js';

/** Billing at work, and everything around it. */
export interface Stage {
  readonly table: Table;
  readonly cluster: Cluster;
  readonly keys: KeyServer;
  readonly peers: Peers;
  /** What billing has decided. */
  readonly events: Inbox<DecisionEvent>;
  /** Records of `orders.eu` as the broker keeps them. */
  readonly orders: Inbox<KafkaMessage>;
  readonly letters: Inbox<KafkaMessage>;
  readonly invoices: Inbox<ReadInvoice>;
  readonly shop: ProductionPeerProducer;
}

const EU = { region: 'eu' };

const newOrder = (): Messages['placeOrder'] => ({ type: 'placed', order: randomUUID(), amount: 7 });

/** What comes of records, by who wrote them. Mallory may write to the topics of orders, and has no key of the shop. */
export const showRecords = async ({ table, keys, peers, orders, letters, invoices, shop }: Stage): Promise<void> => {
  const denied = async (what: string, code: string, sent: Promise<readonly RecordMetadata[]>): Promise<void> => {
    const [place] = await sent;
    const letter = await letters.find(
      ({ headers }) =>
        String(headers?.['denied-topic']) === place?.topicName &&
        String(headers?.['denied-offset']) === place.baseOffset,
    );
    const got = letter === undefined ? 'no dead letter' : `dead letter: ${String(letter.headers?.['denied-code'])}`;
    table.show(what, `dead letter: ${code}`, got);
  };

  const first = newOrder();
  await shop.placeOrder({ parameters: EU, key: first.order, message: first });
  const invoice = await invoices.find(({ order }) => order === first.order);
  table.show('an order of the shop, which may place orders in eu', 'handled', invoice ? 'handled' : 'not handled');
  table.show('the invoice for it', 'billing to shop', `${String(invoice?.signedBy)} to ${String(invoice?.customer)}`);

  const forged = JSON.stringify(newOrder());
  await denied('no proof', 'unauthenticated', peers.raw('mallory', 'orders.eu', { value: forged }));
  for (const [what, key] of [
    ["Mallory's own key, under the name of the shop's", (await newKey('shop-1')).secret],
    ["another producer's key, for the shop", await keys.publish('partner', 'partner-1')],
  ] as const) {
    const forger = await peers.signing('mallory', 'shop', key);
    await denied(what, 'invalid-credential', forger.placeOrder({ parameters: EU, message: newOrder() }));
  }
  const kept = await orders.find(({ value }) => value?.toString() === JSON.stringify(first));
  const { key = null, value = null, headers = {} } = kept ?? {};
  for (const [what, code, topic, copy] of [
    ['the proof of another record', 'invalid-credential', 'orders.eu', { key, value: forged, headers }],
    ['a whole record, in another topic', 'invalid-credential', 'orders.us', { key, value, headers }],
    ['a whole record, once more', 'replayed', 'orders.eu', { key, value, headers }],
  ] as const)
    await denied(what, code, peers.raw('mallory', topic, copy));
  await denied(
    'the shop in another region',
    'insufficient-role',
    shop.placeOrder({ parameters: { region: 'us' }, message: newOrder() }),
  );
  await denied(
    'the shop cancels: the role is missing',
    'insufficient-role',
    shop.cancelOrder({ parameters: EU, message: { type: 'cancelled', order: first.order } }),
  );
  const proofs = letters.all
    .flatMap((letter) => Object.entries(letter.headers ?? {}))
    .filter(([name, text]) => name === 'asyncapi-proof' || String(text).startsWith('eyJ'));
  table.show('proofs in the dead letters', '0 in 8', `${String(proofs.length)} in ${String(letters.all.length)}`);
};

/** The shop signs with a new key while nobody can fetch it. */
export const showOutage = async ({ table, keys, peers, events, invoices, shop }: Stage): Promise<void> => {
  const before = invoices.all.length;
  keys.isDown = true;
  const renewed = await peers.signing('shop', 'shop', await keys.publish('shop', 'shop-2'));
  const [waiting, behind] = [newOrder(), newOrder()];
  await renewed.placeOrder({ parameters: EU, message: waiting });
  await shop.placeOrder({ parameters: EU, message: behind });
  const undecided = await events.find(({ outcome }) => outcome === 'undecided');
  table.show('a new key while the key server is down', 'waits: keys-unreachable', `waits: ${String(undecided?.cause)}`);
  keys.isDown = false;
  await invoices.find(({ order }) => order === behind.order);
  const handled = invoices.all
    .slice(before)
    .map(({ order }) => (order === waiting.order ? 'that record' : 'the one behind it'));
  table.show('the key server is back', 'handled: that record, the one behind it', `handled: ${handled.join(', ')}`);
};

/** What no guard sees, because the broker does not let it happen. */
export const showBroker = async ({ table, cluster, peers }: Stage): Promise<void> => {
  const refused = async (what: string, act: () => Promise<unknown>): Promise<void> => {
    table.show(what, 'refused by the broker', await act().then(() => 'let in', refusalOf));
  };
  await refused('a wrong SCRAM password', async () => {
    const wrong = kafka.production(cluster.as('billing', 'a wrong password'));
    await wrong.reach(new Kafka(await wrong.config()));
  });
  await refused('the shop writes an invoice', () => peers.raw('shop', 'invoices', { value: '{}' }));
  await refused('Mallory reads invoices', () => peers.subscribe('mallory', 'invoices'));
};

const refusalOf = (error: unknown): string => {
  for (let at = error; at instanceof Error; at = at.cause) {
    const isRefused = 'code' in at && at.code === 'login-refused';
    const isDenied = 'type' in at && at.type === 'TOPIC_AUTHORIZATION_FAILED';
    if (isRefused || isDenied) return 'refused by the broker';
  }
  return String(error);
};
