import type { CompiledProvider } from './compiled-policy.js';
import type { AuthenticationCall } from './identity.js';

/** One question to an authenticator. */
export class Call {
  /** What it is told beside the evidence. */
  readonly told: AuthenticationCall;
  #controller: AbortController | undefined;
  #ended: { readonly reason: unknown } | undefined;

  constructor({ key, policy }: CompiledProvider) {
    const signal = (): AbortSignal => this.#signal();
    this.told = {
      provider: key,
      usernameClaim: policy.usernameClaim ?? null,
      // Made where it is looked at: a signal costs more than many an authenticator.
      get signal() {
        return signal();
      },
    };
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
