import { readFile, stat } from 'node:fs/promises';

/** A value, or a function that gives it each time it is needed: what rotates needs no restart. */
export type Source<T> = T | (() => T | Promise<T>);

/** A user name and a password, each given or fetched anew for each connection. */
export interface PasswordCredential {
  readonly username: Source<string>;
  readonly password: Source<string>;
}

/** A client certificate (with its chain) and its key, PEM, read anew for each connection. */
export interface CertificateCredential {
  readonly cert: Source<string>;
  readonly key: Source<string>;
  /** Of an encrypted key. */
  readonly passphrase?: Source<string>;
}

/** A credential that cannot be had. Names the slot and the place, never the value. */
export class CredentialError extends Error {
  override readonly name = 'CredentialError';
  /** The slot that stays empty, such as `idp.clientSecret`. */
  readonly slot: string;

  constructor(slot: string, reason: string) {
    super(`credential ${slot}: ${reason}`);
    this.slot = slot;
  }
}

/** Reads a secret from an environment variable, at each use. */
export function fromEnv(name: string): () => string {
  return () => {
    const value = process.env[name];
    if (value === undefined || value.trim() === '')
      throw new CredentialError(
        `$${name}`,
        'the environment variable is not set; set it, or give another source',
      );
    return value;
  };
}

/** Reads a secret from a file, again whenever the file changes. One line end after the secret is dropped. */
export function fromFile(path: string): () => Promise<string> {
  let seen = '';
  let secret = '';
  return async () => {
    const version = await versionOf(path);
    if (version !== seen) {
      secret = (await readFile(path, 'utf8').catch(unreadable(path))).replace(
        /\r?\n$/,
        '',
      );
      seen = version;
    }
    return secret;
  };
}

/** Takes a secret from its source. Throws a CredentialError for what no client should be given: nothing, blanks, control characters. */
export async function readSecret(
  source: Source<string>,
  slot: string,
): Promise<string> {
  const secret = await readText(source, slot);
  if (/\p{Cc}/u.test(secret))
    throw new CredentialError(
      slot,
      'it holds a control character, such as a line end',
    );
  return secret;
}

/** Takes a text of several lines from its source, such as a key file. Throws a CredentialError where there is none. */
export async function readText(
  source: Source<string>,
  slot: string,
): Promise<string> {
  const text = await take(source, slot);
  if (typeof text !== 'string')
    throw new CredentialError(
      slot,
      `its source gave ${kindOf(text)}, not a text`,
    );
  if (text.trim() === '')
    throw new CredentialError(slot, 'its source gave nothing but blanks');
  return text;
}

async function take(source: Source<string>, slot: string): Promise<unknown> {
  if (typeof source !== 'function') return source;
  try {
    return await source();
  } catch (error) {
    // What else an app's own function throws may quote the secret; its class is all that is told.
    const reason =
      error instanceof CredentialError
        ? error.message
        : `its source threw ${kindOf(error)}`;
    throw new CredentialError(slot, reason);
  }
}

async function versionOf(path: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(path).catch(unreadable(path));
  return [mtimeMs, size, ino].join(' ');
}

function unreadable(path: string): (error: unknown) => never {
  return (error) => {
    const code =
      error instanceof Error && 'code' in error
        ? String(error.code)
        : 'unreadable';
    throw new CredentialError(path, `the file cannot be read (${code})`);
  };
}

function kindOf(value: unknown): string {
  return value instanceof Error
    ? value.name
    : value === null
      ? 'null'
      : typeof value;
}
