import { coarseNow, tickOf } from './clock.js';
import type { Answer, CallerState, Proved } from './caller.js';
import type {
  CompiledAlternative,
  CompiledUse,
  Level,
  RuleShape,
} from './compiled-policy.js';
import { DENIAL_CODES } from './decision.js';
import type { Allowed, Decision, DenialCode, Undecided } from './decision.js';
import { NO_GRANTS } from './grants.js';
import type { GrantTable } from './grants.js';
import type { Principal, Proof } from './identity.js';
import { denied, undecided } from './outcomes.js';

/**
 * What one caller gets from all rules of one shape: the grants of a principal whose roles count, none where nobody's
 * are asked for. They are copied in, since each step from object to object is a miss of the cache where sockets are many.
 */
export interface Verdict extends GrantTable {
  readonly shape: RuleShape;
  /** The answer where a role is among the grants. */
  readonly then: Decision;
  /** The other principals whose roles count: those first that allow. */
  readonly next: Verdict | null;
  /** The answer where none of them holds a role. */
  readonly otherwise: Decision;
}

interface Actor {
  readonly grants: GrantTable;
  readonly then: Allowed | Undecided;
}

/** Kleene's three values: `true` holds. */
type Kleene = true | Undecided | DenialCode;

/** Ticks after which a table is made anew in any case: what holds for ever needs a number as well, and a small one. */
const LONGEST = 2 ** 20;
const RANK: ReadonlyMap<DenialCode, number> = new Map(
  DENIAL_CODES.map((code, rank) => [code, rank]),
);

/** The caller's verdict on a shape of rule: from its table, made anew after an expiry or a revocation. */
export function verdictOn(state: CallerState, shape: RuleShape): Verdict {
  if (isStale(state)) renew(state);
  const { last } = state;
  return last !== null && last.shape === shape
    ? last
    : anotherVerdict(state, shape);
}

/** The same, of a shape that is asked for so rarely that no memory is spent on it. */
export function rareVerdictOn(state: CallerState, shape: RuleShape): Verdict {
  if (isStale(state)) renew(state);
  return judge(shape, state);
}

function isStale(state: CallerState): boolean {
  return coarseNow() >= state.validUntil || state.epoch !== state.home.epoch;
}

/** Most callers are asked about one shape of rule; the table of all is made for those that are not. */
function anotherVerdict(state: CallerState, shape: RuleShape): Verdict {
  const found = state.verdicts?.[shape.position] ?? judge(shape, state);
  if (state.last !== null) {
    state.verdicts ??= new Array<null>(state.home.shapes).fill(null);
    state.verdicts[state.last.shape.position] = state.last;
    state.verdicts[shape.position] = found;
  }
  state.last = found;
  return found;
}

/** The proofs that have not ended. */
export function liveProofs(state: CallerState): readonly Proof[] {
  return state.answers.filter(isLive).map((answer) => answer.proof);
}

function isLive(answer: Answer): answer is Proved {
  return answer.is === 'proved' && answer.ended === null;
}

function renew(state: CallerState): void {
  const { home } = state;
  const { contexts, revocations } = home;
  // Here alone: no table of grants is being made.
  if (contexts.restartIfFull()) home.epoch += 1;
  state.epoch = home.epoch;
  state.validUntil = coarseNow() + LONGEST;
  state.last = null;
  state.verdicts = null;
  for (const answer of state.answers) {
    if (answer.is !== 'proved') continue;
    answer.allowed = null;
    const { issuer, subject } = answer.proof.principal;
    const endsAt = tickOf(answer.proof.expiresAt);
    const names = [subject, answer.account];
    if (revocations.isRevoked(answer.serial, issuer, names))
      answer.ended = 'revoked';
    else if (coarseNow() >= endsAt) answer.ended ??= 'credential-expired';
    if (answer.ended === null)
      state.validUntil = Math.min(state.validUntil, endsAt);
  }
}

function judge(shape: RuleShape, state: CallerState): Verdict {
  const { levels, acting, asksRoles } = shape;
  const held = all(
    levels.map((level) =>
      any(level.map((alternative) => holds(alternative, state))),
    ),
  );
  if (held !== true)
    return final(shape, typeof held === 'string' ? denied(held) : held);
  if (acting === null || !asksRoles)
    return final(shape, allowedBy(firstHolding(acting ?? [], state), state));
  return judgeRoles(shape, acting, state);
}

