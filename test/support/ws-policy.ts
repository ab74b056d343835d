import type { Alternative, Policy, ServerPolicy } from '../../src/runtime/policy.js';

export type Operation = 'appendEvent' | 'readEvents' | 'placeOrder' | 'cancelOrder' | 'orderPlaced' | 'announce';

const TOKEN: Alternative = { allOf: [{ scheme: 'applicationToken', scopes: [] }], actor: 'applicationToken' };
const LOGIN: Alternative = { allOf: [{ scheme: 'externalLogin', scopes: [] }], actor: 'externalLogin' };

const gateway: ServerPolicy = {
  protocol: 'wss',
  host: 'gateway.acme.test:8443',
  pathname: '/ws',
  describes: 'server',
  requirement: [TOKEN, LOGIN],
  rules: {
    appendEvent: { requirement: null },
    readEvents: { requirement: null },
    placeOrder: { requirement: null },
    cancelOrder: {
      requirement: [{ allOf: [{ scheme: 'externalLogin', scopes: ['orders:cancel'] }], actor: 'externalLogin' }],
    },
    orderPlaced: { requirement: null },
    announce: { requirement: null },
  },
  hosts: ['gateway.acme.test:8443'],
  tls: true,
};

/** A gateway as a document of ours would give it: events in contexts, orders with replies, announcements. */
export const POLICY: Policy = {
  contract: 1,
  providers: {
    applicationToken: {
      form: 'apiKey',
      carriers: [
        { in: 'header', name: 'axoniq-access-token' },
        { in: 'query', name: 'access_token' },
        { in: 'cookie', name: 'token' },
      ],
      rolesFrom: 'account',
    },
    externalLogin: { form: 'bearer', carriers: [{ in: 'header', name: 'authorization' }], rolesFrom: 'account' },
  },
  schemes: {
    applicationToken: { type: 'httpApiKey', provider: 'applicationToken' },
    externalLogin: { type: 'openIdConnect', provider: 'externalLogin' },
  },
  channels: {
    events: { address: '/contexts/{context}/events', parameters: ['context'] },
    orders: { address: 'orders', parameters: [] },
    news: { address: 'news', parameters: [] },
  },
  operations: {
    appendEvent: operation('receive', 'events'),
    readEvents: operation('send', 'events'),
    placeOrder: { ...operation('receive', 'orders'), ...byType('place'), replies: true },
    cancelOrder: { ...operation('receive', 'orders'), ...byType('cancel') },
    orderPlaced: { ...operation('send', 'orders'), ...byType('placed') },
    announce: operation('send', 'news'),
  },
  servers: { gateway },
  roles: {
    defaultContext: 'default',
    adminContext: '_admin',
    bareGrant: null,
    audit: null,
    roles: {
      PUBLISH_EVENTS: { deprecated: false, contexts: null },
      READ_EVENTS: { deprecated: false, contexts: null },
    },
  },
  roleMap: { appendEvent: ['PUBLISH_EVENTS'], readEvents: ['READ_EVENTS'] },
  sameSubject: false,
};

function operation(action: 'send' | 'receive', channel: string): Policy['operations'][string] {
  return {
    action,
    channel,
    access: 'protected',
    context: { parameter: 'context' },
    message: { by: 'channel' },
    replies: false,
  };
}

function byType(value: string): Pick<Policy['operations'][string], 'message'> {
  return { message: { by: 'property', property: 'type', values: [value] } };
}

/** The same policy with a part of its server changed. */
export function withServer(change: Partial<ServerPolicy>): Policy {
  return { ...POLICY, servers: { gateway: { ...gateway, ...change } } };
}
