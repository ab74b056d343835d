import { stateOf } from './caller.js';
import type { Caller } from './caller.js';
import type { CompiledPolicy, CompiledRule } from './compiled-policy.js';
import type { Decision } from './decision.js';
import { holdsIn, holdsSomewhere, isContext } from './grants.js';
import { denied } from './outcomes.js';
import { verdictOn } from './verdict.js';

const FOREIGN = denied('foreign-caller');
const UNKNOWN = denied('unknown-operation');
const NO_CONTEXT = denied('invalid-context');
const NOBODY = denied('unauthenticated');

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
  const where = contextFor(rule, context);
  if (where === null) return NO_CONTEXT;
  const shape = home.shapes[rule.shape];
  if (shape === undefined) return UNKNOWN;
  const verdict = verdictOn(state, rule.shape, shape);
  for (const actor of verdict.actors) {
    if (holdsIn(actor.grants, verdict.roles, where)) return actor.then;
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
  const shape = home.shapes[rule.shape];
  if (shape === undefined) return UNKNOWN;
  const verdict = verdictOn(state, rule.shape, shape);
  const { fixedContext } = rule;
  for (const { grants, then } of verdict.actors) {
    const held =
      fixedContext === null
        ? holdsSomewhere(grants, verdict.roles)
        : holdsIn(grants, verdict.roles, fixedContext);
    if (held) return then;
  }
  return verdict.otherwise;
}

/** Decides the server's own level alone. */
export function connection(home: CompiledPolicy, caller: Caller): Decision {
  const state = stateOf(caller);
  if (state?.home !== home) return FOREIGN;
  const shape = home.shapes[0];
  return shape === undefined ? NOBODY : verdictOn(state, 0, shape).otherwise;
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
