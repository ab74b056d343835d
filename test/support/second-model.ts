import { DENIAL_CODES, type DenialCode, type UndecidedCause } from '../../src/runtime/decision.js';
import type { Alternative, Policy, Requirement, SchemeUse } from '../../src/runtime/policy.js';

/**
 * A second model of the decision, written from sections 6 and 7 of the design alone.
 *
 * It shares data shapes with the runtime and no code: what both get wrong together would have to be wrong in the text.
 * It is slow and straight on purpose.
 */

/** What became of the evidence for one provider. */
export type ProviderState =
  | { readonly state: 'absent' }
  | { readonly state: 'invalid'; readonly code: 'invalid-credential' | 'credential-expired' | 'revoked' | 'replayed' }
  | { readonly state: 'undecided'; readonly cause: UndecidedCause }
  | ProvedState;

export interface ProvedState {
  readonly state: 'proved';
  readonly issuer: string;
  readonly subject: string;
  readonly scopes: readonly string[];
  /** `ROLE@context`, well-formed, of roles that the policy knows. */
  readonly grants: readonly string[];
  readonly expiresAt: number;
  readonly revoked: boolean;
}

export interface Question {
  readonly policy: Policy;
  readonly server: string;
  readonly states: ReadonlyMap<string, ProviderState>;
  readonly operation: string;
  readonly context: string | undefined;
  readonly now: number;
}

export type Answer =
  | { readonly outcome: 'allowed'; readonly principal: { readonly issuer: string; readonly subject: string } | null }
  | { readonly outcome: 'denied'; readonly code: DenialCode }
  | { readonly outcome: 'undecided' };

/** Kleene's three values; a `no` says why. */
type Verdict = { readonly is: 'yes' } | { readonly is: 'unknown' } | { readonly is: 'no'; readonly code: DenialCode };

const YES: Verdict = { is: 'yes' };
const UNKNOWN: Verdict = { is: 'unknown' };
const no = (code: DenialCode): Verdict => ({ is: 'no', code });

/** `all` of nothing holds; one `no` outweighs an `unknown`; the lowest code is told. */
function all(verdicts: readonly Verdict[]): Verdict {
  const codes = codesOf(verdicts);
  if (codes.length > 0) return no(lowest(codes));
  return verdicts.some((verdict) => verdict.is === 'unknown') ? UNKNOWN : YES;
}

/** `any` of nothing fails; one `yes` outweighs an `unknown`; the highest code is told. */
function any(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.some((verdict) => verdict.is === 'yes')) return YES;
  if (verdicts.some((verdict) => verdict.is === 'unknown')) return UNKNOWN;
  return no(highest(codesOf(verdicts)));
}

const codesOf = (verdicts: readonly Verdict[]): DenialCode[] =>
  verdicts.flatMap((verdict) => (verdict.is === 'no' ? [verdict.code] : []));

/** The list is written highest first. */
const byRank = (a: DenialCode, b: DenialCode): number => DENIAL_CODES.indexOf(a) - DENIAL_CODES.indexOf(b);
const highest = (codes: readonly DenialCode[]): DenialCode => [...codes].sort(byRank)[0] ?? 'unauthenticated';
const lowest = (codes: readonly DenialCode[]): DenialCode => [...codes].sort(byRank).at(-1) ?? 'unauthenticated';

const CONTEXT_NAME = /^[a-zA-Z_][a-zA-Z0-9_-]*$/;
/** No context is written so. */
const INVALID = '*';

/** What the design says of this question. */
export function answer(question: Question): Answer {
  const { policy, operation } = question;
  const server = own(policy.servers, question.server);
  const rule = server && own(server.rules, operation);
  const described = own(policy.operations, operation);
  if (server === undefined || rule === undefined || described === undefined)
    return { outcome: 'denied', code: 'unknown-operation' };

  const context = contextOf(question);
  if (context === INVALID) return { outcome: 'denied', code: 'invalid-context' };

  const levels = [server.requirement, rule.requirement].filter((level) => level !== null);
  const levelsHold = all(levels.map((level) => levelHolds(question, level)));
  if (levelsHold.is === 'no') return { outcome: 'denied', code: levelsHold.code };
  if (levelsHold.is === 'unknown') return { outcome: 'undecided' };

  const acting = rule.requirement ?? server.requirement ?? [];
  const roles = own(policy.roleMap, operation);
  if (roles === undefined) {
    const first = acting.find((alternative) => alternativeHolds(question, alternative).is === 'yes');
    return { outcome: 'allowed', principal: principalOf(question, first?.allOf[0]?.scheme) };
  }
  const mayAct = (alternative: Alternative): Verdict => actorHasRole(question, alternative, roles, context);
  const role = any(acting.map((alternative) => all([alternativeHolds(question, alternative), mayAct(alternative)])));
  if (role.is === 'unknown') return { outcome: 'undecided' };
  if (role.is === 'no') return { outcome: 'denied', code: 'insufficient-role' };
  const deciding = acting.find(
    (alternative) => all([alternativeHolds(question, alternative), mayAct(alternative)]).is === 'yes',
  );
  return { outcome: 'allowed', principal: principalOf(question, deciding?.actor ?? undefined) };
}

