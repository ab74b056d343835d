import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Authorized } from '../../src/runtime/authorized.js';
import { importEmitted, type EmittedModule, type Handlers } from './emitted-module.js';

const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));

/** What a client shows of itself in a handshake. */
export interface Presented {
  readonly headers?: Record<string, string | string[]>;
  readonly query?: string;
}

/** A name and a password in their header. */
export const basic = (username: string, password: string): Presented => ({
  headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
});

/** Emits and imports these fixtures before a suite's tests, removes them after, and gives each by its name. */
export function emittedFolders(...names: readonly string[]): (name: string) => EmittedModule {
  let folder = '';
  const modules = new Map<string, EmittedModule>();
  before(async () => {
    await mkdir(CACHE, { recursive: true });
    folder = await mkdtemp(join(CACHE, 'e2e-'));
    for (const name of names) {
      modules.set(name, await importEmitted(folder, name));
    }
  });

  after(() => rm(folder, { recursive: true, force: true }));

  return (name) => {
    const module = modules.get(name);
    assert(module !== undefined);
    return module;
  };
}

/** Every text that left a guard, with the listeners that take it down: nothing in it may hold a secret. */
export function overheard() {
  const said: unknown[] = [];
  const listening = {
    onDecision: (event: unknown) => said.push(event),
    onFault: (fault: unknown) => said.push(fault),
    onError: (error: unknown) => said.push(error),
  };
  return { said, listening };
}

/** A handler that takes down its calls, and gives this answer. */
export const recorded = (calls: Authorized[], answer?: unknown) =>
  ((authorized: Authorized) => {
    calls.push(authorized);
    return answer;
  }) as Handlers[string][string];

/** The authenticators that a server's rules ask for: a guard takes no other. */
export const authenticatorsOf = (module: EmittedModule, server: string, all: object): object => {
  const { requirement, rules } = module.POLICY.servers[server] ?? assert.fail(server);
  const levels = [requirement, ...Object.values(rules).map((rule) => rule.requirement)];
  const schemes = levels.flatMap((level) => (level ?? []).flatMap(({ allOf }) => allOf.map(({ scheme }) => scheme)));
  const providers = new Set(schemes.map((scheme) => module.POLICY.schemes[scheme]?.provider));
  return Object.fromEntries(Object.entries(all).filter(([key]) => providers.has(key)));
};
