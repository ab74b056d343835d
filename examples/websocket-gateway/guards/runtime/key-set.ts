import { setTimeout as delay } from 'node:timers/promises';
import { CannotJudgeError } from './errors.js';
import { ownFault } from './own-faults.js';

/** Milliseconds between the beginnings of two fetches, failed ones included. */
const COOL_DOWN = 1000;
/** Age at which keys are fetched again: a key that was withdrawn counts no longer than this. */
const FRESH = 10 * 60_000;
/** Age up to which keys count while their server is down. */
const STALE = 60 * 60_000;
/** How long a name that no key bears is remembered. */
const REMEMBERED = 5000;
const MOST_REMEMBERED = 1000;

/** What a set tells its keys apart by. */
export interface NamedKey {
  readonly kid?: string;
}

interface Loaded<Key> {
  readonly keys: Keys<Key>;
  readonly begunAt: number;
}

/** Keys as they were published: the same object as long as nothing else is. */
interface Keys<Key> {
  readonly text: string;
  readonly all: readonly Key[];
  /** Names are unique: each finds one key. */
  readonly byName: ReadonlyMap<string, readonly Key[]>;
}

const NONE: readonly never[] = [];

/**
 * An issuer's keys, kept fresh. However many tokens arrive, one fetch a second is made, and one at a time; a name that
 * is unknown is looked for in a fetch that begins after its token arrived, so that a key rotation loses nothing.
 */
export class KeySet<Key extends NamedKey> {
  readonly #fetch: () => Promise<readonly Key[]>;
  readonly #unknown = new Map<string, number>();
  #loaded: Loaded<Key> | undefined;
  #pending: Promise<void> | undefined;
  #begunAt = -Infinity;
  /** Set while the last fetch failed. */
  #failure: unknown;

  constructor(fetch: () => Promise<readonly Key[]>) {
    this.#fetch = fetch;
  }

  /** What `find` gives where nothing has to be fetched for it, else an empty list. */
  fresh(kid: string | undefined): readonly Key[] {
    return this.#named(kid, FRESH);
  }

  /** Whether the keys at hand were asked for at this time or later. */
  isOf(time: number): boolean {
    return this.#loaded !== undefined && this.#loaded.begunAt >= time;
  }

  /** The keys of this name (the same list as before until other keys are published), all of them for a token that names none; empty where there is none. Throws while nobody can know. */
  async find(kid: string | undefined): Promise<readonly Key[]> {
    const arrivedAt = Date.now();
    const fresh = this.#named(kid, FRESH);
    if (fresh.length > 0) return fresh;
    if (
      kid !== undefined &&
      (this.#unknown.get(kid) ?? -Infinity) + REMEMBERED > arrivedAt
    )
      return NONE;
    try {
      await this.#reload(kid, arrivedAt);
    } catch (cause) {
      const stale = this.#named(kid, STALE);
      if (stale.length > 0) return stale;
      throw ownFault(
        new CannotJudgeError(
          'keys-unreachable',
          'the keys of the issuer cannot be had',
          { cause },
        ),
      );
    }
    const found = this.#named(kid, FRESH);
    if (found.length === 0 && kid !== undefined) this.#remember(kid);
    return found;
  }

  #named(kid: string | undefined, maxAge: number): readonly Key[] {
    if (
      this.#loaded === undefined ||
      Date.now() - this.#loaded.begunAt >= maxAge
    )
      return NONE;
    const { all, byName } = this.#loaded.keys;
    return kid === undefined ? all : (byName.get(kid) ?? NONE);
  }

  /** Done when the key is there, or when a fetch that began at this time or later has ended well. */
  async #reload(kid: string | undefined, since: number): Promise<void> {
    for (;;) {
      const isCoolingDown = Date.now() < this.#begunAt + COOL_DOWN;
      if (
        this.#pending === undefined &&
        this.#failure !== undefined &&
        isCoolingDown
      )
        throw asError(this.#failure);
      await (this.#pending ??= this.#load());
      if (this.#named(kid, FRESH).length > 0) return;
      if (this.isOf(since)) return;
    }
  }

  async #load(): Promise<void> {
    try {
      const wait = this.#begunAt + COOL_DOWN - Date.now();
      if (wait > 0) await delay(wait);
      const begunAt = Date.now();
      this.#begunAt = begunAt;
      const keys = keysOf(await this.#fetch());
      const known = this.#loaded?.keys;
      this.#loaded = {
        keys: known?.text === keys.text ? known : keys,
        begunAt,
      };
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error;
      throw error;
    } finally {
      this.#pending = undefined;
    }
  }

  #remember(kid: string): void {
    this.#unknown.delete(kid);
    this.#unknown.set(kid, Date.now());
    if (this.#unknown.size <= MOST_REMEMBERED) return;
    for (const oldest of this.#unknown.keys()) {
      this.#unknown.delete(oldest);
      return;
    }
  }
}

function keysOf<Key extends NamedKey>(all: readonly Key[]): Keys<Key> {
  const byName = new Map<string, readonly Key[]>();
  for (const key of all) if (key.kid !== undefined) byName.set(key.kid, [key]);
  return { text: JSON.stringify(all), all, byName };
}

function asError(failure: unknown): Error {
  return failure instanceof Error
    ? failure
    : new Error('The last fetch of the keys failed.');
}
