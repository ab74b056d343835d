import type { AddressInfo } from 'node:net';
import type { DecisionEvent } from '../guards/index.js';
import { buildGateway } from './build-gateway.js';
import { dial } from './caller.js';
import { startIdentityProvider } from './identity-provider.js';

/** What one call was meant to show, and what came of it. */
interface Row {
  readonly call: string;
  readonly want: string;
  readonly got: string;
}

const started = performance.now();
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const gateway = await buildGateway(say);
const provider = await startIdentityProvider();
const events: DecisionEvent[] = [];
const accounts = new gateway.Accounts();
const server = gateway.createGateway({ accounts, issuer: provider.issuer, log: (event) => events.push(event) });
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve);
});
const { port } = server.address() as AddressInfo;
const channel = (context: string): string => `ws://127.0.0.1:${String(port)}/ws/contexts/${context}/events`;
const withKey = (key: string): Record<string, string> => ({ 'X-Application-Token': key });
const withToken = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });

const shop = accounts.register('shop', ['PUBLISH_EVENTS@billing']);
const reports = accounts.register('reports', ['READ_EVENTS@billing']);
const archive = accounts.register('archive', ['USE_CONTEXT@*']);
accounts.register('ann@acme.test', ['READ_EVENTS@billing']);

const rows: Row[] = [];
const show = (call: string, want: string, got: string): void => {
  rows.push({ call, want, got });
};
const refused = async (call: string, want: number, headers: Record<string, string>, context = 'billing') => {
  const peer = await dial(channel(context), headers);
  show(call, `refused ${String(want)}`, peer.status === 101 ? 'let in' : `refused ${String(peer.status)}`);
  peer.close();
};

try {
  say('node                             the gateway listens on loopback\n');
  await refused('no credential', 401, {});
  await refused('a wrong key', 401, withKey('not-a-key'));
  await refused('an expired token', 401, withToken(await provider.mint('ann@acme.test', -60)));
  await refused('the right caller in another context', 403, withKey(reports), 'payroll');

  const publisher = await dial(channel('billing'), withKey(shop));
  const reader = await dial(channel('billing'), withKey(reports));
  const everywhere = await dial(channel('billing'), withKey(archive));
  const person = await dial(channel('billing'), withToken(await provider.mint('ann@acme.test', 1)));

  const count = reader.next();
  reader.send({ type: 'append', event: { name: 'forged' } });
  reader.send({ type: 'count' });
  show('a reader appends: the role is missing', 'dropped, 0 events', `dropped, ${eventsIn(await count)} events`);

  const told = [reader, everywhere, person].map((peer) => peer.next());
  publisher.send({ type: 'append', event: { name: 'invoice opened' } });
  await Promise.all(told);
  show('a publisher appends', 'handled', handled('appendEvent') === 1 ? 'handled' : 'not handled');
  show('the broadcast of that event', 'reaches 3 of 4', `reaches ${String(3 + publisher.received.length)} of 4`);

  const again = everywhere.next();
  everywhere.send({ type: 'count' });
  show('a caller with a role in every context counts', '1 event', `${eventsIn(await again)} event`);

  show('a socket whose token expires', 'closed 4401', String(await person.next()));
  const removed = reader.next();
  accounts.remove('reports');
  show('a socket whose account is removed', 'closed 4401', String(await removed));
  for (const peer of [publisher, everywhere]) peer.close();
} finally {
  server.closeAllConnections();
  server.close();
  provider.close();
  gateway.remove();
}

function eventsIn(reply: unknown): string {
  return typeof reply === 'object' && reply !== null && 'events' in reply ? String(reply.events) : 'no answer,';
}

function handled(operation: string): number {
  return events.filter((event) => event.operation === operation && event.outcome === 'allowed').length;
}

const width = Math.max(...rows.map((row) => row.call.length));
for (const { call, want, got } of rows) say(`${got === want ? 'ok  ' : 'WRONG'} ${call.padEnd(width)}  ${got}`);
const denied = events.filter((event) => event.outcome === 'denied').length;
say(`\n${String(events.length)} decisions in the audit log, ${String(denied)} of them denials.`);
say(`${((performance.now() - started) / 1000).toFixed(1)} s`);
process.exitCode = rows.every(({ want, got }) => want === got) ? 0 : 1;
