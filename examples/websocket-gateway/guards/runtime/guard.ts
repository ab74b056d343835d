import { Admission } from './admission.js';
import { authenticate } from './authenticate.js';
import type { Desk } from './authenticate.js';
import { authorize } from './authorized.js';
import { stateOf } from './caller.js';
import { startClock } from './clock.js';
import { compiledPolicy } from './compiled-policy.js';
import { connection, contextFor, couldAllow, decide } from './decide.js';
import { Deadline } from './deadline.js';
import { decisionEvent, refusalEvent } from './decision-event.js';
import { AccessDeniedError } from './errors.js';
import { faultWarnings } from './fault-warnings.js';
import type { GuardCore } from './guard-core.js';
import { checkedAuthenticators, checkedLimits } from './guard-faults.js';
import type { Guard, GuardOptions } from './guard-types.js';
import { Listener } from './listener.js';
import type { Policy } from './policy.js';
import { liveProofs } from './verdict.js';

const NO_PARAMETERS = Object.freeze({});

/**
 * Makes the guard of one server, for any transport. Throws a TypeError where an authenticator is missing, is no
 * function or is asked for by nobody, and where the policy cannot be enforced.
 */
export function createGuard<
  OperationId extends string,
  Authenticators extends object,
>(
  policy: Policy,
  server: string,
  options: GuardOptions<Authenticators>,
): Guard<OperationId> {
  return Object.freeze(
    guardOver(
      createGuardCore<OperationId, Authenticators>(policy, server, options),
    ),
  );
}

/** What an app sees of a guard: each decision that it asks for is told to `onDecision`. Adapters add their own to it. */
export function guardOver<OperationId extends string>(
  core: GuardCore<OperationId>,
): Guard<OperationId> {
  return {
    authenticate: (evidence) => core.authenticate(evidence),
    decide(operation, caller, context) {
      const decision = core.decide(operation, caller, context);
      core.emit('inbound', operation, caller, context ?? null, decision);
      return decision;
    },
    enforce: (operation, caller, message, context) =>
      core.enforce(operation, caller, message, context),
    revoke: (subject, where) => {
      core.revoke(subject, where);
    },
    get failedEvents() {
      return core.failedEvents;
    },
  };
}

/**
 * For adapters of a transport: the guard with what they need beside it. `enforce` tells `onDecision` itself. Of `operations`
 * alone, where they are given: authenticators of others are then not asked for.
 */
export function createGuardCore<
  OperationId extends string,
  Authenticators extends object,
>(
  policy: Policy,
  server: string,
  options: GuardOptions<Authenticators>,
  operations?: readonly OperationId[],
): GuardCore<OperationId> {
  const home = compiledPolicy(policy, server, operations);
  const limits = checkedLimits(options.limits);
  const decisions = new Listener(options.onDecision);
  const faults = new Listener(options.onFault ?? faultWarnings(server));
  const desk: Desk = {
    home,
    authenticators: checkedAuthenticators(home, options.authenticators),
    admission: new Admission(limits.inFlight, limits.perAddress),
    deadline: new Deadline(limits.deadline),
    report: (provider, cause, error) => {
      faults.tell(() => Object.freeze({ provider, cause, error }));
    },
  };
  startClock();

  const emit: GuardCore['emit'] = (
    checkpoint,
    operation,
    caller,
    context,
    decision,
  ) => {
    decisions.tell(() =>
      decisionEvent(home, checkpoint, operation, caller, context, decision),
    );
  };
  return Object.freeze<GuardCore<OperationId>>({
    policy,
    server,
    authenticate: (evidence) => authenticate(desk, evidence),
    decide: (operation, caller, context) =>
      decide(home, operation, caller, context),
    enforce(operation, caller, message, context) {
      const decision = decide(home, operation, caller, context);
      emit('inbound', operation, caller, context ?? null, decision);
      if (decision.outcome !== 'allowed')
        throw new AccessDeniedError(operation, decision);
      const rule = home.rules.get(operation);
      const where =
        (rule === undefined ? null : contextFor(rule, context)) ?? '';
      return authorize(decision, {
        operation,
        message,
        context: where,
        parameters: NO_PARAMETERS,
      });
    },
    revoke: (subject, where) => {
      home.revocations.revoke(subject, where?.issuer);
    },
    connection: (caller) => connection(home, caller),
    couldAllow: (operation, caller) => couldAllow(home, operation, caller),
    expiryOf(caller) {
      const state = stateOf(caller);
      if (state?.home !== home) return 0;
      let first = Infinity;
      for (const { expiresAt } of liveProofs(state))
        if (expiresAt < first) first = expiresAt;
      return first;
    },
    onRevoke: (listener) => home.revocations.listen(listener),
    emit,
    emitRefused: (cause, remoteAddress) => {
      decisions.tell(() => refusalEvent(home, cause, remoteAddress));
    },
    get failedEvents() {
      return decisions.failures + faults.failures;
    },
  });
}
