import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import kafkajs, { type KafkaConfig } from 'kafkajs';
import { makeCertificates, type Certificates } from './certificates.js';
import { freePorts } from './free-ports.js';
import { fetchJars, JARS } from './jars.js';
import { missingForKafka } from './kafka-here.js';
import { startTied, type TiedProcess } from './tied-process.js';

/** Where the broker listens; all on 127.0.0.1, advertised as localhost. SASL means PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512. */
const LISTENERS = {
  /** Everybody, as User:ANONYMOUS, whom no ACL allows anything. */
  open: 'OPEN',
  saslPlaintext: 'SASLPLAINTEXT',
  saslSsl: 'SASLSSL',
  /** A client certificate is the login. */
  mtls: 'MTLS',
  /** A client certificate and SASL; the principal is that of SASL. */
  saslMtls: 'SASLMTLS',
  /** As saslSsl; the certificate names localhost by its common name alone. */
  noSan: 'NOSAN',
  /** As saslSsl; the certificate is that of another host. */
  otherName: 'OTHERNAME',
} as const;

const SASL_LISTENERS = ['saslplaintext', 'saslssl', 'saslmtls', 'nosan', 'othername'];

export type ListenerName = keyof typeof LISTENERS;

export interface BrokerOptions {
  /** Passwords by user, instead of `<user>-secret` for alice, bob and admin. */
  readonly users?: Readonly<Record<string, string>>;
  /** More lines of server.properties; a later line wins. */
  readonly properties?: readonly string[];
}

/** A running Apache Kafka. */
export interface Broker {
  readonly ports: Readonly<Record<ListenerName, number>>;
  readonly certificates: Certificates;
  /** For `new Kafka()`: as admin, who may do everything. Silent. */
  readonly adminConfig: KafkaConfig;
  /** `localhost:<port>`. */
  address(listener: ListenerName): string;
  /** What it has logged: refused logins, denials of ACLs and warnings. */
  log(): Promise<string>;
  /** Gives a user a password for this mechanism alone; the user may be new. */
  setScramPassword(mechanism: 'SCRAM-SHA-256' | 'SCRAM-SHA-512', user: string, password: string): Promise<void>;
  /** Stops, and starts with the same ports and data. */
  restart(): Promise<void>;
  /** Ends the process and forgets its data. A second call does nothing. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 90_000;
const ATTEMPTS = 3;

/**
 * Starts Apache Kafka with fresh data, ports and certificates; resolves once it answers. It ends with this process if nobody
 * stops it before: `after(() => broker.stop())`.
 */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const missing = missingForKafka();
  if (missing !== undefined) throw new Error(missing);
  await fetchJars();
  for (let attempt = 1; ; attempt += 1) {
    const folder = await mkdtemp(path.join(tmpdir(), 'asyncapi-guards-kafka-'));
    try {
      return await startIn(folder, options);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      // A port that was free a moment ago may have been taken.
      if (attempt === ATTEMPTS || !String(error).includes('Address already in use')) throw error;
    }
  }
}

