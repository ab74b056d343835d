import { readFileSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type { InstrumenterContext, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, tokens } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  type DryRunOptions,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
} from '@stryker-mutator/api/test-runner';
import { collect, collectedTests, type Action, type Collected, type Suite } from './collected-tests.js';
import { isLoadTest } from './tests-of.js';

const here = (file: string): string => new URL(file, import.meta.url).href;

/** What code with mutants in it reads and writes. */
const stryker: InstrumenterContext = {};
Object.assign(globalThis, { __stryker__: stryker });

/** A test that waits this much longer than without a mutant hangs. */
const PATIENCE = { factor: 4, ms: 2_000 };

/**
 * CPU milliseconds of tests for one mutant, cheapest first. What only the dearest tests would notice counts as missed: the
 * hundreds that survive would take half a minute each.
 */
const BUDGET = 2_000;

/** So many of the tests that noticed something lately are tried before all others, where they are cheap: CPU milliseconds. */
const KEEN = { count: 50, cost: 20 };

/** Where the process that counts coverage tells the others what tests take. */
const COSTS_FILE = 'test-costs.json';

/** What a test takes without a mutant, in milliseconds. */
interface Cost {
  readonly id: string;
  readonly cpu: number;
  readonly wall: number;
}

const HANGS = Symbol('hangs');

// Tests replace these by their own.
const { setTimeout: wait, clearTimeout: stopWaiting } = globalThis;
const now = performance.now.bind(performance);

/**
 * Runs the unit tests in this process: it loads them once, which takes seconds, and then tries thousands of mutants on
 * them. Stryker ends the process where a mutant never returns.
 */
