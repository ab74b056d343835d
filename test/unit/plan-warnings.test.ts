import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { documentWarnings, enforcement } from '../../src/plan/index.js';
import type { Config } from '../../src/config/index.js';
import { modelOf, onOrder, ref, version2, version3 } from '../support/model-of.js';

/** `code pointer (further pointers)` of each warning. */
const warned = (yaml: string, config: Config['schemes'] = {}): readonly string[] => {
  const model = modelOf(yaml);
  const { value = [] } = enforcement(model, {});
  return documentWarnings(model, value, { schemes: config })
    .filter(({ code }) => code !== 'plaintext-transport')
    .map(({ code, severity, at, also = [] }) => {
      assert.equal(severity, 'warning');
      return [code, at?.pointer ?? '-', ...also.map(({ pointer }) => pointer)].join(' ');
    });
};

const SCHEMES = `{
    key: { type: httpApiKey, in: header, name: X-Key },
    user: { type: userPassword },
    plain: { type: plain },
    scram: { type: scramSha256 },
    cert: { type: X509 },
    basic: { type: http, scheme: basic },
    digest: { type: http, scheme: digest },
    token: { type: http, scheme: bearer },
    payload: { type: symmetricEncryption },
    oauth: { type: oauth2, scopes: [read], flows: { clientCredentials: { tokenUrl: 'https://idp.test/t', availableScopes: { read: r } } } },
    proof: { type: openIdConnect, openIdConnectUrl: 'https://idp.test/p', scopes: [read], x-access-control: { carrier: proof } },
    carried: { type: openIdConnect, openIdConnectUrl: 'https://idp.test/b', scopes: [read], x-access-control: { carrier: bearer } } }`;

const server = (protocol: string, schemes: readonly string[]): string =>
  `{ main: { host: h.test, protocol: ${protocol}, security: [${schemes.map(ref).join(', ')}] } }`;

/** One server, no operation. */
const levelOf = (protocol: string, schemes: readonly string[]): string =>
  version3({ servers: server(protocol, schemes), schemes: SCHEMES });

suite('alternative-weak: a secret that is sent beside what is safer', () => {
  const weak = (protocol: string, schemes: readonly string[], config?: Config['schemes']): readonly string[] =>
    warned(levelOf(protocol, schemes), config).filter((text) => text.startsWith('alternative-weak'));

  for (const [what, protocol, schemes, want] of [
    ['a key beside a certificate', 'wss', ['key', 'cert'], [0]],
    ['a certificate beside a key', 'wss', ['cert', 'key'], [1]],
    ['basic beside a token', 'wss', ['token', 'basic'], [1]],
    ['plain beside SCRAM', 'kafka-secure', ['plain', 'scram'], [0]],
    ['a user’s password beside a certificate', 'amqps', ['user', 'cert'], [0]],
    ['two weak ones beside a strong one: one warning', 'wss', ['key', 'token', 'basic'], [0, 2]],
    ['two weak ones alone', 'wss', ['key', 'basic'], []],
    ['a token beside a certificate: neither sends a lasting secret', 'wss', ['token', 'cert'], []],
    ['SCRAM beside a certificate', 'kafka-secure', ['scram', 'cert'], []],
    ['digest beside a token', 'wss', ['digest', 'token'], []],
    ['one alternative', 'wss', ['key'], []],
    ['encryption names nobody, and is not judged', 'amqps', ['key', 'payload'], []],
    ['a strong one that the transport cannot carry', 'wss', ['key', 'scram'], []],
    ['a weak one that the transport cannot carry', 'wss', ['plain', 'token'], []],
  ] as const) {
    test(what, () => {
      const places = want.map((index) => `/servers/main/security/${String(index)}`);
      assert.deepEqual(weak(protocol, schemes), want.length === 0 ? [] : [['alternative-weak', ...places].join(' ')]);
    });
  }

  test('a password that the configuration sends by SCRAM does not count as sent', () => {
    assert.deepEqual(weak('kafka-secure', ['user', 'cert'], { user: { mechanism: 'scram-sha-512' } }), []);
    assert.equal(weak('kafka-secure', ['user', 'cert'], { user: { mechanism: 'plain' } }).length, 1);
  });

  test('an alternative is as strong as its strongest scheme', () => {
    const document = (security: string): string =>
      version2({
        servers: `{ main: { url: h.test, protocol: wss, security: ${security} } }`,
        schemes:
          '{ key: { type: httpApiKey, in: header, name: X-Key }, cert: { type: X509 }, token: { type: http, scheme: bearer } }',
      });
    assert.deepEqual(warned(document('[{ key: [], cert: [] }, { token: [] }]')), []);
    assert.deepEqual(warned(document('[{ key: [] }, { token: [], cert: [] }]')), [
      'alternative-weak /servers/main/security/0',
    ]);
  });

  test('the same alternatives on several servers and operations are one warning', () => {
    const level = `security: [${ref('key')}, ${ref('token')}]`;
    const yaml = version3({
      servers: `{ a: { host: a.test, protocol: wss, ${level} }, b: { host: b.test, protocol: https, ${level} } }`,
      operations: onOrder(level),
      schemes: '{ key: { type: httpApiKey, in: header, name: X-Key }, token: { type: http, scheme: bearer } }',
    });
    assert.deepEqual(warned(yaml), [
      'alternative-weak /servers/a/security/0 /servers/b/security/0 /operations/onOrder/security/0',
    ]);
  });
});

