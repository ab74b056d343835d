import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { fc } from '../support/seeded.js';
import type { Caller } from '../../src/runtime/caller.js';
import { tick } from '../../src/runtime/clock.js';
import { DENIAL_CODES, type Decision } from '../../src/runtime/decision.js';
import { evidenceOf } from '../../src/runtime/evidence.js';
import type { GuardCore } from '../../src/runtime/guard-core.js';
import { createGuardCore } from '../../src/runtime/guard.js';
import type { Principal } from '../../src/runtime/identity.js';
import type { Policy } from '../../src/runtime/policy.js';
import {
  arbitraryFate,
  authenticatorFor,
  headersOf,
  ISSUERS,
  stateOf,
  SUBJECTS,
  type Fate,
} from '../support/arbitrary-caller.js';
import {
  arbitraryPolicy,
  CONTEXTS,
  OPERATIONS,
  PROVIDERS,
  providersOf,
  reversed,
} from '../support/arbitrary-policy.js';
import { answer, connectionAnswer, couldAllowIn, type Answer, type ProviderState } from '../support/second-model.js';

const NEVER_THERE = ['unheardOf', '__proto__', 'hasOwnProperty'];
const CONTEXTS_THERE = [...CONTEXTS, 'elsewhere'];
const CONTEXTS_ASKED = [undefined, ...CONTEXTS_THERE];
const NO_CONTEXTS = ['*', '', 'READER@billing', 'default\n'];

/** Fewer than all are drawn while mutants are tried: they are counted out, and the first that fails is enough. */
const { RANDOM_SCENES: fewer } = process.env;
const RUNS = 2_500;
const AT_LEAST = 1_000_000;

interface Revocation {
  readonly subject: string;
  readonly issuer: string | undefined;
}

const arbitraryScene = fc.record({
  policy: arbitraryPolicy,
  crowd: fc.array(fc.tuple(...PROVIDERS.map(() => arbitraryFate)), { minLength: 1, maxLength: 4 }),
  revocation: fc.option(
    fc.record({
      subject: fc.constantFrom(...SUBJECTS),
      issuer: fc.constantFrom(undefined, ...ISSUERS),
    }),
    { freq: 2 },
  ),
});

// The engine reads the time from `Date.now`; the clock never goes back, so each scene starts where the last one ended.
let now = 0;
const stopTheClock = (t: TestContext): void => {
  now = Date.now();
  t.mock.method(Date, 'now', () => now);
};

test('the engine decides as the second model does, in whatever order a policy is written', async (t) => {
  stopTheClock(t);
  const tally = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(arbitraryScene, async ({ policy, crowd, revocation }) => {
      for (const server of Object.keys(policy.servers)) {
        const stage = enter(policy, server, crowd);
        const present = await admit(stage, crowd);
        for (const one of present) compare(stage, one, tally);
        revoke(stage, present, revocation);
        now += 1_000;
        tick();
        for (const one of present) compare(stage, one, tally);
        // A revocation ends the proofs that exist, not those to come.
        for (const one of await admit(stage, crowd.slice(0, 1))) compare(stage, one, tally);
      }
    }),
    fewer === undefined
      ? { numRuns: RUNS, includeErrorInReport: true }
      : { numRuns: Number(fewer), endOnFailure: true },
  );
  if (fewer !== undefined) return;
  t.diagnostic(JSON.stringify(Object.fromEntries([...tally].sort())));
  const asked = [...tally.values()].reduce((sum, count) => sum + count, 0);
  const easy = (tally.get('unknown-operation') ?? 0) + (tally.get('invalid-context') ?? 0);
  assert.ok(asked - easy >= AT_LEAST, `only ${String(asked - easy)} decisions about a caller were compared`);
  for (const told of ['allowed', 'undecided', ...DENIAL_CODES.filter((code) => !ELSEWHERE.has(code))]) {
    const share = (tally.get(told) ?? 0) / asked;
    assert.ok(share > 0.005, `${told} was hardly ever the answer: the policies or callers drawn are too poor`);
  }
});

test('a caller of another guard is foreign, whatever is asked', async (t) => {
  stopTheClock(t);
  await fc.assert(
    fc.asyncProperty(arbitraryScene, async ({ policy, crowd }) => {
      const here = enter(policy, 'production', crowd);
      const elsewhere = await admit(enter(policy, 'staging', crowd), crowd);
      const strangers: unknown[] = [...elsewhere.map(({ caller }) => caller), {}, null, undefined, 'caller'];
      for (const stranger of strangers) {
        for (const operation of [...OPERATIONS, ...NEVER_THERE]) {
          const decision = here.core.decide(operation, stranger as Caller, 'no context');
          assert.deepEqual(decision, { outcome: 'denied', code: 'foreign-caller' });
        }
      }
    }),
    { numRuns: 100, includeErrorInReport: true },
  );
});

/** Codes that adapters give, or that the other test asks for. */
const ELSEWHERE: ReadonlySet<string> = new Set(['foreign-caller', 'malformed-message', 'replayed']);

type Fates = readonly Fate[];

