import { coarseNow } from './clock.js';
import type { Answer, CallerState, Proved } from './caller.js';
import type {
  CompiledAlternative,
  CompiledUse,
  Level,
  RuleShape,
} from './compiled-policy.js';
import { DENIAL_CODES } from './decision.js';
import type { Allowed, Decision, DenialCode, Undecided } from './decision.js';
import type { GrantTable, RoleSet } from './grants.js';
import type { Proof } from './identity.js';
import { denied, undecided } from './outcomes.js';

/** What one caller gets from all rules of one shape. */
export interface Verdict {
  /** Whose grants settle it, those first that allow. Empty where no role is asked for. */
  readonly actors: readonly Actor[];
  readonly roles: RoleSet;
  /** The answer where no actor holds a role. */
  readonly otherwise: Decision;
}

/** The principal whose roles count in one alternative, and the answer if it holds one. */
export interface Actor {
  readonly grants: GrantTable;
  readonly then: Allowed | Undecided;
}

/** Kleene's three values: `true` holds. */
type Kleene = true | Undecided | DenialCode;

const NOBODY: readonly Actor[] = [];
const NO_ROLES: RoleSet = [];
const RANK: ReadonlyMap<DenialCode, number> = new Map(
  DENIAL_CODES.map((code, rank) => [code, rank]),
);

/** The caller's verdict on a shape of rule: from its table, made anew after an expiry or a revocation. */
export function verdictOn(
  state: CallerState,
  position: number,
  shape: RuleShape,
): Verdict {
  if (
    coarseNow() >= state.validUntil ||
    state.epoch !== state.home.revocations.epoch
  )
    renew(state);
  const known = state.verdicts[position];
  if (known !== undefined) return known;
  const made = judge(shape, state);
  state.verdicts[position] = made;
  return made;
}

/** The proofs that have not ended. */
export function liveProofs(state: CallerState): readonly Proof[] {
  return state.answers.filter(isLive).map((answer) => answer.proof);
}

function isLive(answer: Answer): answer is Proved {
  return answer.is === 'proved' && answer.ended === null;
}

function renew(state: CallerState): void {
  const { revocations } = state.home;
  state.epoch = revocations.epoch;
  state.validUntil = Infinity;
  state.verdicts = [];
  for (const answer of state.answers) {
    if (answer.is !== 'proved') continue;
    const { issuer, subject } = answer.proof.principal;
    const names = [subject, answer.account];
    if (revocations.isRevoked(answer.serial, issuer, names))
      answer.ended = 'revoked';
    else if (coarseNow() >= answer.endsAt)
      answer.ended ??= 'credential-expired';
    if (answer.ended === null)
      state.validUntil = Math.min(state.validUntil, answer.endsAt);
  }
}

function judge(
  { levels, acting, roles }: RuleShape,
  state: CallerState,
): Verdict {
  const held = all(
    levels.map((level) =>
      any(level.map((alternative) => holds(alternative, state))),
    ),
  );
  if (held !== true)
    return final(typeof held === 'string' ? denied(held) : held);
  if (acting === null || roles === null)
    return final(allowedBy(firstHolding(acting ?? [], state), state));
  return judgeRoles(acting, roles, state);
}

/** Every level holds; the acting level's actors are left to be asked for their roles, which depend on the context. */
function judgeRoles(
  acting: Level,
  roles: RoleSet,
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
    else if (actor.is === 'proved' && actor.grants !== null)
      if (held === true)
        mayAct.push({ grants: actor.grants, then: allowedBy(actor, state) });
      else mightAct.push({ grants: actor.grants, then: held });
  }
  return { actors: [...mayAct, ...mightAct], roles, otherwise };
}

function final(decision: Decision): Verdict {
  return { actors: NOBODY, roles: NO_ROLES, otherwise: decision };
}

function allowedBy(answer: Answer | undefined, state: CallerState): Allowed {
  return Object.freeze<Allowed>({
    outcome: 'allowed',
    principal: answer?.is === 'proved' ? answer.proof.principal : null,
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
