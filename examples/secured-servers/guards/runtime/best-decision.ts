import { DENIAL_CODES, type Decision } from './decision.js';
import { denied } from './outcomes.js';

/**
 * What can be said at best of a caller, of whom one of several things may be asked: allowed, else undecided, so that an
 * outage turns nobody away for good, else the highest denial.
 */
export function bestDecision(decisions: readonly Decision[]): Decision {
  return decisions.reduce(better, denied('unauthenticated'));
}

function better(one: Decision, other: Decision): Decision {
  return rank(other) < rank(one) ? other : one;
}

function rank(decision: Decision): number {
  if (decision.outcome === 'allowed') return -2;
  if (decision.outcome === 'undecided') return -1;
  return DENIAL_CODES.indexOf(decision.code);
}
