import type { ApiKeyEvidence, PasswordEvidence, TokenEvidence } from './identity.js';

// Classes with private fields: `util.inspect` and JSON show neither the fields nor what the getters give.

/** An API key as it was presented. */
export class PresentedKey implements ApiKeyEvidence {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  get key(): string {
    return this.#key;
  }
}

/** A user name and password as they were presented. */
export class PresentedPassword implements PasswordEvidence {
  readonly #username: string;
  readonly #password: string;

  constructor(username: string, password: string) {
    this.#username = username;
    this.#password = password;
  }

  get username(): string {
    return this.#username;
  }

  get password(): string {
    return this.#password;
  }
}

/** A bearer token as it was presented. */
export class PresentedToken implements TokenEvidence {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  get token(): string {
    return this.#token;
  }
}
