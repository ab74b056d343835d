import assert from 'node:assert/strict';
import type { Found } from './found.js';
import type { Wanted, WantedError } from './wanted.js';

/** Asserts that what was found is what is wanted. */
export const assertFound = (found: Found, wanted: Wanted): void => {
  assert.deepEqual(withSortedRules(found.policy), withSortedRules(wanted.policy));
  assertErrors(found.errors, wanted.errors);
  const warned = wanted.warnings.map(({ code, place }) => `${code} ${place ?? ''}`);
  const codes = new Set(['security-dropped', 'security-empty']);
  const given = found.warnings.filter(({ code }) => codes.has(code)).map(({ code, place }) => `${code} ${place ?? ''}`);
  assert.deepEqual(given.sort(), warned.sort());
};

/** The same codes at the same places, as far as places are foretold. */
export const assertErrors = (found: readonly WantedError[], wanted: readonly WantedError[]): void => {
  const anywhere = new Set(wanted.flatMap(({ code, place }) => (place === null ? code : [])));
  const texts = (errors: readonly WantedError[]): readonly string[] =>
    [...new Set(errors.map(({ code, place }) => (anywhere.has(code) ? code : `${code} ${place ?? ''}`)))].sort();
  assert.deepEqual(texts(found), texts(wanted));
};

/** Rules have no order. */
export const withSortedRules = (policy: unknown): unknown => {
  if (typeof policy !== 'object' || policy === null || !('rules' in policy) || !Array.isArray(policy.rules))
    return policy;
  const rules = policy.rules.map((rule: unknown) => [JSON.stringify(rule), rule] as const);
  return { ...policy, rules: rules.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, rule]) => rule) };
};
