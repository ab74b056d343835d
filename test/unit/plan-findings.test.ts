import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planFindings, planOutput, type PlanOptions } from '../../src/plan/index.js';
import { modelOf } from '../support/model-of.js';

interface Named {
  readonly servers: readonly string[];
  readonly channels: readonly string[];
}

/** Each channel on each server, with an operation that receives and one that sends, and a parameter. */
const documentOf = ({ servers, channels }: Named, protocol: string): string => {
  const security = [{ $ref: '#/components/securitySchemes/key' }];
  return JSON.stringify({
    asyncapi: '3.0.0',
    info: { title: 'Events', version: '1.0.0' },
    servers: Object.fromEntries(
      servers.map((name, index) => [name, { host: `h${String(index)}.acme.test`, protocol, security }]),
    ),
    channels: Object.fromEntries(
      channels.map((name, index) => [name, { address: `c${String(index)}.{id}`, parameters: { id: {} } }]),
    ),
    operations: Object.fromEntries(
      channels.flatMap((name, index) =>
        (['receive', 'send'] as const).map((action) => [
          `${action}${String(index)}`,
          {
            action,
            channel: { $ref: `#/channels/${name}` },
            security: [{ $ref: '#/components/securitySchemes/prover' }],
          },
        ]),
      ),
    ),
    components: {
      securitySchemes: {
        key: { type: protocol === 'wss' ? 'http' : 'scramSha512', ...(protocol === 'wss' ? { scheme: 'basic' } : {}) },
        prover:
          protocol === 'wss'
            ? { type: 'httpApiKey', in: 'header', name: 'X-Key' }
            : { type: 'http', scheme: 'bearer', 'x-access-control': { carrier: 'proof' } },
      },
    },
  });
};

const OPTIONS: Omit<PlanOptions, 'side'> = {
  config: { document: '-', servers: {} },
  targets: ['ws', 'kafkajs'],
  describes: 'server',
  banner: 'Generated.',
};

for (const [what, named] of [
  ['names that are apart', { servers: ['prod', 'test'], channels: ['orders', 'bills'] }],
  ['servers', { servers: ['prod-a', 'prod_a'], channels: ['orders'] }],
  ['channels', { servers: ['prod'], channels: ['or-ders', 'or_ders', 'OR.DERS'] }],
  ['a channel on a server and another server', { servers: ['a', 'aB'], channels: ['b', 'c'] }],
  ['suffixes of types', { servers: ['a', 'aGuard', 'aPeerGuard'], channels: ['guard', 'peer', 'handlers'] }],
  ['nothing to make a name of', { servers: ['😀'], channels: ['--'] }],
] as const) {
  for (const protocol of ['wss', 'kafka-secure']) {
    test(`what is found wrong with ${what} is the same with and without output (${protocol})`, () => {
      const model = modelOf(documentOf(named, protocol));
      for (const side of ['application', 'peer', 'both'] as const) {
        const options = { ...OPTIONS, side };
        assert.deepEqual(planFindings(model, options), planOutput(model, options).diagnostics);
      }
    });
  }
}
