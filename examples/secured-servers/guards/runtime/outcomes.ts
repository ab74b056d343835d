import { DENIAL_CODES } from './decision.js';
import type {
  Denied,
  DenialCode,
  Undecided,
  UndecidedCause,
} from './decision.js';

const DENIED: ReadonlyMap<DenialCode, Denied> = new Map(
  DENIAL_CODES.map((code) => [
    code,
    Object.freeze<Denied>({ outcome: 'denied', code }),
  ]),
);

const UNDECIDED = new Map<UndecidedCause, Undecided>();

/** The one frozen denial of this code. */
export function denied(code: DenialCode): Denied {
  return DENIED.get(code) ?? Object.freeze<Denied>({ outcome: 'denied', code });
}

/** The one frozen answer for this cause. */
export function undecided(cause: UndecidedCause): Undecided {
  const known = UNDECIDED.get(cause);
  if (known !== undefined) return known;
  const made = Object.freeze<Undecided>({ outcome: 'undecided', cause });
  UNDECIDED.set(cause, made);
  return made;
}