/** What the server's own level says, before any operation is asked for. */
export function connectionAnswer(question: Question): Answer {
  const level = own(question.policy.servers, question.server)?.requirement ?? null;
  if (level === null) return { outcome: 'allowed', principal: null };
  const holds = levelHolds(question, level);
  if (holds.is === 'no') return { outcome: 'denied', code: holds.code };
  if (holds.is === 'unknown') return { outcome: 'undecided' };
  const first = level.find((alternative) => alternativeHolds(question, alternative).is === 'yes');
  return { outcome: 'allowed', principal: principalOf(question, first?.allOf[0]?.scheme) };
}

/** Whether some context exists in which the operation is allowed: asks for every context that anything names. */
export function couldAllowIn(question: Question, contexts: readonly string[]): Answer {
  const source = own(question.policy.operations, question.operation)?.context;
  const possible = source !== undefined && 'value' in source ? [source.value] : contexts;
  const answers = possible.map((context) => answer({ ...question, context }));
  return (
    answers.find(({ outcome }) => outcome === 'allowed') ??
    answers.find(({ outcome }) => outcome === 'undecided') ??
    answers[0] ?? { outcome: 'denied', code: 'unknown-operation' }
  );
}

/**
 * A fixed context is the operation's own. A header or field may be missing: then the default context is meant. A
 * channel parameter is part of the place that the message goes to: roles must not be counted elsewhere.
 */
function contextOf({ policy, operation, context: given }: Question): string {
  if (given !== undefined && !CONTEXT_NAME.test(given)) return INVALID;
  const source = own(policy.operations, operation)?.context;
  if (source !== undefined && 'value' in source)
    return given === undefined || given === source.value ? source.value : INVALID;
  if (given !== undefined) return given;
  const countsRoles = own(policy.roleMap, operation) !== undefined;
  if (source !== undefined && 'parameter' in source && countsRoles) return INVALID;
  return policy.roles?.defaultContext ?? 'default';
}

const levelHolds = (question: Question, level: Requirement): Verdict =>
  any(level.map((alternative) => alternativeHolds(question, alternative)));

const alternativeHolds = (question: Question, alternative: Alternative): Verdict =>
  all(alternative.allOf.map((use) => useHolds(question, use)));

function useHolds(question: Question, use: SchemeUse): Verdict {
  const state = stateOf(question, use.scheme);
  switch (state.state) {
    case 'absent':
      return no('unauthenticated');
    case 'invalid':
      return no(state.code);
    case 'undecided':
      return UNKNOWN;
    case 'proved': {
      if (state.revoked) return no('revoked');
      if (state.expiresAt <= question.now) return no('credential-expired');
      if (!oneSubject(question)) return no('invalid-credential');
      return use.scopes.every((scope) => state.scopes.includes(scope)) ? YES : no('insufficient-scope');
    }
  }
}

/** Where the policy demands it, all that a caller proves must name one subject. */
function oneSubject({ policy, states }: Question): boolean {
  if (!policy.sameSubject) return true;
  const proved = [...states.values()].filter((state) => state.state === 'proved');
  return new Set(proved.map(({ issuer, subject }) => JSON.stringify([issuer, subject]))).size <= 1;
}

function actorHasRole(question: Question, { actor }: Alternative, roles: readonly string[], context: string): Verdict {
  if (actor === null) return no('insufficient-role');
  const state = stateOf(question, actor);
  if (state.state === 'undecided') return UNKNOWN;
  if (state.state !== 'proved') return no('insufficient-role');
  const granted = grantsThatCount(question, actor, state).some(({ role, where }) => {
    const limit = own(question.policy.roles?.roles ?? {}, role)?.contexts ?? null;
    return roles.includes(role) && (where === '*' || where === context) && (limit === null || limit.includes(context));
  });
  return granted ? YES : no('insufficient-role');
}

function grantsThatCount({ policy }: Question, scheme: string, state: ProvedState): { role: string; where: string }[] {
  const source = own(policy.providers, own(policy.schemes, scheme)?.provider ?? '')?.rolesFrom ?? null;
  if (source === null) return [];
  const texts = source === 'scopes' ? state.scopes : state.grants;
  return texts.flatMap((text) => {
    const [role = '', ...rest] = text.split('@');
    if (own(policy.roles?.roles ?? {}, role) === undefined) return [];
    if (rest.length > 0) return [{ role, where: rest.join('@') }];
    return policy.roles?.bareGrant === 'every-context' ? [{ role, where: '*' }] : [];
  });
}

function principalOf(question: Question, scheme: string | undefined): { issuer: string; subject: string } | null {
  const state = scheme === undefined ? undefined : stateOf(question, scheme);
  return state?.state === 'proved' ? { issuer: state.issuer, subject: state.subject } : null;
}

function stateOf({ policy, states }: Question, scheme: string): ProviderState {
  const provider = own(policy.schemes, scheme)?.provider;
  return (provider === undefined ? undefined : states.get(provider)) ?? { state: 'absent' };
}

/** A document may name its things `toString`. */
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
