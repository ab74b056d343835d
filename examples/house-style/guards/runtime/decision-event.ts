import { stateOf } from './caller.js';
import type { Caller, CallerState } from './caller.js';
import type { CompiledPolicy } from './compiled-policy.js';
import type { Allowed, Decision, Denied, Undecided } from './decision.js';
import { contextFor } from './decide.js';
import { holdsIn, roleSet } from './grants.js';
import type { DecisionEvent, RefusalCause } from './guard-types.js';
import type { Principal } from './identity.js';
import { liveProofs } from './verdict.js';

const NONE: readonly string[] = Object.freeze([]);

/** What the audit log is told of a decision; null where the policy asks for denials alone and this is none. */
export function decisionEvent(
  home: CompiledPolicy,
  checkpoint: DecisionEvent['checkpoint'],
  operation: string,
  caller: Caller,
  context: string | null,
  decision: Decision,
): DecisionEvent | null {
  if (home.policy.roles?.audit === 'denied' && decision.outcome === 'allowed')
    return null;
  const state = ownState(home, caller);
  const principal =
    decision.outcome === 'allowed'
      ? decision.principal
      : (deniedPrincipal(state, decision) ?? null);
  return Object.freeze<DecisionEvent>({
    operation: operation === '' ? null : printable(operation),
    server: home.server,
    context: context === null ? null : printable(context),
    outcome: decision.outcome,
    code: decision.outcome === 'denied' ? decision.code : null,
    cause: decision.outcome === 'undecided' ? decision.cause : null,
    subject: principal === null ? null : printable(principal.subject),
    issuer: principal === null ? null : printable(principal.issuer),
    invalid: Object.freeze(state === null ? [] : invalidProviders(state)),
    checkpoint,
    remoteAddress: state?.remoteAddress ?? null,
    deprecatedRole:
      state !== null && decision.outcome === 'allowed'
        ? deprecatedRole(state, operation, context, decision)
        : null,
  });
}

/** What the audit log is told of a peer that was turned away before anybody was asked who it is. */
export function refusalEvent(
  { server }: CompiledPolicy,
  cause: RefusalCause,
  remoteAddress: string | null,
): DecisionEvent {
  return Object.freeze<DecisionEvent>({
    operation: null,
    server,
    context: null,
    outcome: 'refused',
    code: null,
    cause,
    subject: null,
    issuer: null,
    invalid: NONE,
    checkpoint: 'connect',
    remoteAddress,
    deprecatedRole: null,
  });
}

function ownState(home: CompiledPolicy, caller: Caller): CallerState | null {
  const state = stateOf(caller);
  return state?.home === home ? state : null;
}

/** Whose proof has ended, where that is why; else the first whose proof has not. */
function deniedPrincipal(
  state: CallerState | null,
  decision: Denied | Undecided,
): Principal | undefined {
  if (state === null) return undefined;
  const ended = state.answers.find(
    (answer) =>
      answer.is === 'proved' &&
      decision.outcome === 'denied' &&
      answer.ended === decision.code,
  );
  return ended?.is === 'proved'
    ? ended.proof.principal
    : liveProofs(state)[0]?.principal;
}

function invalidProviders(state: CallerState): string[] {
  return state.home.providers
    .filter((_, position) => {
      const answer = state.answers[position];
      return answer?.is === 'unmet'
        ? answer.code !== 'unauthenticated'
        : answer?.is === 'proved' && answer.ended !== null;
    })
    .map(({ key }) => key);
}

/** The deprecated role without which the call would have been denied to this actor. */
function deprecatedRole(
  { home, answers }: CallerState,
  operation: string,
  context: string | null,
  { principal }: Allowed,
): string | null {
  const { book, policy, rules } = home;
  const rule = rules.get(operation);
  const asked = Object.hasOwn(policy.roleMap, operation)
    ? (policy.roleMap[operation] ?? [])
    : [];
  const isDeprecated = (role: string): boolean =>
    book?.policy.roles[role]?.deprecated === true;
  const actor = answers.find(
    (answer) => answer.is === 'proved' && answer.proof.principal === principal,
  );
  if (
    book === null ||
    rule === undefined ||
    !asked.some(isDeprecated) ||
    home.holdings === null ||
    actor?.is !== 'proved' ||
    actor.holding === null
  )
    return null;
  const where = contextFor(rule, context ?? undefined);
  if (where === null) return null;
  const table = home.holdings.tableOf(actor.holding);
  const held = asked.filter((role) =>
    holdsIn(table, roleSet([role], book), home.contexts.find(where)),
  );
  return held.every(isDeprecated) ? (held[0] ?? null) : null;
}

/** A caller chooses some of these texts; a line break in one must not forge a line of the log. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '_').slice(0, 500);
}
