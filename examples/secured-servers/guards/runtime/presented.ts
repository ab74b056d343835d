import type {
  ApiKeyEvidence,
  PasswordEvidence,
  ProofEvidence,
  TokenEvidence,
} from './identity.js';
import type { KafkaRecord } from './record.js';
import type { RecordPlace } from './record-places.js';

const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/** A secret that shows neither in `util.inspect` nor in JSON; the private fields below show nowhere by themselves. */
abstract class Hidden {
  toJSON(): string {
    return '[secret]';
  }

  [INSPECT](): string {
    return '[secret]';
  }
}

/** An API key as it was presented. */
export class PresentedKey extends Hidden implements ApiKeyEvidence {
  readonly #key: string;

  constructor(key: string) {
    super();
    this.#key = key;
  }

  get key(): string {
    return this.#key;
  }
}

/** A user name and password as they were presented. */
export class PresentedPassword extends Hidden implements PasswordEvidence {
  readonly #username: string;
  readonly #password: string;

  constructor(username: string, password: string) {
    super();
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
export class PresentedToken extends Hidden implements TokenEvidence {
  readonly #token: string;

  constructor(token: string) {
    super();
    this.#token = token;
  }

  get token(): string {
    return this.#token;
  }
}

/** A record's proof as it was presented. */
export class PresentedProof extends Hidden implements ProofEvidence {
  readonly #proof: string;
  readonly #record: KafkaRecord;
  readonly #place: RecordPlace;

  constructor(proof: string, record: KafkaRecord, place: RecordPlace) {
    super();
    this.#proof = proof;
    this.#record = record;
    this.#place = place;
  }

  get proof(): string {
    return this.#proof;
  }

  get record(): KafkaRecord {
    return this.#record;
  }

  get topic(): string {
    return this.#place.topic;
  }

  get signedHeaders(): readonly string[] {
    return this.#place.signedHeaders;
  }
}
