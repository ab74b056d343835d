import {
  createHash,
  createHmac,
  pbkdf2,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';
import {
  readServerFinal,
  readServerFirst,
  saslName,
} from './scram-messages.js';

/** Sends a message of a SASL mechanism to the broker, and gives its answer. */
export type Ask = (message: string) => Promise<Buffer>;

/** Why the broker cannot be trusted with this login. */
export type Distrust = (why: string) => Error;

const NONCE_BYTES = 24;

/**
 * Logs in by SCRAM (RFC 5802, without channel binding, which Kafka lacks) and makes the broker prove that it knows the password
 * as well. What it says is checked before any proof of the password is made: a client of kafkajs would answer anything.
 */
export async function scram(
  hash: 'sha256' | 'sha512',
  username: string,
  password: string,
  ask: Ask,
  distrust: Distrust,
): Promise<void> {
  const ownNonce = randomBytes(NONCE_BYTES).toString('base64');
  const clientFirst = `n=${saslName(username)},r=${ownNonce}`;
  const serverFirst = (await ask(`n,,${clientFirst}`)).toString('latin1');
  const first = readServerFirst(serverFirst, ownNonce);
  if (typeof first === 'string') throw distrust(first);

  // Not prepared with SASLprep: neither brokers nor their own clients do. Off this thread: it takes milliseconds.
  const salted = await promisify(pbkdf2)(
    password,
    first.salt,
    first.iterations,
    hash === 'sha256' ? 32 : 64,
    hash,
  );
  const sign = (key: Buffer, text: string): Buffer =>
    createHmac(hash, key).update(text).digest();
  const withoutProof = `c=biws,r=${first.nonce}`;
  const authMessage = `${clientFirst},${serverFirst},${withoutProof}`;
  const clientKey = sign(salted, 'Client Key');
  const storedKey = createHash(hash).update(clientKey).digest();
  const signature = sign(storedKey, authMessage);
  const proof = clientKey.map((byte, index) => byte ^ (signature[index] ?? 0));
  const answer = await ask(
    `${withoutProof},p=${Buffer.from(proof).toString('base64')}`,
  );

  const given = readServerFinal(answer.toString('latin1'));
  const wanted = sign(sign(salted, 'Server Key'), authMessage);
  if (given === undefined) throw distrust('its final message is malformed');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw distrust('it does not know the password');
}
