import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { ownFault } from './own-faults.js';

interface Parameters {
  /** Logarithm of the cost. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

interface ParsedHash {
  readonly parameters: Parameters;
  readonly salt: Buffer;
  readonly digest: Buffer;
}

/** OWASP's choice for scrypt (Password Storage Cheat Sheet): 32 MiB and about 0.1 s a password. */
const DEFAULTS: Parameters = { ln: 15, r: 8, p: 3 };
const FORMAT =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{16,86})\$([A-Za-z0-9+/]{43})$/;

/** Makes the text to store for a password: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const digest = await derive(password, salt, DEFAULTS);
  const { ln, r, p } = DEFAULTS;
  return `$scrypt$ln=${String(ln)},r=${String(r)},p=${String(p)}$${base64(salt)}$${base64(digest)}`;
}

/** Whether the password belongs to a stored hash. Throws for a text that `hashPassword` did not make. */
export async function matchesHash(
  password: string,
  hash: string,
): Promise<boolean> {
  const { parameters, salt, digest } = parse(hash);
  return timingSafeEqual(await derive(password, salt, parameters), digest);
}

/** A hash that no password matches and that takes as long to try as any. */
export function unmatchableHash(): string {
  const { ln, r, p } = DEFAULTS;
  return `$scrypt$ln=${String(ln)},r=${String(r)},p=${String(p)}$${base64(randomBytes(16))}$${base64(randomBytes(32))}`;
}

function parse(hash: string): ParsedHash {
  const [, ln, r, p, salt = '', digest = ''] = FORMAT.exec(hash) ?? [];
  const parameters = { ln: Number(ln), r: Number(r), p: Number(p) };
  // A store that can be written to must not be able to stop the process with a costly hash.
  const fair =
    parameters.ln >= 10 &&
    parameters.ln <= 18 &&
    within(parameters.r, 16) &&
    within(parameters.p, 16);
  if (!fair)
    throw ownFault(
      new TypeError('a stored password hash is not one that hashPassword made'),
    );
  return {
    parameters,
    salt: Buffer.from(salt, 'base64'),
    digest: Buffer.from(digest, 'base64'),
  };
}

function derive(
  password: string,
  salt: Buffer,
  { ln, r, p }: Parameters,
): Promise<Buffer> {
  const cost = 2 ** ln;
  return new Promise((resolve, reject) => {
    scrypt(
      password.normalize('NFC'),
      salt,
      32,
      { cost, blockSize: r, parallelization: p, maxmem: 256 * cost * r },
      (error, key) => {
        if (error === null) resolve(key);
        else reject(error);
      },
    );
  });
}

function within(value: number, most: number): boolean {
  return value >= 1 && value <= most;
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