export class InProcessRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.options);

  readonly #files: readonly string[];
  #costs = new Map<string, Cost>();
  /** Tests that noticed a mutant, the last of them last: the next mutant is often its neighbour. */
  readonly #keen = new Set<string>();
  #fault: unknown;

  constructor(options: StrykerOptions) {
    this.#files = options['testFilesInProcess'] as readonly string[];
  }

  capabilities(): TestRunnerCapabilities {
    // Mutants are active while tests run, never while files load, so one load serves all.
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    register('./redirect.js', {
      parentURL: import.meta.url,
      data: [
        ['node:test', here('collected-tests.ts')],
        ['run-official-parser.js', here('remembered-parser.ts')],
        ['parser-thread.js', here('remembered-parser.ts')],
      ],
    });
    // What a test leaves behind must not end the process.
    for (const event of ['uncaughtException', 'unhandledRejection']) {
      process.on(event, (fault: unknown) => {
        this.#fault = fault;
      });
    }
    process.env['RANDOM_SCENES'] = '60';
    for (const file of this.#files) {
      await collect(file, () => import(pathToFileURL(path.resolve(file)).href));
    }
  }

  async dryRun({ coverageAnalysis }: DryRunOptions): Promise<DryRunResult> {
    if (coverageAnalysis !== 'perTest') throw new Error('This runner counts what each test covers.');
    const tests: TestResult[] = [];
    const all = [...collectedTests().values()].filter(({ title }) => !isLoadTest(title));
    await this.#runAll(all, async (one) => {
      const started = now();
      const cpuBefore = process.cpuUsage();
      const fault = await this.#run(one, 120_000);
      const timeSpentMs = now() - started;
      const { user, system } = process.cpuUsage(cpuBefore);
      this.#costs.set(one.id, { id: one.id, cpu: (user + system) / 1_000, wall: timeSpentMs });
      const result = { id: one.id, name: one.id, fileName: fileOf(one.suite), timeSpentMs };
      tests.push(
        fault === undefined
          ? { ...result, status: TestStatus.Success }
          : { ...result, status: TestStatus.Failed, failureMessage: textOf(fault) },
      );
      return true;
    });
    writeFileSync(COSTS_FILE, JSON.stringify([...this.#costs.values()]));
    const { mutantCoverage } = stryker;
    delete stryker.mutantCoverage;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage === undefined ? {} : { mutantCoverage }) };
  }

  async mutantRun({ testFilter = [], activeMutant, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    stryker.activeMutant = activeMutant.id;
    delete stryker.currentTestId;
    if (hitLimit !== undefined) Object.assign(stryker, { hitCount: 0, hitLimit });
    let killed: MutantRunResult | undefined;
    let nrOfTests = 0;
    try {
      await this.#runAll(this.#affordable(testFilter, activeMutant.fileName), async (one) => {
        nrOfTests += 1;
        const usual = this.#costs.get(one.id)?.wall ?? 0;
        const fault = await this.#run(one, usual * PATIENCE.factor + PATIENCE.ms);
        if (fault === undefined) return true;
        this.#keen.delete(one.id);
        this.#keen.add(one.id);
        killed =
          fault === HANGS
            ? { status: MutantRunStatus.Timeout, reason: one.id }
            : { status: MutantRunStatus.Killed, killedBy: [one.id], failureMessage: textOf(fault), nrOfTests };
        return false;
      });
    } finally {
      delete stryker.activeMutant;
    }
    const endless = determineHitLimitReached(stryker.hitCount, stryker.hitLimit);
    delete stryker.hitCount;
    delete stryker.hitLimit;
    if (endless !== undefined) return { status: MutantRunStatus.Timeout, reason: endless.reason ?? '' };
    return killed ?? { status: MutantRunStatus.Survived, nrOfTests };
  }

  /**
   * These tests, as far as the budget goes: keen ones first, then those of the mutant's own folder, cheap ones before
   * dear ones. The first that fails ends the trial of a mutant.
   */
  #affordable(ids: readonly string[], mutated: string): readonly Collected[] {
    if (this.#costs.size === 0) {
      const costs = JSON.parse(readFileSync(COSTS_FILE, 'utf8')) as readonly Cost[];
      this.#costs = new Map(costs.map((cost) => [cost.id, cost]));
    }
    const all = collectedTests();
    const asked = new Set(ids);
    const keen = [...this.#keen]
      .filter((id) => (this.#costs.get(id)?.cpu ?? 0) <= KEEN.cost)
      .slice(-KEEN.count)
      .reverse();
    const own = `test/unit/${path.basename(path.dirname(mutated))}-`;
    const isOther = (id: string): number => (id.startsWith(own) ? 0 : 1);
    const cheap = ids
      .flatMap((id) => this.#costs.get(id) ?? [])
      .sort((one, other) => isOther(one.id) - isOther(other.id) || one.cpu - other.cpu);
    let left = BUDGET;
    return [...new Set([...keen.filter((id) => asked.has(id)), ...cheap.map(({ id }) => id)])]
      .flatMap((id) => this.#costs.get(id) ?? [])
      .filter(({ cpu }) => (left -= cpu) > 0)
      .flatMap(({ id }) => all.get(id) ?? []);
  }

  /** Runs tests until one says to stop, each inside its suites. */
  async #runAll(tests: readonly Collected[], runOne: (test: Collected) => Promise<boolean>): Promise<void> {
    const entered = new Set<Suite>();
    try {
      for (const one of tests) {
        for (const suite of suitesOf(one.suite)) {
          if (entered.has(suite)) continue;
          entered.add(suite);
          await inOrder(suite.before);
        }
        if (!(await runOne(one))) return;
      }
    } finally {
      for (const suite of [...entered].reverse()) await inOrder(suite.after);
    }
  }

  /** What a test fails with; undefined where it passes. */
  async #run(one: Collected, patience: number): Promise<unknown> {
    stryker.currentTestId = one.id;
    this.#fault = undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hangs = new Promise<typeof HANGS>((settle) => {
      timer = wait(() => {
        settle(HANGS);
      }, patience);
    });
    try {
      const end = await Promise.race([one.run(), hangs]);
      return end === HANGS ? HANGS : this.#fault;
    } catch (fault) {
      return fault ?? new Error('It threw nothing.');
    } finally {
      stopWaiting(timer);
    }
  }
}

const suitesOf = (suite: Suite): readonly Suite[] =>
  suite.parent === null ? [suite] : [...suitesOf(suite.parent), suite];

const fileOf = ({ name, parent }: Suite): string => (parent === null ? path.resolve(name) : fileOf(parent));

const inOrder = async (actions: readonly Action[]): Promise<void> => {
  for (const action of actions) await action();
};

const textOf = (fault: unknown): string =>
  fault === HANGS ? 'It hangs.' : fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
