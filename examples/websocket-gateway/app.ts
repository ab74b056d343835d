import { createServer, type Server } from 'node:http';
import { WebSocketServer } from 'ws';
import type { Accounts } from './accounts.js';
import { apiKeys, jwt, websocket, type DecisionEvent } from './guards/index.js';
import type { Event } from './models.js';

export interface GatewayOptions {
  readonly accounts: Accounts;
  /** Issuer of the tokens of people. */
  readonly issuer: string;
  readonly log: (event: DecisionEvent) => void;
}

/** The gateway: events appended to a context reach everyone who may read that context. */
export const createGateway = ({ accounts, issuer, log }: GatewayOptions): Server => {
  const guard = websocket.gateway.guard({
    authenticators: {
      applicationToken: apiKeys((digest) => accounts.byDigest(digest)),
      externalLogin: jwt({
        issuer,
        audience: 'events',
        grants: ({ account }) => accounts.grantsOf(account),
      }),
    },
    origins: ['https://app.acme.test'],
    onDecision: log,
  });
  const store = new Map<string, Event[]>();
  // Whoever asks for no upgrade gets an answer as well: a request without one would hold its connection.
  const server = createServer((_, response) => {
    response.writeHead(426, { connection: 'close' }).end();
  });
  const webSockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  const sockets = guard.serve(server, webSockets, {
    events: {
      appendEvent({ message, context }) {
        store.set(context, [...(store.get(context) ?? []), message.event]);
        sockets.events.readEvents({ context }, { type: 'event', event: message.event });
      },
      countEvents({ context }) {
        return { type: 'counted', events: store.get(context)?.length ?? 0 };
      },
    },
  });
  accounts.onRemoved((subject) => {
    guard.revoke(subject);
  });
  return server;
};
