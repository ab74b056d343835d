import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { socketMember } from '../../src/runtime/member-name.js';
import { recordWith } from '../support/axon-folder.js';
import { compileEmitted } from '../support/emitted.js';
import { emittedBy, writeEmitted } from '../support/emitted-fixtures.js';
import type { EmittedModule } from '../support/emitted-module.js';
import { HOSTILE_NAMES, hostileDocument, hostileOperations, keyHeader } from '../support/hostile-names.js';

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

const PROOF = { name: 'asyncapi-proof', value: Buffer.from('a.b.c') };

suite('names that stumble a language, over WebSocket and Kafka in turn', () => {
  let folder = '';

  before(async () => {
    await mkdir(CACHE, { recursive: true });
    folder = await mkdtemp(join(CACHE, 'hostile-'));
    for (const turn of [0, 1] as const) {
      const { document, config } = hostileDocument(hostileOperations(turn));
      const source = join(folder, 'sources', String(turn));
      await mkdir(source, { recursive: true });
      await writeFile(join(source, 'asyncapi.json'), document);
      await writeFile(join(source, 'asyncapi-guards.config.json'), JSON.stringify(config));
      await writeEmitted(join(folder, 'emitted', String(turn)), await emittedBy(source));
    }
  });

  after(() => rm(folder, { recursive: true, force: true }));

  for (const typescript of ['5.0', '5.9'] as const) {
    test(`compile with TypeScript ${typescript}`, async () => {
      assert.equal(await compileEmitted(join(folder, 'emitted'), { typescript, module: 'esm' }), '');
    });
  }

  for (const turn of [0, 1] as const) {
    test(`decide who holds the role in its context, and nobody else: turn ${String(turn)}`, async () => {
      const index = pathToFileURL(join(folder, 'emitted', String(turn), 'index.ts')).href;
      const { guards, evidenceOf, POLICY } = (await import(index)) as EmittedModule;
      assert.deepEqual(Object.keys(POLICY.operations).sort(), [...HOSTILE_NAMES].sort());
      for (const operation of hostileOperations(turn)) {
        const { name, transport, role, context, topic } = operation;
        const decided = async (grants: readonly string[], presents = true): Promise<string> => {
          const find = (): Promise<object> => Promise.resolve({ subject: 'alice', grants });
          const member = socketMember(name);
          const make = Object.hasOwn(guards, member) ? guards[member] : undefined;
          assert.ok(make !== undefined, `no guard of ${JSON.stringify(name)}`);
          const guard = make({ authenticators: Object.fromEntries([[name, find]]) });
          const evidence = evidenceOf(
            transport === 'ws'
              ? { rawHeaders: presents ? [keyHeader(operation), 'secret'] : [] }
              : { ...recordWith(presents ? [PROOF] : []), topic },
          );
          const decision = guard.decide(name, await guard.authenticate(evidence), context);
          return decision.outcome === 'denied' ? decision.code : decision.outcome;
        };
        assert.deepEqual(
          [
            await decided([`${role}@${context}`]),
            await decided([`${role}@elsewhere`]),
            await decided([]),
            await decided([`${role}@${context}`], false),
          ],
          ['allowed', 'insufficient-role', 'insufficient-role', 'unauthenticated'],
          JSON.stringify(name),
        );
      }
    });
  }
});
