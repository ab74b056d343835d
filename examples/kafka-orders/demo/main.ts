import { missingForKafka } from '../../../test/kafka-broker/kafka-here.js';
import { Accounts } from '../accounts.js';
import { startBilling } from '../billing.js';
import type { DecisionEvent } from '../guards/index.js';
import { checkGuards } from './check-guards.js';
import { startCluster } from './cluster.js';
import { Inbox } from './inbox.js';
import { startKeyServer } from './key-server.js';
import { peersOf } from './peers.js';
import { showBroker, showOutage, showRecords } from './scenes.js';
import { Table } from './table.js';

const started = performance.now();
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const missing = missingForKafka();
if (missing !== undefined) {
  say(missing);
  process.exit(1);
}
process.env['KAFKAJS_LOG_LEVEL'] = 'NOTHING';
process.env['KAFKAJS_NO_PARTITIONER_WARNING'] = '1';

say('asyncapi-guards check            the guards are made anew from the document, and compared');
say('Apache Kafka                     a broker listens on loopback: SCRAM over TLS, rights by ACL');
const checked = checkGuards();
const cluster = await startCluster();
const keys = await startKeyServer();
const peers = peersOf(cluster);
const events = new Inbox<DecisionEvent>();
const table = new Table();
let stopBilling: (() => Promise<void>) | undefined;

try {
  table.show('the guards beside the document, and those that it gives', 'the same bytes', await checked);
  say('billing                          takes orders with these guards\n');
  const accounts = new Accounts();
  accounts.register('shop', ['PLACE_ORDERS@eu']);
  const shopKey = await keys.publish('shop', 'shop-1');
  stopBilling = await startBilling({
    ...cluster.as('billing'),
    accounts,
    keys: keys.url,
    signingKey: await keys.publish('billing', 'billing-1'),
    log: (event) => {
      events.add(event);
    },
    failed: (error) => {
      say(`billing failed: ${String(error)}`);
    },
  });
  const [orders, letters, invoices, shop] = await Promise.all([
    cluster.read('orders.eu'),
    cluster.read('billing.denied'),
    peers.invoices('shop', keys.url),
    peers.signing('shop', 'shop', shopKey),
  ]);
  const stage = { table, cluster, keys, peers, events, orders, letters, invoices, shop };
  await showRecords(stage);
  await showOutage(stage);
  await showBroker(stage);
} finally {
  await peers.stop();
  await stopBilling?.();
  await cluster.stop();
  keys.close();
}

table.print(say);
const denials = events.all.filter(({ outcome }) => outcome === 'denied').length;
say(`\n${String(events.all.length)} decisions in the audit log, ${String(denials)} of them denials.`);
say(`${((performance.now() - started) / 1000).toFixed(1)} s`);
process.exitCode = table.isRight() ? 0 : 1;
