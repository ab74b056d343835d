import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PRESETS } from '../../src/model/presets/index.js';
import type { Evidence } from '../../src/runtime/evidence.js';
import type { Guard, GuardOptions } from '../../src/runtime/guard-types.js';
import type { Identity } from '../../src/runtime/identity.js';
import type { RecordHeader } from '../../src/runtime/record.js';
import { emittedBy, writeEmitted } from './emitted-fixtures.js';
import type { EmittedModule } from './emitted-module.js';

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

/** Every function of the preset as an operation, over both transports. An administrator's has its context fixed. */
const axonDocument = (): string => {
  const functions = PRESETS.flatMap((preset) => [...preset.functions]);
  const isForAdministrators = (roles: readonly string[]): boolean =>
    roles.every((role) => role === 'ADMIN' || role === 'VIEW_CONFIGURATION');
  const operations = functions.map(([name, roles]) => [
    name,
    {
      action: 'receive',
      channel: { $ref: '#/channels/requests' },
      'x-access-control': {
        function: name,
        context: isForAdministrators(roles) ? { value: '_admin' } : { header: 'AxonIQ-Context' },
      },
    },
  ]);
  const scheme = (name: string): object => ({ $ref: `#/components/securitySchemes/${name}` });
  return JSON.stringify({
    asyncapi: '3.0.0',
    info: { title: 'All functions of Axon Server', version: '1.0.0' },
    'x-access-control': { preset: 'axon-server' },
    servers: {
      gateway: { host: 'router.acme.test', protocol: 'wss', security: [scheme('token'), scheme('login')] },
      bus: { host: 'kafka.acme.test:9093', protocol: 'kafka-secure', security: [scheme('scram')] },
    },
    channels: { requests: { address: 'requests' } },
    operations: Object.fromEntries(operations) as object,
    components: {
      securitySchemes: {
        token: {
          type: 'httpApiKey',
          in: 'header',
          name: 'AxonIQ-Access-Token',
          'x-access-control': { rolesFrom: 'account' },
        },
        login: {
          type: 'openIdConnect',
          openIdConnectUrl: 'https://login.acme.test/.well-known/openid-configuration',
          scopes: [],
          'x-access-control': { rolesFrom: 'claim', claim: { path: 'roles' } },
        },
        scram: { type: 'scramSha512', 'x-access-control': { rolesFrom: 'account', carrier: 'proof' } },
      },
    },
  });
};

/** Emits the folder of `axonDocument` before the tests of this suite, and removes it after them. */
export function axonFolder(): () => EmittedModule {
  let folder: AxonFolder | undefined;
  before(async () => {
    folder = await emitAxonFolder();
  });
  after(() => folder?.remove());
  return () => folder?.emitted ?? assert.fail('nothing is emitted');
}

interface AxonFolder {
  readonly emitted: EmittedModule;
  readonly remove: () => Promise<void>;
}

async function emitAxonFolder(): Promise<AxonFolder> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'axon-'));
  const config = {
    document: 'asyncapi.json',
    targets: ['ws', 'kafkajs'],
    importExtension: '',
    servers: { gateway: { describes: 'server' } },
  };
  await writeFile(join(folder, 'asyncapi.json'), axonDocument());
  await writeFile(join(folder, 'asyncapi-guards.config.json'), JSON.stringify(config));
  await writeEmitted(join(folder, 'guards'), await emittedBy(folder));
  const emitted = (await import(pathToFileURL(join(folder, 'guards', 'index.ts')).href)) as EmittedModule;
  return { emitted, remove: () => rm(folder, { recursive: true, force: true }) };
}

export type AxonScheme = 'token' | 'login' | 'scram';

/** A guard by which whoever presents anything is found to be `identity`. */
export function axonGuard(
  { guards }: EmittedModule,
  scheme: AxonScheme,
  identity: Identity,
  options: Partial<GuardOptions<object>> = {},
): Guard {
  const find = (): Promise<Identity> => Promise.resolve(identity);
  const server = scheme === 'scram' ? 'bus' : 'gateway';
  const make = guards[server] ?? assert.fail(`no guard of ${server}`);
  return make({ authenticators: server === 'bus' ? { scram: find } : { token: find, login: find }, ...options });
}

/** What a caller presents who proves one scheme. */
export function axonEvidence({ evidenceOf }: EmittedModule, scheme: AxonScheme): Evidence {
  if (scheme === 'token') return evidenceOf({ rawHeaders: ['AxonIQ-Access-Token', 'secret'] });
  if (scheme === 'login') return evidenceOf({ rawHeaders: ['Authorization', 'Bearer a.b.c'] });
  return evidenceOf(recordWith([{ name: 'asyncapi-proof', value: Buffer.from('a.b.c') }]));
}

export const recordWith = (headers: readonly RecordHeader[]): Parameters<EmittedModule['evidenceOf']>[0] => ({
  topic: 'requests',
  partition: 0,
  offset: '0',
  timestamp: 0,
  appendTime: false,
  key: null,
  value: null,
  headers,
});
