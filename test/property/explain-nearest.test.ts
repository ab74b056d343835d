import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/seeded.js';
import { withAddition, type Addition } from '../../src/explain/addition.js';
import { decidePresented, type Case } from '../../src/explain/decide-presented.js';
import { nearestAddition } from '../../src/explain/nearest-addition.js';
import type { Presented, PresentedProof } from '../../src/explain/question.js';
import type { Policy } from '../../src/runtime/policy.js';
import { arbitraryPolicy, CONTEXTS, PROVIDERS, providersOf, ROLES, SCOPES } from '../support/arbitrary-policy.js';
import { additions, compare, everythingElse, firstChoice, outcomeOf, sizeOf } from '../support/second-nearest.js';

const SERVER = 'production';
const RUNS = 500;
/** How often each kind of answer has to occur. */
const AT_LEAST = 20;

/** The policy with this server's providers alone: the engine is given an authenticator for each of them and no other. */
const asked = (policy: Policy): Policy => {
  const used = providersOf(policy, SERVER);
  return {
    ...policy,
    providers: Object.fromEntries(Object.entries(policy.providers).filter(([key]) => used.has(key))),
  };
};

const arbitraryPresented = fc
  .record({
    proofs: fc.tuple(
      ...PROVIDERS.map(() =>
        fc.option(
          fc.record({
            scopes: fc.subarray([...SCOPES]),
            subject: fc.oneof({ weight: 4, arbitrary: fc.constant('alice') }, fc.constant('bob')),
          }),
          { freq: 1 },
        ),
      ),
    ),
    grants: fc.subarray(
      ROLES.flatMap((role) => ['*', ...CONTEXTS].map((context) => `${role}@${context}`)),
      { maxLength: 2 },
    ),
  })
  .map(({ proofs, grants }): Presented => {
    const drawn = PROVIDERS.flatMap((key, at): [string, PresentedProof][] => {
      const proof = proofs[at];
      return proof === null || proof === undefined ? [] : [[key, { scheme: key, ...proof }]];
    });
    return { proofs: new Map(drawn), grants };
  });

test('the nearest addition is the first of the smallest that the second model allows', async (t) => {
  const seen = { allowed: 0, hopeless: 0, schemes: 0, scopes: 0, grants: 0, ties: 0 };
  const check = async (at: Case, presented: Presented): Promise<void> => {
    const decision = await decidePresented(at, presented);
    const outcome = decision.outcome === 'denied' ? decision.code : decision.outcome;
    assert.equal(outcome, outcomeOf(at, presented));
    if (outcome === 'allowed') {
      seen.allowed += 1;
      return;
    }
    const allowedWith = (addition: Addition): boolean =>
      outcomeOf(at, withAddition(at.policy, presented, addition)) === 'allowed';
    const nearest = await nearestAddition(at, presented);
    if (nearest === null) {
      assert.equal(allowedWith(everythingElse(at, presented)), false);
      seen.hopeless += 1;
      return;
    }
    const size = sizeOf(nearest);
    const noLarger = Array.from({ length: size[0] + 1 }, (_, schemes) => additions(at, presented, schemes))
      .flat()
      .filter((addition) => compare(sizeOf(addition), size) <= 0 && allowedWith(addition));
    assert.ok(noLarger.every((addition) => compare(sizeOf(addition), size) === 0));
    const orderOf = (addition: Addition): readonly number[] =>
      firstChoice(at, withAddition(at.policy, presented, addition), addition);
    const [first] = noLarger.map(orderOf).sort(compare);
    assert.deepEqual(orderOf(nearest), first);
    assert.ok(allowedWith(nearest));
    seen.schemes += size[0] > 0 ? 1 : 0;
    seen.scopes += size[1] > 0 ? 1 : 0;
    seen.grants += size[2] > 0 ? 1 : 0;
    seen.ties += noLarger.length > 1 ? 1 : 0;
  };
  await fc.assert(
    fc.asyncProperty(
      arbitraryPolicy,
      arbitraryPresented,
      fc.constantFrom(undefined, ...CONTEXTS, '*'),
      async (drawn, presented, context) => {
        const policy = asked(drawn);
        const operations = Object.keys(policy.servers[SERVER]?.rules ?? {});
        for (const operation of operations) await check({ policy, server: SERVER, operation, context }, presented);
      },
    ),
    { numRuns: RUNS },
  );
  t.diagnostic(JSON.stringify(seen));
  for (const [what, count] of Object.entries(seen)) assert.ok(count >= AT_LEAST, `${what}: only ${String(count)}`);
});
