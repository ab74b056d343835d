import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Decision } from '../../src/runtime/decision.js';
import type { Identity } from '../../src/runtime/identity.js';
import { axonEvidence, axonGuard, axonFolder, recordWith, type AxonScheme } from '../support/axon-folder.js';
import { planned } from '../support/emit-in-memory.js';
import { make, ref, told } from '../support/model-of.js';
import { roleDocument } from '../support/role-document.js';
import { closing, open, ORIGIN, refusal, settled, startGateway, withKey } from '../support/ws-gateway.js';

const twoChannels = (one: string, other: string): string => `asyncapi: 3.0.0
info: { title: t, version: '1' }
servers: { s: { host: h.test, protocol: wss, security: [${ref('token')}] } }
channels: { one: { address: '${one}', parameters: { id: {} } }, other: { address: ${other} } }
operations:
  one: { action: receive, channel: { $ref: '#/channels/one' } }
  other: { action: receive, channel: { $ref: '#/channels/other' } }
components: { securitySchemes: { token: { type: httpApiKey, in: header, name: X-Token } } }
`;

suite('faults of Axon Server that are not repeated', () => {
  const emitted = axonFolder();

  const decided = async (
    scheme: AxonScheme,
    identity: Partial<Identity>,
    operation: string,
    context?: string,
  ): Promise<Decision> => {
    const guard = axonGuard(emitted(), scheme, { subject: 'alice', ...identity });
    return guard.decide(operation, await guard.authenticate(axonEvidence(emitted(), scheme)), context);
  };
  const denied = (code: string): object => ({ outcome: 'denied', code });

  test('T1: an operation without a mapping is not allowed', async () => {
    const all = { grants: ['ADMIN@*', 'USE_CONTEXT@*'] };
    for (const name of ['NOT_IN_MATRIX', 'list_events', '', '__proto__', 'constructor'])
      assert.deepEqual(await decided('token', all, name, 'default'), denied('unknown-operation'), name);
    for (const access of ['', '{}', '{ roles: [] }'])
      assert.equal(make(roleDocument(access)).model?.rules[0]?.status, 'refused', access);
  });

  test('T2: a grant for every context counts, whatever the transport', async () => {
    const grants = ['READ_EVENTS@*'];
    for (const scheme of ['token', 'login', 'scram'] as const)
      for (const context of ['default', 'other', '_admin'])
        assert.equal(
          (await decided(scheme, { grants, claims: { roles: grants } }, 'LIST_EVENTS', context)).outcome,
          'allowed',
          `${scheme} in ${context}`,
        );
  });

  test("T3: the caller's context opens no administrator's function", async () => {
    for (const grants of [['ADMIN@default'], ['ADMIN@*']]) {
      assert.deepEqual(await decided('token', { grants }, 'MERGE_USER', 'default'), denied('invalid-context'));
      assert.deepEqual(
        await decided('token', { grants }, 'GET_EVENT_PROCESSORS', 'default'),
        denied('insufficient-role'),
      );
    }
    for (const context of ['{ parameter: context }', '{ header: X-Context }', '{ field: context }', '{ value: shop }'])
      assert.deepEqual(told(make(roleDocument(`{ roles: [ADMIN], context: ${context} }`))), [
        'error context-not-fixed /operations/onOrder/x-access-control/context',
      ]);
  });

  test('T4: an operation is looked up by its whole id, never by a pattern', async () => {
    const grants = ['READ_EVENTS@default'];
    for (const near of ['LIST_EVENT', 'LIST_EVENTS2', 'LIST_.*', 'LIST_EVENTS/', ' LIST_EVENTS'])
      assert.deepEqual(await decided('token', { grants }, near, 'default'), denied('unknown-operation'), near);
    const { diagnostics } = await planned(twoChannels('a/{id}', 'a/all'));
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
      ['channel-ambiguous'],
    );
  });

  test('T5: missing, wrong, expired and forbidden are told apart', async () => {
    const { guards, evidenceOf } = emitted();
    const answers: Record<string, Identity | { refused: 'invalid-credential' }> = {
      good: { subject: 'alice', grants: [] },
      expired: { subject: 'alice', grants: ['READ_EVENTS@*'], expiresAt: Date.now() - 60_000 },
    };
    const token = ({ key }: { key: string }): Promise<object> =>
      Promise.resolve(answers[key] ?? { refused: 'invalid-credential' });
    const guard = guards['gateway']?.({ authenticators: { token, login: token } }) ?? assert.fail();
    const codeOf = async (rawHeaders: readonly string[]): Promise<unknown> => {
      const decision = guard.decide('LIST_EVENTS', await guard.authenticate(evidenceOf({ rawHeaders })), 'default');
      return 'code' in decision ? decision.code : decision;
    };
    assert.equal(await codeOf([]), 'unauthenticated');
    assert.equal(await codeOf(['AxonIQ-Access-Token', 'bad']), 'invalid-credential');
    assert.equal(await codeOf(['AxonIQ-Access-Token', 'expired']), 'credential-expired');
    assert.equal(await codeOf(['AxonIQ-Access-Token', 'good']), 'insufficient-role');
  });

  test('T6: a token is looked up by its digest, never compared', async () => {
    const { apiKeys, evidenceOf, guards } = emitted();
    const seen: string[] = [];
    const token = apiKeys((digest) => {
      seen.push(digest);
      return null;
    });
    const guard = guards['gateway']?.({ authenticators: { token, login: token } }) ?? assert.fail();
    for (const key of ['secret-1', 'secret-2'])
      await guard.authenticate(evidenceOf({ rawHeaders: ['AxonIQ-Access-Token', key] }));
    assert.equal(seen.length, 2);
    assert.ok(seen.every((digest) => /^[0-9a-f]{64}$/.test(digest)));
    assert.notEqual(seen[0]?.slice(0, 8), seen[1]?.slice(0, 8));
  });

  test('T7: a decision does not outlive the account or the token', async () => {
    const identity = { subject: 'alice', grants: ['READ_EVENTS@default'] };
    const guard = axonGuard(emitted(), 'token', identity);
    const alice = await guard.authenticate(axonEvidence(emitted(), 'token'));
    assert.equal(guard.decide('LIST_EVENTS', alice, 'default').outcome, 'allowed');
    guard.revoke('alice');
    assert.deepEqual(guard.decide('LIST_EVENTS', alice, 'default'), denied('revoked'));
  });

  test('T8: an open socket is decided on at each message', async (t) => {
    const { url, guard, calls } = await startGateway(t);
    const socket = await open(`${url}/contexts/billing/events`, withKey('billing-publish'));
    socket.send('{"n":1}');
    await settled(socket);
    assert.equal(calls.length, 1);
    const closed = closing(socket);
    guard.revoke('billing-publisher');
    socket.send('{"n":2}');
    assert.deepEqual(await closed, { code: 4401, reason: 'revoked' });
    assert.equal(calls.length, 1);
  });

  test('T9: a secret counts where its scheme says, and a page of another origin cannot use it', async (t) => {
    const { evidenceOf } = emitted();
    const guard = axonGuard(emitted(), 'token', { subject: 'alice', grants: ['READ_EVENTS@*'] });
    const caller = await guard.authenticate(
      evidenceOf({ url: '/requests?AxonIQ-Access-Token=secret', rawHeaders: [] }),
    );
    assert.deepEqual(guard.decide('LIST_EVENTS', caller, 'default'), denied('unauthenticated'));
    const { url } = await startGateway(t);
    const from = (origin: string): object => ({ ...withKey('billing-read'), origin });
    assert.equal((await refusal(`${url}/contexts/billing/events`, from('https://evil.test'))).status, 403);
    (await open(`${url}/contexts/billing/events`, from(ORIGIN))).terminate();
  });

  test('T10: roles that a sender writes into an unsigned header count for nothing', async () => {
    const { evidenceOf } = emitted();
    const guard = axonGuard(emitted(), 'scram', { subject: 'alice', grants: ['READ_EVENTS@*'] });
    const forged = ['authorities', 'roles', 'grants', 'x-access-control', 'AxonIQ-Roles'].map((name) => ({
      name,
      value: Buffer.from('READ_EVENTS@*'),
    }));
    const nobody = await guard.authenticate(evidenceOf(recordWith(forged)));
    assert.deepEqual(guard.decide('LIST_EVENTS', nobody, 'default'), denied('unauthenticated'));
    const poor = axonGuard(emitted(), 'scram', { subject: 'alice', grants: [] });
    const proved = [...forged, { name: 'asyncapi-proof', value: Buffer.from('a.b.c') }];
    const alice = await poor.authenticate(evidenceOf(recordWith(proved)));
    assert.deepEqual(poor.decide('LIST_EVENTS', alice, 'default'), denied('insufficient-role'));
  });
});
