import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { kafkajsConnection } from '../../src/runtime/kafkajs/connection.js';
import type { Login } from '../../src/runtime/policy.js';
import { kafkaServerPolicy } from '../support/kafka-connections.js';

const SCRAM: Login = [{ provider: 'user', mechanism: 'SCRAM-SHA-256' }];
const PLAIN: Login = [{ provider: 'other', mechanism: 'PLAIN' }];
const CERTIFICATE: Login = [{ provider: 'certificate', mechanism: 'X509' }];
const user = { username: 'alice', password: 'secret' };
const certificate = { cert: '-----BEGIN CERTIFICATE-----', key: '-----BEGIN PRIVATE KEY-----' };

suite('the login of a Kafka connection', () => {
  const choices: readonly [string, readonly Login[], object, string | undefined][] = [
    ['the first whose slots are given', [SCRAM, PLAIN], { user, other: user }, 'SCRAM-SHA-256'],
    ['the second where the first is not given', [SCRAM, PLAIN], { other: user }, 'PLAIN'],
    ['a slot that is undefined is not given', [SCRAM, PLAIN], { user: undefined, other: user }, 'PLAIN'],
    ['all of a login', [[...CERTIFICATE, ...SCRAM], PLAIN], { user, other: user }, 'PLAIN'],
    ['a certificate alone is no SASL', [CERTIFICATE], { certificate }, undefined],
    ['a document without logins', [], {}, undefined],
  ];
  for (const [name, logins, credentials, want] of choices) {
    test(name, async () => {
      const { sasl } = await kafkajsConnection(kafkaServerPolicy(logins), 'cluster', { credentials }).config();
      assert.equal(sasl?.mechanism, want);
    });
  }

  const faults: readonly [string, readonly Login[], object, object][] = [
    [
      'no login is complete',
      [[...CERTIFICATE, ...SCRAM], PLAIN],
      { user },
      {
        code: 'credential-missing',
        retriable: false,
        message:
          'The credentials given (user) are no login of server "cluster". It needs: certificate and user, or other.',
      },
    ],
    ['nothing is given', [SCRAM], {}, { code: 'credential-missing', message: /\(none\)/ }],
    ['a slot is unknown', [SCRAM], { user, idp: 'x' }, { name: 'TypeError', message: /the slot idp; known are user/ }],
    ['a text for a password', [SCRAM], { user: 'secret' }, { name: 'TypeError', message: /credentials.user: give/ }],
    ['a password for a certificate', [CERTIFICATE], { certificate: user }, { name: 'TypeError', message: /cert, key/ }],
  ];
  for (const [name, logins, credentials, want] of faults) {
    test(`${name}: refused before anything is opened`, () => {
      assert.throws(() => kafkajsConnection(kafkaServerPolicy(logins), 'cluster', { credentials }), want);
    });
  }

  test('a client certificate without TLS is refused', () => {
    const policy = kafkaServerPolicy([CERTIFICATE], { tls: false });
    assert.throws(() => kafkajsConnection(policy, 'cluster', { credentials: { certificate } }), /travels by TLS/);
  });

  test('another server is refused', () => {
    assert.throws(
      () => kafkajsConnection(kafkaServerPolicy([]), 'clutser', { credentials: {} }),
      /no server "clutser"/,
    );
  });

  test('TLS is strict', async () => {
    const { ssl } = await kafkajsConnection(kafkaServerPolicy([]), 'cluster', { credentials: {} }).config();
    assert.ok(typeof ssl === 'object');
    assert.equal(ssl.rejectUnauthorized, true);
    const certificate = { subject: { CN: 'localhost' }, subjectaltname: '' } as never;
    assert.match(String(ssl.checkServerIdentity?.('localhost', certificate)), /no subject alternative name/);
  });
});

suite('the brokers of a Kafka connection', () => {
  const HOSTS = ['Broker.acme.test:9093', 'second.acme.test'];
  const cases: readonly [string, readonly string[] | undefined, readonly string[] | RegExp][] = [
    ["the document's", undefined, ['broker.acme.test:9093']],
    ['a host of the document on another port', ['broker.acme.test:9094'], ['broker.acme.test:9094']],
    ['in another spelling', ['BROKER.acme.test:9093'], ['BROKER.acme.test:9093']],
    ['a host of the configuration', ['second.acme.test:9093'], ['second.acme.test:9093']],
    ['this machine', ['127.0.0.1:9093', 'localhost:9093'], ['127.0.0.1:9093', 'localhost:9093']],
    [
      'another host',
      ['broker.acme.test:9093', 'evil.test:9093'],
      /evil.test:9093 is no host of this server; add it to servers.cluster.hosts/,
    ],
    ['a host that only begins like ours', ['broker.acme.test.evil.test:9093'], /is no host of this server/],
    ['a user in front', ['broker.acme.test@evil.test:9093'], /not of the form host:port/],
    ['no port', ['broker.acme.test'], /not of the form host:port/],
    ['two ports', ['broker.acme.test:9093:9094'], /not of the form host:port/],
    ['IPv6, which kafkajs cannot', ['[::1]:9093'], /IPv6 address, which kafkajs cannot read; give a host name/],
    ['none', [], /no broker is named; give the option brokers/],
  ];
  for (const [name, brokers, want] of cases) {
    test(name, async () => {
      const policy = kafkaServerPolicy([SCRAM], { brokers: ['broker.acme.test:9093'], hosts: HOSTS });
      const options = { credentials: { user }, ...(brokers === undefined ? {} : { brokers }) };
      if (want instanceof RegExp) {
        assert.throws(() => kafkajsConnection(policy, 'cluster', options), { code: 'broker-refused', message: want });
      } else {
        assert.deepEqual((await kafkajsConnection(policy, 'cluster', options).config()).brokers, want);
      }
    });
  }

  test('a document with variables', () => {
    const policy = kafkaServerPolicy([SCRAM], { brokers: ['{region}.acme.test:9093'] });
    assert.throws(() => kafkajsConnection(policy, 'cluster', { credentials: { user } }), /give the option brokers/);
  });
});