/** Every level holds; the acting level's actors are left to be asked for their roles, which depend on the context. */
function judgeRoles(
  shape: RuleShape,
  acting: Level,
  state: CallerState,
): Verdict {
  const mayAct: Actor[] = [];
  const mightAct: Actor[] = [];
  let otherwise: Decision = denied('insufficient-role');
  for (const alternative of acting) {
    const actor =
      alternative.actor === null ? undefined : state.answers[alternative.actor];
    const held = holds(alternative, state);
    if (actor === undefined || typeof held === 'string') continue;
    if (actor.is === 'unjudged') otherwise = undecided(actor.cause);
    else if (actor.is === 'proved')
      if (held === true)
        mayAct.push({
          grants: grantsOf(actor, state),
          then: allowedBy(actor, state),
        });
      else mightAct.push({ grants: grantsOf(actor, state), then: held });
  }
  return (
    [...mayAct, ...mightAct].reduceRight<Verdict | null>(
      (next, { grants, then }) => verdict(shape, grants, then, next, otherwise),
      null,
    ) ?? final(shape, otherwise)
  );
}

function final(shape: RuleShape, decision: Decision): Verdict {
  return verdict(shape, NO_GRANTS, decision, null, decision);
}

/** Made here alone, so that all have one hidden class. */
function verdict(
  shape: RuleShape,
  { everywhere, places, more }: GrantTable,
  then: Decision,
  next: Verdict | null,
  otherwise: Decision,
): Verdict {
  return { shape, places, everywhere, then, next, otherwise, more };
}

function grantsOf({ holding }: Proved, { home }: CallerState): GrantTable {
  return holding === null || home.holdings === null
    ? NO_GRANTS
    : home.holdings.tableOf(holding);
}

function allowedBy(answer: Answer | undefined, state: CallerState): Allowed {
  if (answer?.is !== 'proved') return allowed(null, state);
  return (answer.allowed ??= allowed(answer.proof.principal, state));
}

function allowed(principal: Principal | null, state: CallerState): Allowed {
  return Object.freeze<Allowed>({
    outcome: 'allowed',
    principal,
    proofs: Object.freeze(liveProofs(state)),
  });
}

/** The first scheme of the first alternative that holds, in the document's order. */
function firstHolding(level: Level, state: CallerState): Answer | undefined {
  const first = level.find((alternative) => holds(alternative, state) === true)
    ?.uses[0];
  return first === undefined ? undefined : state.answers[first.provider];
}

function holds(alternative: CompiledAlternative, state: CallerState): Kleene {
  return all(alternative.uses.map((use) => isMet(use, state)));
}

function isMet({ provider, scopes }: CompiledUse, state: CallerState): Kleene {
  const answer = state.answers[provider];
  if (answer === undefined) return 'unauthenticated';
  if (answer.is === 'unmet') return answer.code;
  if (answer.is === 'unjudged') return undecided(answer.cause);
  if (answer.ended !== null) return answer.ended;
  if (state.mixed) return 'invalid-credential';
  return scopes.every((scope) => answer.proof.scopes.includes(scope))
    ? true
    : 'insufficient-scope';
}

/** Denied outweighs undecided, and the lowest code is told: it says what to put right first. */
function all(parts: readonly Kleene[]): Kleene {
  return parts.reduce<Kleene>((whole, part) => {
    if (typeof part === 'string')
      return typeof whole === 'string' && rank(whole) > rank(part)
        ? whole
        : part;
    return whole === true ? part : whole;
  }, true);
}

/** Allowed outweighs undecided, and the highest code is told: it says how near the caller came. */
function any(parts: readonly Kleene[]): Kleene {
  return parts.reduce<Kleene>((whole, part) => {
    if (whole === true || part === true) return true;
    if (typeof whole === 'string' && typeof part === 'string')
      return rank(whole) < rank(part) ? whole : part;
    return typeof whole === 'string' ? part : whole;
  }, 'unauthenticated');
}

function rank(code: DenialCode): number {
  return RANK.get(code) ?? 0;
}
