import { evidenceOf } from '../../src/runtime/evidence.js';
import { createGuard } from '../../src/runtime/guard.js';
import type { AuthenticationFault, DecisionEvent } from '../../src/runtime/guard-types.js';
import type { Policy } from '../../src/runtime/policy.js';
import type { ProofVerifierOptions } from '../../src/runtime/proof/verifier.js';
import { proofVerifier } from '../../src/runtime/proof/verifier.js';
import type { KafkaRecord } from '../../src/runtime/record.js';
import { claimsOf, header, ISSUER, keySetOf, mint, producerKey, record, type ProducerKey } from './record-proofs.js';
import { allOf, ROLES } from './small-policy.js';

export const ed = producerKey('EdDSA', 'ed');
export const KEYS = keySetOf(ed);
const POLICY: Policy = {
  contract: 1,
  providers: {
    producerProof: {
      form: 'proof',
      carriers: [{ in: 'header', name: 'asyncapi-proof' }],
      record: 'proof',
      rolesFrom: 'account',
    },
  },
  schemes: { proof: { type: 'asymmetricEncryption', provider: 'producerProof' } },
  channels: { orders: { address: 'billing.orders', parameters: [] } },
  operations: {
    onOrder: {
      action: 'receive',
      channel: 'orders',
      access: 'protected',
      context: { header: 'context' },
      message: { by: 'channel' },
      replies: false,
    },
  },
  servers: {
    cluster: {
      protocol: 'kafka-secure',
      host: 'broker.test:9093',
      pathname: '',
      describes: 'client',
      requirement: null,
      rules: { onOrder: { requirement: [allOf(['proof'])] } },
      hosts: ['broker.test'],
      tls: true,
      kafka: { brokers: ['broker.test:9093'], logins: [] },
    },
  },
  roles: ROLES,
  roleMap: { onOrder: ['WRITE'] },
  sameSubject: false,
};

export interface ProofDesk {
  /** The decision on a record, in a word. */
  readonly judge: (of: KafkaRecord) => Promise<string>;
  readonly faults: AuthenticationFault[];
  readonly events: DecisionEvent[];
}

/** A guard over producers' proofs: each of them may write in `billing`, unless `grants` says otherwise. */
export function desk(options: Partial<ProofVerifierOptions> = {}, deadline = 5000): ProofDesk {
  const faults: AuthenticationFault[] = [];
  const events: DecisionEvent[] = [];
  const guard = createGuard<'onOrder', object>(POLICY, 'cluster', {
    authenticators: {
      producerProof: proofVerifier({ issuer: ISSUER, maxAge: '7d', grants: () => ['WRITE@billing'], ...options }),
    },
    limits: { deadline },
    onFault: (fault) => faults.push(fault),
    onDecision: (event) => events.push(event),
  });
  return {
    faults,
    events,
    async judge(of) {
      const decision = guard.decide('onOrder', await guard.authenticate(evidenceOf(of)), 'billing');
      switch (decision.outcome) {
        case 'allowed':
          return `allowed ${String(decision.principal?.subject)}`;
        case 'denied':
          return decision.code;
        case 'undecided':
          return decision.cause;
      }
    },
  };
}

/** The record with its proof. */
export function proved(of: KafkaRecord = record(), key: ProducerKey = ed, claims = claimsOf(of)): KafkaRecord {
  return { ...of, headers: [...of.headers, header('asyncapi-proof', mint(key, claims))] };
}

export const at = (of: KafkaRecord, offset: string, changed: Partial<KafkaRecord> = {}): KafkaRecord => ({
  ...of,
  offset,
  ...changed,
});