async function startIn(folder: string, options: BrokerOptions): Promise<Broker> {
  const users = { alice: 'alice-secret', bob: 'bob-secret', admin: 'admin-secret', ...options.users };
  const names: readonly string[] = ['CONTROLLER', 'INTERNAL', ...Object.values(LISTENERS)];
  const [all, certificates] = await Promise.all([freePorts(names.length), makeCertificates(folder)]);
  const portOf = (name: string): number => all[names.indexOf(name)] ?? 0;
  const ports = Object.fromEntries(
    Object.entries(LISTENERS).map(([key, name]) => [key, portOf(name)]),
  ) as Broker['ports'];
  const file = (name: string): string => path.join(folder, name);

  const plain = plainUsers(users);
  const values: Readonly<Record<string, string>> = {
    DIR: folder,
    CONTROLLER_PORT: String(portOf('CONTROLLER')),
    LISTENERS: names.map((name) => `${name}://127.0.0.1:${String(portOf(name))}`).join(),
    ADVERTISED: names
      .slice(1)
      .map((name) => `${name}://localhost:${String(portOf(name))}`)
      .join(),
    PLAIN_SELF: plainUsers({ admin: users.admin }, `username="admin" password="${users.admin}"`),
    SASL_LISTENERS: SASL_LISTENERS.flatMap((name) => [
      `listener.name.${name}.plain.sasl.jaas.config=${plain}`,
      `listener.name.${name}.scram-sha-256.sasl.jaas.config=${SCRAM};`,
      `listener.name.${name}.scram-sha-512.sasl.jaas.config=${SCRAM};`,
    ]).join('\n'),
    MORE: (options.properties ?? []).join('\n'),
  };
  const template = await readFile(path.join(import.meta.dirname, 'server.properties.in'), 'utf8');
  const { server, serverWithoutSan, serverOfOtherName, ca } = certificates;
  await Promise.all([
    writeFile(
      file('server.properties'),
      template.replace(/@([A-Z_]+)@/g, (_, key: string) => values[key] ?? ''),
    ),
    writeFile(file('ca.pem'), ca),
    writeFile(file('server.pem'), server.key + server.cert),
    writeFile(file('no-san.pem'), serverWithoutSan.key + serverWithoutSan.cert),
    writeFile(file('other-name.pem'), serverOfOtherName.key + serverOfOtherName.cert),
    writeFile(
      file('admin.properties'),
      `${ADMIN_CLIENT}${plainUsers({}, `username="admin" password="${users.admin}"`)}`,
    ),
    writeFile(file('log4j2.properties'), LOGGING),
  ]);
  const java = ['-cp', `${JARS}/*`, `-Dlog4j2.configurationFile=${file('log4j2.properties')}`, ...SMALL_JVM];

  // An identifier may not begin with a hyphen, which the tool takes for an option.
  const clusterId = `A${randomBytes(16).toString('base64url').slice(1)}`;
  const scramUsers = Object.entries(users).flatMap(([user, password]) =>
    ['256', '512'].flatMap((hash) => ['--add-scram', `SCRAM-SHA-${hash}=[name=${user},password=${password}]`]),
  );
  const format = ['format', '-t', clusterId, '-c', file('server.properties'), ...scramUsers];
  await runJava([...java, 'kafka.tools.StorageTool', ...format]);

  const log = (): Promise<string> => readFile(file('broker.log'), 'utf8');
  const open = `localhost:${String(ports.open)}`;
  const start = async (): Promise<TiedProcess> => {
    const started = startTied(['java', ...java, 'kafka.Kafka', file('server.properties')], file('broker.log'));
    if (await answers(started, open, clusterId)) return started;
    await started.stop();
    throw new Error(`the Kafka broker did not start: ${firstFaults(await log())}`);
  };
  let running = await start();
  return {
    ports,
    certificates,
    adminConfig: {
      brokers: [`localhost:${String(ports.saslPlaintext)}`],
      sasl: { mechanism: 'plain', username: 'admin', password: users.admin },
      logLevel: kafkajs.logLevel.NOTHING,
    },
    address: (listener) => `localhost:${String(ports[listener])}`,
    log,
    async setScramPassword(mechanism, user, password) {
      const change = `${mechanism}=[password=${password}]`;
      const entity = ['--alter', '--entity-type', 'users', '--entity-name', user, '--add-config', change];
      const as = ['--bootstrap-server', `localhost:${String(ports.saslPlaintext)}`];
      await runJava([...java, CONFIG_TOOL, ...as, '--command-config', file('admin.properties'), ...entity]);
    },
    async restart() {
      await running.stop();
      running = await start();
    },
    async stop() {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whether it is this very broker that answers; false where its process has ended, or time is up. */
async function answers(started: TiedProcess, broker: string, clusterId: string): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (started.running() && Date.now() < deadline) {
    const { logLevel, Kafka } = kafkajs;
    const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, retry: { retries: 0 } }).admin();
    try {
      await admin.connect();
      const cluster = await admin.describeCluster();
      if (cluster.clusterId === clusterId && cluster.brokers.length > 0) return true;
    } catch {
      // Not yet.
    } finally {
      await admin.disconnect();
    }
    await Promise.race([started.ended, new Promise((resolve) => setTimeout(resolve, 100))]);
  }
  return false;
}

// The tools print the keys of SCRAM users: what they say on success is dropped.
async function runJava(args: readonly string[]): Promise<void> {
  await promisify(execFile)('java', args).catch((error: unknown) => {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`a tool of Kafka failed: ${firstFaults(stdout + stderr)}`);
  });
}

function firstFaults(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const faults = lines.filter((line) => /ERROR|Exception/.test(line));
  return (faults.length > 0 ? faults : lines.slice(-5))
    .slice(0, 3)
    .map((line) => line.slice(0, 300))
    .join('\n');
}

function plainUsers(users: Readonly<Record<string, string>>, more = ''): string {
  const entries = Object.entries(users).map(([user, password]) => `user_${user}="${password}"`);
  return `${PLAIN} ${[more, ...entries].join(' ')};`;
}

const PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
const SCRAM = 'org.apache.kafka.common.security.scram.ScramLoginModule required';
const CONFIG_TOOL = 'kafka.admin.ConfigCommand';
const ADMIN_CLIENT = 'security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=';
const SMALL_JVM = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xms96m', '-Xmx256m'];
const LOGGING = `rootLogger.level=warn
rootLogger.appenderRef.c.ref=c
appender.c.type=Console
appender.c.name=c
appender.c.layout.type=PatternLayout
appender.c.layout.pattern=%d %p %c{1} %m%n
logger.auth.name=org.apache.kafka.common.security
logger.auth.level=info
logger.acl.name=kafka.authorizer.logger
logger.acl.level=info
`;
