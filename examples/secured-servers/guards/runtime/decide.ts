import { stateOf } from './caller.js';
import type { Caller } from './caller.js';
import type { CompiledPolicy, CompiledRule } from './compiled-policy.js';
import type { Decision } from './decision.js';
import { holdsIn, holdsSomewhere, isContext } from './grants.js';
import type { RoleSet } from './grants.js';
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
  const verdict = verdictOn(state, rule.shape);
  if (roles !== null && context !== undefined && rule.fixedContext === null) {
    const number = home.contexts.find(context);
    // A context that a grant names is one: it need not be read again.
    if (number !== undefined) return amongActors(verdict, roles, number);
  }
  const where = contextFor(rule, context);
  if (where === null) return NO_CONTEXT;
  return roles === null
    ? verdict.otherwise
    : amongActors(verdict, roles, home.contexts.find(where));
}

function amongActors(
  verdict: Verdict,
  roles: RoleSet,
  context: number | undefined,
): Decision {
  let actor: Verdict | null = verdict;
  do {
    if (holdsIn(actor, roles, context)) return actor.then;
    actor = actor.next;
  } while (actor !== null);
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
