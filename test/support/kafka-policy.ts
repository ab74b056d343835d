import type { Alternative, OperationPolicy, Policy, RulePolicy } from '../../src/runtime/policy.js';

const PROOF: Alternative = { allOf: [{ scheme: 'producerProof', scopes: [] }], actor: 'producerProof' };

const receive = (channel: string, more: Partial<OperationPolicy> = {}): OperationPolicy => ({
  action: 'receive',
  channel,
  access: 'protected',
  context: { value: 'default' },
  message: { by: 'channel' },
  replies: false,
  ...more,
});

const byType = (value: string): Partial<OperationPolicy> => ({
  message: { by: 'property', property: 'type', values: [value] },
});

const proved: RulePolicy = { requirement: [PROOF] };

/** A billing application on Kafka, as a document of ours would give it: most of its records carry a proof. */
export const POLICY: Policy = {
  contract: 1,
  providers: {
    producerProof: { form: 'proof', carriers: [], record: 'proof', rolesFrom: 'account' },
    token: { form: 'bearer', carriers: [{ in: 'header', name: 'x-old-token' }], record: 'bearer', rolesFrom: null },
  },
  schemes: {
    producerProof: { type: 'openIdConnect', provider: 'producerProof' },
    token: { type: 'oauth2', provider: 'token' },
  },
  channels: {
    orders: { address: 'orders', parameters: [] },
    events: { address: 'events.{region}', parameters: ['region'], aliases: ['mirror.events.{region}'] },
    payments: { address: 'payments', parameters: [] },
    audit: { address: 'audit', parameters: [] },
    feed: { address: 'feed', parameters: [] },
    invoices: { address: 'invoices.{customer}', parameters: ['customer'] },
  },
  operations: {
    onOrder: receive('orders', { context: { header: 'Context' } }),
    onEvent: receive('events', { context: { parameter: 'region' } }),
    onPaid: receive('payments', byType('paid')),
    onRefund: receive('payments', { ...byType('refund'), context: { field: 'context' } }),
    onAudit: receive('audit'),
    onFeed: receive('feed'),
    issueInvoice: { ...receive('invoices'), action: 'send' },
    then: { ...receive('invoices'), action: 'send' },
  },
  servers: {
    cluster: {
      protocol: 'kafka-secure',
      host: 'localhost:9093',
      pathname: '',
      describes: 'client',
      requirement: null,
      rules: {
        onOrder: proved,
        onEvent: proved,
        onPaid: proved,
        onRefund: proved,
        onAudit: { requirement: null, enforcedBy: 'broker' },
        onFeed: { requirement: [{ allOf: [{ scheme: 'token', scopes: [] }], actor: null }, PROOF] },
        issueInvoice: { requirement: [PROOF], enforcedBy: 'broker' },
        then: { requirement: null, enforcedBy: 'broker' },
      },
      hosts: ['localhost:9093', 'localhost'],
      tls: true,
      kafka: { brokers: ['localhost:9093'], logins: [[{ provider: 'login', mechanism: 'PLAIN' }]] },
    },
  },
  roles: {
    defaultContext: 'default',
    adminContext: null,
    bareGrant: null,
    audit: null,
    roles: { ORDER: { deprecated: false, contexts: null }, REFUND: { deprecated: false, contexts: null } },
  },
  roleMap: { onOrder: ['ORDER'], onEvent: ['ORDER'], onRefund: ['REFUND'] },
  sameSubject: false,
};

/** The same policy with a part of its server changed. */
export function withServer(change: Partial<Policy['servers'][string]>): Policy {
  const { cluster } = POLICY.servers;
  if (cluster === undefined) throw new Error('the test policy has no cluster');
  return { ...POLICY, servers: { cluster: { ...cluster, ...change } } };
}
