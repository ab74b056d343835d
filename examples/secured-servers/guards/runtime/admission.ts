import { coarseNow, TICK } from './clock.js';
import type { UndecidedCause } from './decision.js';

const WINDOW = 10_000 / TICK;
const MOST_ADDRESSES = 10_000;

interface Attempts {
  since: number;
  underWay: number;
  failed: number;
}

/** Bounds what authentication may cost: how many are under way, in all and from one address. */
export class Admission {
  readonly #inFlight: number;
  readonly #perAddress: number;
  readonly #attempts = new Map<string, Attempts>();
  #underWay = 0;

  constructor(inFlight: number, perAddress: number) {
    this.#inFlight = inFlight;
    this.#perAddress = perAddress;
  }

  /** Why an authentication may not begin now; else the function that ends it. */
  enter(
    remoteAddress: string | null,
  ): UndecidedCause | ((failed: boolean) => void) {
    if (this.#underWay >= this.#inFlight) return 'too-many-in-flight';
    const attempts =
      remoteAddress === null ? null : this.#attemptsOf(network(remoteAddress));
    if (
      attempts !== null &&
      attempts.underWay + attempts.failed >= this.#perAddress
    )
      return 'too-many-from-address';
    this.#underWay += 1;
    if (attempts !== null) attempts.underWay += 1;
    return (failed) => {
      this.#underWay -= 1;
      if (attempts === null) return;
      attempts.underWay -= 1;
      if (failed) attempts.failed += 1;
    };
  }

  #attemptsOf(address: string): Attempts {
    const known = this.#attempts.get(address);
    if (known !== undefined && coarseNow() - known.since < WINDOW) return known;
    // The same object goes on: those under way will count themselves off in it.
    const attempts = known ?? { since: 0, underWay: 0, failed: 0 };
    attempts.since = coarseNow();
    attempts.failed = 0;
    this.#attempts.delete(address);
    this.#attempts.set(address, attempts);
    if (this.#attempts.size > MOST_ADDRESSES) this.#forgetOldest();
    return attempts;
  }

  #forgetOldest(): void {
    for (const address of this.#attempts.keys()) {
      this.#attempts.delete(address);
      return;
    }
  }
}

/** An IPv6 peer owns a /64 and could come from a new address each time. */
function network(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? 0 : Math.max(0, 8 - groups.length - last.length);
  return [...groups, ...new Array<string>(zeros).fill('0'), ...last]
    .slice(0, 4)
    .join(':');
}