suite('scheme-unused: declared beside others that are applied', () => {
  const declared = (schemes: string, applied = ref('used')): readonly string[] =>
    warned(version3({ servers: `{ main: { host: h.test, protocol: wss, security: [${applied}] } }`, schemes })).filter(
      (text) => text.startsWith('scheme-unused'),
    );
  const USED = 'used: { type: http, scheme: bearer }';

  for (const [what, schemes, want] of [
    ['none', `{ ${USED} }`, []],
    ['one', `{ ${USED}, cert: { type: X509 } }`, ['cert']],
    ['several are one warning', `{ a: { type: X509 }, ${USED}, b: { type: userPassword } }`, ['a', 'b']],
    ['another name of one that is applied', `{ ${USED}, alias: ${ref('used')} }`, []],
    ['a copy that differs in its description', `{ ${USED}, copy: { scheme: bearer, type: http, description: x } }`, []],
  ] as const) {
    test(what, () => {
      const places = want.map((name) => `/components/securitySchemes/${name}`);
      assert.deepEqual(declared(schemes), want.length === 0 ? [] : [['scheme-unused', ...places].join(' ')]);
    });
  }

  test('a scheme whose copy with scopes stands in place, as AsyncAPI 3 needs it', () => {
    const oauth = (scopes: string): string =>
      `{ type: oauth2, ${scopes} flows: { clientCredentials: { tokenUrl: 'https://idp.test/t', availableScopes: { read: r } } } }`;
    assert.deepEqual(declared(`{ idp: ${oauth('')} }`, oauth('scopes: [read],')), []);
  });
});

suite('scopes that nobody checks, or that nobody can prove', () => {
  const scoped = ([protocol, action, ofServer, ofOperation]: readonly [
    protocol: string,
    action: string,
    ofServer: readonly string[],
    ofOperation: readonly string[],
  ]): readonly string[] =>
    warned(
      version3({
        servers: server(protocol, ofServer),
        operations: `{ op: { action: ${action}, channel: { $ref: '#/channels/orders' }, security: [${ofOperation.map(ref).join(', ')}] } }`,
        schemes: SCHEMES,
      }),
    ).filter((text) => text.startsWith('scopes-'));
  const SERVER = '/servers/main/security/0';
  const OPERATION = '/operations/op/security/0';

  for (const [what, given, want] of [
    ['a broker', ['kafka', 'receive', ['oauth'], ['oauth']], [`scopes-unchecked ${SERVER} ${OPERATION}`]],
    [
      'a broker, for who reads',
      ['kafka-secure', 'send', ['oauth'], ['oauth']],
      [`scopes-unchecked ${SERVER} ${OPERATION}`],
    ],
    ['the guard, from a token in the record', ['kafka', 'receive', ['scram'], ['carried']], []],
    ['readers elsewhere, from what is signed here', ['kafka', 'send', ['scram'], ['carried']], []],
    ['the guard, from a record proof', ['kafka', 'receive', ['scram'], ['proof']], [`scopes-unprovable ${OPERATION}`]],
    ['the guard of a socket', ['wss', 'receive', ['oauth'], ['oauth']], []],
    ['the guard of any other transport', ['amqps', 'receive', ['oauth'], ['oauth']], []],
  ] as const) {
    test(what, () => {
      assert.deepEqual(scoped(given), want);
    });
  }
});

suite('operation-without-server', () => {
  const schemes = '{ key: { type: httpApiKey, in: header, name: X-Key } }';

  test('both majors, once for a document', () => {
    const current = version3({ operations: onOrder(`security: [${ref('key')}]`), schemes });
    const legacy = version2({ publish: 'security: [{ key: [] }]', schemes });
    assert.deepEqual([warned(current), warned(legacy)], [['operation-without-server '], ['operation-without-server ']]);
  });

  test('neither without operations nor with a server', () => {
    assert.deepEqual(warned(version3({})), []);
    assert.deepEqual(warned(version3({ servers: server('wss', ['key']), operations: onOrder(), schemes })), []);
  });
});
