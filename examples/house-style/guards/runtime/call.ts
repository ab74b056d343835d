import type { CompiledProvider } from './compiled-policy.js';
import type { Waiting } from './deadline.js';
import type { AuthenticationCall } from './identity.js';

/** The answer of an authenticator that gave none in time. */
export const LATE = Symbol('late');

/** One question to an authenticator. */
export class Call implements Waiting {
  /** What it is told beside the evidence. */
  readonly told: AuthenticationCall;
  #giveUp: (() => void) | undefined;
  #controller: AbortController | undefined;
  #ended: { readonly reason: unknown } | undefined;

  constructor(provider: CompiledProvider) {
    this.told = new Told(provider, () => this.#signal());
  }

  /** What the authenticator answers, or LATE where it does not; a rejection that comes later is heard by nobody. */
  answer(given: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#giveUp = () => {
        resolve(LATE);
      };
      Promise.resolve(given).then(resolve, reject);
    });
  }

  late(): void {
    this.#giveUp?.();
  }

  abort(reason: unknown): void {
    this.#ended = { reason };
    this.#controller?.abort(reason);
  }

  #signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#ended !== undefined) this.#controller.abort(this.#ended.reason);
    }
    return this.#controller.signal;
  }
}

/** A class, because an object literal with a getter costs more than many an authenticator, and so does a signal: it is made where it is looked at. */
class Told implements AuthenticationCall {
  readonly provider: string;
  readonly usernameClaim: string | null;
  readonly #signal: () => AbortSignal;

  constructor({ key, policy }: CompiledProvider, signal: () => AbortSignal) {
    this.provider = key;
    this.usernameClaim = policy.usernameClaim ?? null;
    this.#signal = signal;
  }

  get signal(): AbortSignal {
    return this.#signal();
  }
}
