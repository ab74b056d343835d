import { policyOf, readAnswer } from './answer.js';
import type { Examined } from './examine.js';
import { officialDifferences, type Difference } from './official-differences.js';

/** Our policies beside the official models, over a whole corpus. */
export interface Comparisons {
  readonly documents: number;
  readonly operations: number;
  readonly differences: readonly Difference[];
  /** Documents with a policy of ours and no model of theirs. */
  readonly withoutModel: readonly string[];
  /** How many have no policy, because a requirement cannot be read. */
  readonly withoutPolicy: number;
}

/** Compares where both sides say something. */
export const comparisons = (examined: readonly Examined[]): Comparisons => {
  const policies = examined.map(({ name, stdout, official }) => ({
    name,
    policy: policyOf(readAnswer(stdout)),
    official,
  }));
  const stated = policies.flatMap(({ policy, ...rest }) => (policy === null ? [] : [{ ...rest, policy }]));
  const both = stated.flatMap(({ official, ...rest }) => (official === undefined ? [] : [{ ...rest, official }]));
  return {
    documents: both.length,
    operations: both.reduce((sum, { policy }) => sum + Object.keys(policy.operations).length, 0),
    differences: both.flatMap(({ name, policy, official }) => officialDifferences(name, policy, official)),
    withoutModel: stated.filter(({ official }) => official === undefined).map(({ name }) => name),
    withoutPolicy: policies.length - stated.length,
  };
};
