import type {
  DenialCode,
  Denied,
  Undecided,
  UndecidedCause,
} from './decision.js';

/**
 * Thrown by `enforce` for anything but allowed. Recognise it by `name`, not by `instanceof`: two copies of the runtime
 * have two classes.
 */
export class AccessDeniedError extends Error {
  override readonly name = 'AccessDeniedError';
  readonly outcome: 'denied' | 'undecided';
  readonly code: DenialCode | UndecidedCause;
  readonly operation: string;

  constructor(operation: string, decision: Denied | Undecided) {
    const code = decision.outcome === 'denied' ? decision.code : decision.cause;
    super(
      decision.outcome === 'denied'
        ? `${operation} is denied: ${code}`
        : `${operation} could not be judged: ${code}; try again later`,
    );
    this.outcome = decision.outcome;
    this.code = code;
    this.operation = operation;
  }
}

/** What an authenticator throws to say why it could not judge. Any other error counts as `authenticator-failed`. */
export class CannotJudgeError extends Error {
  override readonly name = 'CannotJudgeError';
  readonly undecidedCause: UndecidedCause;

  constructor(
    undecidedCause: UndecidedCause,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.undecidedCause = undecidedCause;
  }
}

/** Whether this is an AccessDeniedError, of this or of another copy of the runtime. */
export function isAccessDenied(error: unknown): error is AccessDeniedError {
  return (
    error instanceof Error &&
    error.name === 'AccessDeniedError' &&
    'code' in error &&
    'outcome' in error
  );
}
