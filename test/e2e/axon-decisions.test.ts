import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import type { Decision } from '../../src/runtime/decision.js';
import { axonEvidence, axonGuard, axonFolder, type AxonScheme } from '../support/axon-folder.js';

const DECISIONS = new URL('../fixtures/axon/decisions.json', import.meta.url);

interface Wanted {
  readonly id: string;
  readonly function: string;
  readonly context: string | null;
  readonly grants: readonly string[];
  readonly allowed: boolean;
  readonly reason: 'granted' | 'no-matching-grant' | 'undeclared-operation' | 'invalid-context';
  readonly refused?: Readonly<Record<string, 'malformed' | 'unknown-role'>>;
}

suite('the decisions of the preset axon-server, by an emitted folder', async () => {
  const { decisions } = JSON.parse(await readFile(DECISIONS, 'utf8')) as { readonly decisions: readonly Wanted[] };
  const emitted = axonFolder();

  const decided = async (
    scheme: AxonScheme,
    { function: name, context, grants }: Wanted,
    faults: unknown[] = [],
  ): Promise<Decision> => {
    const identity = { subject: 'alice', grants, claims: { roles: grants } };
    const guard = axonGuard(emitted(), scheme, identity, { onFault: (fault) => faults.push(fault) });
    return guard.decide(name, await guard.authenticate(axonEvidence(emitted(), scheme)), context ?? undefined);
  };

  const CODES = {
    granted: null,
    'no-matching-grant': 'insufficient-role',
    'undeclared-operation': 'unknown-operation',
    'invalid-context': 'invalid-context',
  } as const;
  /** Where the operation fixes its context, another one is refused before any grant is looked at. */
  const codeOf = ({ function: name, context, reason }: Wanted): string | null => {
    const source = emitted().POLICY.operations[name]?.context;
    const elsewhere = source !== undefined && 'value' in source && context !== null && context !== source.value;
    return elsewhere ? 'invalid-context' : CODES[reason];
  };
  const codeFrom = (decision: Decision): string | null => ('code' in decision ? decision.code : null);

  for (const wanted of decisions) {
    const name = `${wanted.id}: ${wanted.function} in ${JSON.stringify(wanted.context)} with ${wanted.grants.join(', ') || 'nothing'}`;
    test(name, async () => {
      // What a token says is foreign: texts that are no grants count for nothing.
      const byToken = await decided('login', wanted);
      assert.equal(byToken.outcome, wanted.allowed ? 'allowed' : 'denied');
      assert.equal(codeFrom(byToken), codeOf(wanted));
      for (const scheme of ['token', 'scram'] as const) {
        const faults: unknown[] = [];
        const decision = await decided(scheme, wanted, faults);
        if (wanted.refused === undefined) {
          assert.deepEqual(codeFrom(decision), codeOf(wanted), scheme);
          assert.equal(decision.outcome, byToken.outcome, scheme);
          assert.deepEqual(faults, []);
        } else {
          // A bad grant of an account is refused when it is loaded: half an account is not acted upon.
          assert.notEqual(decision.outcome, 'allowed', scheme);
          assert.equal(faults.length, 1, scheme);
        }
      }
    });
  }
});
