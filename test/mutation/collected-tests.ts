import { createRequire } from 'node:module';
import type * as nodeTest from 'node:test';

/**
 * Stands in for node:test while mutants are tried: it keeps the tests that files register instead of running them, so
 * that one process can run any of them again and again. It knows what the unit tests use, and refuses the rest.
 */

// Through require, because the import of this name leads here.
const { mock: shared } = createRequire(import.meta.url)('node:test') as typeof nodeTest;
type Mocks = typeof shared;

/** What runs without an argument. */
export type Action = () => unknown;
type Body = (context: TestContext) => unknown;

/** What a test is given. */
export interface TestContext {
  readonly name: string;
  readonly mock: Mocks;
  readonly after: (action: Action) => void;
  readonly diagnostic: (text: string) => void;
}

/** Tests with what runs before the first and after the last of them. */
export interface Suite {
  readonly name: string;
  readonly parent: Suite | null;
  readonly before: Action[];
  readonly after: Action[];
}

/** One registered test. */
export interface Collected {
  /** The same in every process: its file and the names of its suites before its own. */
  readonly id: string;
  readonly title: string;
  readonly suite: Suite;
  readonly run: () => Promise<void>;
}

const collected = new Map<string, Collected>();
let current: Suite = { name: '', parent: null, before: [], after: [] };

/** Everything that a test file registers. */
export const collect = async (file: string, load: () => Promise<unknown>): Promise<void> => {
  current = { name: file, parent: null, before: [], after: [] };
  await load();
};

/** All registered tests, by id. */
export const collectedTests = (): ReadonlyMap<string, Collected> => collected;

const nameOf = (suite: Suite): string =>
  suite.parent === null ? suite.name : `${nameOf(suite.parent)} > ${suite.name}`;

const freshId = (wanted: string): string => {
  let id = wanted;
  for (let count = 2; collected.has(id); count += 1) id = `${wanted} (${String(count)})`;
  return id;
};

const runWith = async (name: string, body: Body): Promise<void> => {
  const ends: Action[] = [];
  // Its class is not exported.
  const mock = new (shared.constructor as new () => Mocks)();
  try {
    await body({ name, mock, after: (action) => void ends.push(action), diagnostic: () => undefined });
  } finally {
    for (const end of ends) await end();
    mock.reset();
  }
};

export const suite = (name: string, body: () => void): Promise<void> => {
  const outer = current;
  current = { name, parent: outer, before: [], after: [] };
  body();
  current = outer;
  return Promise.resolve();
};

export const test = (name: string, body: Body): Promise<void> => {
  const owner = current;
  const id = freshId(`${nameOf(owner)} > ${name}`);
  collected.set(id, { id, title: name, suite: owner, run: () => runWith(name, body) });
  return Promise.resolve();
};

export const before = (action: Action): void => void current.before.push(action);
export const after = (action: Action): void => void current.after.push(action);
export const describe = suite;
export const it = test;
export const mock = shared;