/** The guards of one server: of the policy as drawn, and of the policy written the other way round. */
interface Stage {
  readonly policy: Policy;
  readonly server: string;
  readonly core: GuardCore;
  readonly mirror: GuardCore;
}

/** One caller, as the guard, the mirrored guard and the model know it. */
interface Present {
  readonly caller: Caller;
  readonly mirrored: Caller;
  states: ReadonlyMap<string, ProviderState>;
}

function enter(policy: Policy, server: string, crowd: readonly Fates[]): Stage {
  const authenticators = Object.fromEntries(
    [...providersOf(policy, server)].map((provider) => {
      const position = PROVIDERS.findIndex((name) => name === provider);
      const fateOf = (key: string): Fate | undefined => crowd[Number(key.replace('key-', ''))]?.[position];
      return [provider, authenticatorFor(provider, policy, fateOf, () => now)];
    }),
  );
  const options = { authenticators, limits: { inFlight: 1_000_000, perAddress: 1_000_000 } };
  return {
    policy,
    server,
    core: createGuardCore(policy, server, options),
    mirror: createGuardCore(reversed(policy), server, options),
  };
}

async function admit({ policy, server, core, mirror }: Stage, crowd: readonly Fates[]): Promise<Present[]> {
  const asked = providersOf(policy, server);
  return Promise.all(
    crowd.map(async (drawn, number): Promise<Present> => {
      const fates = new Map(PROVIDERS.map((name, at): [string, Fate] => [name, drawn[at] ?? { fate: 'absent' }]));
      const evidence = evidenceOf({ url: '/', rawHeaders: headersOf(number, fates, policy) });
      const states = [...fates]
        .filter(([provider]) => asked.has(provider))
        .map(([provider, fate]): [string, ProviderState] => [provider, stateOf(fate, provider, policy, now)]);
      return {
        caller: await core.authenticate(evidence),
        mirrored: await mirror.authenticate(evidence),
        states: new Map(states),
      };
    }),
  );
}

function revoke({ core, mirror }: Stage, present: readonly Present[], revocation: Revocation | null): void {
  if (revocation === null) return;
  const { subject, issuer } = revocation;
  for (const guard of [core, mirror]) guard.revoke(subject, issuer === undefined ? {} : { issuer });
  for (const one of present) {
    one.states = new Map(
      [...one.states].map(([provider, state]) => {
        const ends = state.state === 'proved' && state.subject === subject && (issuer ?? state.issuer) === state.issuer;
        return [provider, ends ? { ...state, revoked: true } : state];
      }),
    );
  }
}

/** Asks everything of one caller, and counts the answers. */
function compare({ policy, server, core, mirror }: Stage, present: Present, tally: Map<string, number>): void {
  const { caller, mirrored, states } = present;

  const check = (what: string, want: Answer, got: Decision, inMirror: Decision, principals: boolean): void => {
    const told = want.outcome === 'denied' ? want.code : want.outcome;
    tally.set(told, (tally.get(told) ?? 0) + 2);
    if (agrees(got, want, principals) && sameVerdict(got, inMirror)) return;
    const where = `${what} on ${server}, asked by ${JSON.stringify(Object.fromEntries(states))}`;
    assert.deepEqual({ got, inMirror }, { got: want, inMirror: want }, where);
    assert.fail(`an answer of another shape: ${where}`);
  };

  const ask = (operation: string, context: string | undefined): void => {
    const want = answer({ policy, server, states, operation, context, now });
    const what = `${operation} in ${String(context)}`;
    check(what, want, core.decide(operation, caller, context), mirror.decide(operation, mirrored, context), true);
  };
  for (const operation of OPERATIONS) {
    for (const context of CONTEXTS_ASKED) ask(operation, context);
    ask(operation, NO_CONTEXTS[operation.length % NO_CONTEXTS.length]);
    const could = couldAllowIn({ policy, server, states, operation, context: undefined, now }, CONTEXTS_THERE);
    const what = `whether ${operation} could be allowed`;
    check(what, could, core.couldAllow(operation, caller), mirror.couldAllow(operation, mirrored), false);
  }
  for (const operation of NEVER_THERE) ask(operation, undefined);
  const level = connectionAnswer({ policy, server, states, operation: '', context: undefined, now });
  check("the server's level", level, core.connection(caller), mirror.connection(mirrored), true);
}

function agrees(got: Decision, want: Answer, principals: boolean): boolean {
  switch (got.outcome) {
    case 'allowed':
      return want.outcome === 'allowed' && (!principals || samePrincipal(got.principal, want.principal));
    case 'denied':
      return want.outcome === 'denied' && got.code === want.code;
    case 'undecided':
      return want.outcome === 'undecided' && got.cause === 'authenticator-failed';
  }
}

function samePrincipal(one: Named | null, other: Named | null): boolean {
  return one?.subject === other?.subject && one?.issuer === other?.issuer;
}

type Named = Pick<Principal, 'issuer' | 'subject'>;

function sameVerdict(one: Decision, other: Decision): boolean {
  if (one.outcome === 'denied') return other.outcome === 'denied' && one.code === other.code;
  return one.outcome === other.outcome;
}
