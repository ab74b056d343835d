import assert from 'node:assert/strict';
import { createPrivateKey, randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
// A named import of kafkajs' enums and errors type-checks and fails: they are no named exports in an ES module.
import kafkajs, { type KafkaConfig, type LogEntry } from 'kafkajs';
import { kafka as secured } from '../../examples/secured-servers/guards/index.js';
import { fromFile } from '../../src/runtime/credentials.js';
import { kafkajsConnection } from '../../src/runtime/kafkajs/connection.js';
import type { KafkaConnection, KafkaOptions } from '../../src/runtime/kafkajs/connection-types.js';
import type { Login, LoginPart } from '../../src/runtime/policy.js';
import { allow, asAdmin } from '../kafka-broker/admin.js';
import { startBroker, type Broker, type ListenerName } from '../kafka-broker/broker.js';
import { skipWithoutKafka } from '../kafka-broker/kafka-here.js';
import { assertNoCanary, canary } from '../support/canary.js';
import { temporaryFolder } from '../support/folder.js';
import { kafkaServerPolicy } from '../support/kafka-connections.js';

const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
const LONGEST_MS = 5000;

suite('a Kafka connection', { skip: skipWithoutKafka() }, () => {
  let broker: Broker;
  const password = canary('alice-password');
  const alice = { username: 'alice', password };
  const logs: LogEntry[] = [];

  before(async () => {
    // The shortest session with which kafkajs works: it logs in again 10 s before its end, the broker allows that once a second.
    const properties = ['listener.name.saslplaintext.plain.connections.max.reauth.ms=12000'];
    broker = await startBroker({ users: { alice: password }, properties });
    await asAdmin(broker, async (admin) => {
      await admin.createTopics({ topics: [{ topic: 'of-alice' }, { topic: 'of-bob' }, { topic: 'large' }] });
      await admin.createAcls({
        acl: [
          allow('alice', 'WRITE', 'TOPIC', 'of-alice'),
          allow('alice', 'ALL', 'TOPIC', 'large'),
          allow('alice', 'READ', 'GROUP', 'large'),
          allow('bob', 'WRITE', 'TOPIC', 'of-bob'),
          allow('b=o,b', 'WRITE', 'TOPIC', 'of-bob'),
        ],
      });
    });
  });
  after(() => broker.stop());

  const connect = (
    listener: ListenerName,
    mechanisms: readonly LoginPart['mechanism'][],
    credentials: object,
    options: Partial<KafkaOptions<object>> = {},
  ): KafkaConnection => {
    const login: Login = mechanisms.map((mechanism) => ({
      provider: mechanism === 'X509' ? 'certificate' : 'user',
      mechanism,
    }));
    const tls = !['open', 'saslPlaintext'].includes(listener);
    const policy = kafkaServerPolicy(login.length === 0 ? [] : [login], { brokers: [broker.address(listener)], tls });
    return kafkajsConnection(policy, 'cluster', {
      credentials,
      ...(tls ? { ca: broker.certificates.ca } : {}),
      ...options,
    });
  };

  const clientOf = async (connection: KafkaConnection, options: Partial<KafkaConfig> = {}): Promise<kafkajs.Kafka> =>
    new kafkajs.Kafka({
      ...(await connection.config()),
      retry: { retries: 1, initialRetryTime: 50 },
      logLevel: kafkajs.logLevel.DEBUG,
      logCreator: () => (entry) => {
        logs.push(entry);
      },
      ...options,
    });

  const reach = async (connection: KafkaConnection): Promise<void> => {
    await connection.reach(await clientOf(connection), { deadline: LONGEST_MS });
  };

  /** Fails to reach the cluster; gives what the error says. */
  const failureOf = async (connection: KafkaConnection): Promise<string> => {
    const error = await reach(connection).then(
      () => assert.fail('it was reached'),
      (error: unknown) => error,
    );
    assert.ok(error instanceof Error);
    assert.equal(error.name, 'KafkaUnreachableError');
    assertNoCanary(error);
    return error.message;
  };

  const write = async (client: kafkajs.Kafka, topic: string): Promise<void> => {
    const producer = client.producer();
    await producer.connect();
    try {
      await producer.send({ topic, messages: [{ value: 'x' }] });
    } finally {
      await producer.disconnect();
    }
  };

  test('the emitted functions of the two servers in the README', async () => {
    const { ca, alice: clientCertificate } = broker.certificates;
    const at = (listener: ListenerName) => ({ brokers: [broker.address(listener)], ca });
    await reach(secured.scram({ credentials: { saslScram: alice }, ...at('saslSsl') }));
    await reach(secured.mtls({ credentials: { clientCertificate }, ...at('mtls') }));
  });

  for (const mechanism of MECHANISMS) {
    test(`${mechanism} over TLS: the right password`, async () => {
      await reach(connect('saslSsl', [mechanism], { user: alice }));
    });

    test(`${mechanism} over TLS: a wrong password is refused at once, by mechanism and slot`, async () => {
      const wrong = { username: 'alice', password: canary('wrong-password') };
      const started = Date.now();
      const message = await failureOf(connect('saslSsl', [mechanism], { user: wrong }));
      assert.match(message, new RegExp(`login by ${mechanism} with the credential "user" was refused`));
      assert.ok(Date.now() - started < LONGEST_MS / 2, 'it was tried again');
    });
  }

  test('a broker by its address: the certificate names that, too', async () => {
    const brokers = [`127.0.0.1:${String(broker.ports.saslSsl)}`];
    await reach(connect('saslSsl', ['PLAIN'], { user: alice }, { brokers }));
  });

  test('a user name with a comma and an equals sign', async () => {
    const user = { username: 'b=o,b', password: canary('bob-password') };
    await broker.setScramPassword('SCRAM-SHA-256', user.username, user.password);
    await write(await clientOf(connect('saslSsl', ['SCRAM-SHA-256'], { user })), 'of-bob');
  });

  const surprises: readonly [string, () => KafkaConnection, RegExp][] = [
    [
      'an authority that is not ours',
      () => connect('saslSsl', ['PLAIN'], { user: alice }, { ca: broker.certificates.foreignCa }),
      /an authority that is not trusted; give the authority by the option ca/,
    ],
    [
      'no authority given',
      () => {
        const policy = kafkaServerPolicy([[{ provider: 'user', mechanism: 'PLAIN' }]], {
          brokers: [broker.address('saslSsl')],
        });
        return kafkajsConnection(policy, 'cluster', { credentials: { user: alice } });
      },
      /an authority that is not trusted/,
    ],
    ['a certificate of another host', () => connect('otherName', ['PLAIN'], { user: alice }), /is not of this host/],
    [
      'a certificate that names its host by its common name alone',
      () => connect('noSan', ['PLAIN'], { user: alice }),
      /is not of this host: it must name it among its subject alternative names/,
    ],
    ['a missing client certificate', () => connect('mtls', [], {}), /asks for a client certificate, and none is given/],
    [
      'a client certificate of a foreign authority',
      () => connect('mtls', ['X509'], { certificate: broker.certificates.mallory }),
      /does not accept the client certificate/,
    ],
    [
      'a key that is not of the certificate',
      () =>
        connect('mtls', ['X509'], {
          certificate: { cert: broker.certificates.alice.cert, key: broker.certificates.bob.key },
        }),
      /credential certificate: TLS cannot use its certificate and key together/,
    ],
    ['no SASL on a SASL port', () => connect('saslSsl', [], {}), /may ask for SASL on this port/],
    ['SASL on a port without', () => connect('open', ['PLAIN'], { user: alice }), /asks for no SASL on this port/],
    [
      'no TLS on a TLS port',
      () =>
        kafkajsConnection(
          kafkaServerPolicy([[{ provider: 'user', mechanism: 'PLAIN' }]], {
            brokers: [broker.address('saslSsl')],
            tls: false,
          }),
          'cluster',
          { credentials: { user: alice } },
        ),
      /may speak TLS on this port/,
    ],
    [
      'TLS on a port without',
      () => connect('saslSsl', ['PLAIN'], { user: alice }, { brokers: [broker.address('saslPlaintext')] }),
      /speak no TLS on this port|speaks no TLS on this port/,
    ],
    [
      'a port that nothing listens on',
      () => connect('saslSsl', ['PLAIN'], { user: alice }, { brokers: ['127.0.0.1:1'] }),
      /nothing listens there/,
    ],
    [
      'a source that fails',
      () =>
        connect('saslSsl', ['PLAIN'], { user: { username: 'alice', password: () => Promise.reject(new Error('no')) } }),
      /credential user.password: its source threw Error/,
    ],
  ];
  for (const [name, connection, want] of surprises) {
    test(`says what to do about ${name}`, async () => {
      assert.match(await failureOf(connection()), want);
    });
  }

  test('NODE_TLS_REJECT_UNAUTHORIZED switches nothing off', async (t) => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    t.after(() => {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    });
    const foreign = { ca: broker.certificates.foreignCa };
    assert.match(await failureOf(connect('saslSsl', ['PLAIN'], { user: alice }, foreign)), /is not trusted/);
  });

  test('a client certificate is the login', async () => {
    const { alice: certificate } = broker.certificates;
    await write(await clientOf(connect('mtls', ['X509'], { certificate })), 'of-alice');
  });

  test('an encrypted key', async () => {
    const { cert, key } = broker.certificates.alice;
    const passphrase = canary('passphrase');
    const encrypted = createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
    const certificate = { cert, key: encrypted.toString(), passphrase };
    await write(await clientOf(connect('mtls', ['X509'], { certificate })), 'of-alice');
    const wrong = { ...certificate, passphrase: canary('wrong-passphrase') };
    assert.match(
      await failureOf(connect('mtls', ['X509'], { certificate: wrong })),
      /credential certificate: TLS cannot use/,
    );
  });

  test('much travels unharmed through a socket that waits for its certificates', async (t) => {
    const { alice: certificate } = broker.certificates;
    // A new group's coordinator takes a moment.
    const patient = { logLevel: kafkajs.logLevel.NOTHING, retry: { retries: 8 } };
    const client = await clientOf(connect('mtls', ['X509'], { certificate }), patient);
    const values = Array.from({ length: 24 }, () => randomBytes(500_000));
    const producer = client.producer();
    t.after(() => producer.disconnect());
    await producer.connect();
    for (const value of values) await producer.send({ topic: 'large', messages: [{ value }] });
    const consumer = client.consumer({ groupId: 'large' });
    t.after(() => consumer.disconnect());
    await consumer.connect();
    await consumer.subscribe({ topics: ['large'], fromBeginning: true });
    const read: Buffer[] = [];
    await new Promise<void>((resolve, reject) => {
      consumer.on('consumer.crash', ({ payload }) => {
        reject(payload.error);
      });
      const eachMessage = ({ message }: kafkajs.EachMessagePayload): Promise<void> => {
        if (message.value !== null) read.push(message.value);
        if (read.length === values.length) resolve();
        return Promise.resolve();
      };
      consumer.run({ eachMessage }).catch(reject);
    });
    assert.ok(Buffer.concat(read).equals(Buffer.concat(values)));
  });

  test('a client certificate and a password at once', async () => {
    const credentials = { certificate: broker.certificates.bob, user: alice };
    await write(await clientOf(connect('saslMtls', ['X509', 'SCRAM-SHA-256'], credentials)), 'of-alice');
    assert.match(
      await failureOf(
        connect('saslMtls', ['X509', 'SCRAM-SHA-256'], { ...credentials, certificate: broker.certificates.mallory }),
      ),
      /does not accept the client certificate/,
    );
  });

  test('a certificate and an authority that change are those of the next connection', async (t) => {
    const folder = await temporaryFolder(t);
    const file = (name: string): string => path.join(folder, name);
    const put = async (name: string, text: string): Promise<void> => {
      await writeFile(file(`${name}.new`), text);
      await rename(file(`${name}.new`), file(name));
    };
    const present = async ({ cert, key }: { cert: string; key: string }): Promise<void> => {
      await Promise.all([put('cert.pem', cert), put('key.pem', key)]);
    };
    await put('ca.pem', broker.certificates.ca);
    await present(broker.certificates.alice);
    const certificate = { cert: fromFile(file('cert.pem')), key: fromFile(file('key.pem')) };
    const client = await clientOf(connect('mtls', ['X509'], { certificate }, { ca: fromFile(file('ca.pem')) }));
    await write(client, 'of-alice');
    await present(broker.certificates.bob);
    await write(client, 'of-bob');
    await assert.rejects(write(client, 'of-alice'), /Not authorized to access topics/);
    await put('ca.pem', broker.certificates.foreignCa);
    await assert.rejects(write(client, 'of-bob'), /unable to verify|self-signed|certificate/);
  });

  test('a password that changes is that of the next authentication', async () => {
    let current = password;
    let asked = 0;
    const source = (): string => {
      asked += 1;
      return current;
    };
    const client = await clientOf(
      connect('saslSsl', ['SCRAM-SHA-512'], { user: { username: 'alice', password: source } }),
    );
    await write(client, 'of-alice');
    const first = asked;
    current = canary('rotated-password');
    await broker.setScramPassword('SCRAM-SHA-512', 'alice', current);
    await write(client, 'of-alice');
    assert.ok(asked > first);
    await broker.setScramPassword('SCRAM-SHA-512', 'alice', password);
  });

  test('an open connection authenticates again with what the source gives then', async (t) => {
    const given: string[] = [];
    let current = password;
    const source = (): string => {
      given.push(current);
      return current;
    };
    const connection = connect('saslPlaintext', ['PLAIN'], { user: { username: 'alice', password: source } });
    const producer = (await clientOf(connection)).producer();
    t.after(() => producer.disconnect());
    await producer.connect();
    const send = (): Promise<unknown> => producer.send({ topic: 'of-alice', messages: [{ value: 'x' }] });
    await send();
    const atFirst = given.length;
    // The session is of 12 s, and kafkajs begins anew 10 s before its end.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await send();
    assert.ok(given.length > atFirst, 'it was not asked again');
    current = canary('revoked-password');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await assert.rejects(send(), (error: unknown) => {
      assertNoCanary(error);
      assert.match(String(error), /login by PLAIN with the credential "user" was refused/);
      return true;
    });
  });

  test('nothing that was logged shows a secret', () => {
    assert.ok(logs.length > 100);
    assertNoCanary(...logs);
  });
});
