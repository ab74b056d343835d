import { stateOf } from './caller.js';
import type { Caller } from './caller.js';
import type { CompiledPolicy, CompiledRule } from './compiled-policy.js';
import type { Decision } from './decision.js';
import { holdsIn, holdsSomewhere, isContext } from './grants.js';
import { denied } from './outcomes.js';
import { rareVerdictOn, verdictOn } from './verdict.js';
import type { Verdict } from './verdict.js';

const FOREIGN = denied('foreign-caller');
const UNKNOWN = denied('unknown-operation');
const NO_CONTEXT = denied('invalid-context');

/** Decides one operation in one context. Synchronous, never throws, allocates nothing once the caller's table is warm. */
export function decide(
  home: CompiledPolicy,
  operation: string,
  caller: Caller,
  context: string | undefined,
): Decision {
  const state = stateOf(caller);
  if (state?.home !== home) return FOREIGN;
  const rule = home.rules.get(operation);
  if (rule === undefined) return UNKNOWN;
  const { roles } = rule;
  let where = rule.impliedContext;
  if (context !== undefined) where = context;
  const verdict = verdictOn(state, rule.shape);
  const number =
    roles === null || where === null ? undefined : home.contexts.find(where);
  // A context that a grant names is one: only others need to be read.
  if (number === undefined || rule.fixedContext !== null) {
    if (contextFor(rule, context) === null) return NO_CONTEXT;
  }
  if (roles === null) return verdict.otherwise;
  for (
    let actor: Verdict | null = verdict;
    actor !== null;
    actor = actor.next
  ) {
    if (holdsIn(actor, roles, number)) return actor.then;
  }
  return verdict.otherwise;
}

/** Decides whether the operation could be allowed in some context. */
export function couldAllow(
  home: CompiledPolicy,
  operation: string,
  caller: Caller,
): Decision {
  const state = stateOf(caller);
  if (state?.home !== home) return FOREIGN;
  const rule = home.rules.get(operation);
  if (rule === undefined) return UNKNOWN;
  const verdict = verdictOn(state, rule.shape);
  const { fixedContext, roles } = rule;
  if (roles === null) return verdict.otherwise;
  for (
    let actor: Verdict | null = verdict;
    actor !== null;
    actor = actor.next
  ) {
    const held =
      fixedContext === null
        ? holdsSomewhere(actor, roles)
        : holdsIn(actor, roles, home.contexts.find(fixedContext));
    if (held) return actor.then;
  }
  return verdict.otherwise;
}

/** Decides the server's own level alone. */
export function connection(home: CompiledPolicy, caller: Caller): Decision {
  const state = stateOf(caller);
  return state?.home === home
    ? rareVerdictOn(state, home.connection).otherwise
    : FOREIGN;
}

/** The context in which roles count for this call; null where none can be told. */
export function contextFor(
  rule: CompiledRule,
  named: string | undefined,
): string | null {
  if (named === undefined) return rule.impliedContext;
  if (rule.fixedContext !== null)
    return named === rule.fixedContext ? named : null;
  return typeof named === 'string' && isContext(named) ? named : null;
}
