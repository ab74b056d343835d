/** What a server first says in SCRAM (RFC 5802, section 7). */
export interface ServerFirst {
  readonly nonce: string;
  readonly salt: Buffer;
  readonly iterations: number;
}

// What Kafka lets its users have. Fewer make a stolen proof cheap to guess from; more let a hostile broker keep us busy.
const FEWEST_ITERATIONS = 4096;
const MOST_ITERATIONS = 16_384;

const SERVER_FIRST =
  /^r=([\x21-\x2b\x2d-\x7e]{1,512}),s=([A-Za-z0-9+/]{4,512}={0,2}),i=([1-9]\d{0,9})$/;

/** A user name as SCRAM writes it: a comma would end it, and `=` begins an escape. */
export function saslName(username: string): string {
  return username.replaceAll('=', '=3D').replaceAll(',', '=2C');
}

/**
 * Reads the server's first message strictly: exactly its three attributes, mandatory extensions are unknown to us, so none.
 * Gives the reason as a text where it is refused.
 */
export function readServerFirst(
  text: string,
  ownNonce: string,
): ServerFirst | string {
  const [, nonce = '', encodedSalt = '', count = ''] =
    SERVER_FIRST.exec(text) ?? [];
  if (nonce === '') return 'its first message is malformed';
  if (!nonce.startsWith(ownNonce) || nonce.length === ownNonce.length)
    return 'its nonce does not extend ours';
  const salt = readBase64(encodedSalt);
  if (salt === undefined) return 'its salt is not base64';
  const iterations = Number(count);
  if (iterations < FEWEST_ITERATIONS || iterations > MOST_ITERATIONS)
    return `it asks for ${count} iterations, where ${String(FEWEST_ITERATIONS)} to ${String(MOST_ITERATIONS)} are accepted`;
  return { nonce, salt, iterations };
}

/** The signature in the server's final message; undefined for anything else, an error of the mechanism (`e=`) included. */
export function readServerFinal(text: string): Buffer | undefined {
  const [, signature = ''] =
    /^v=([A-Za-z0-9+/]{4,128}={0,2})$/.exec(text) ?? [];
  return readBase64(signature);
}

// Buffer takes many texts for the same bytes; each must have one spelling here.
function readBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return text !== '' && bytes.toString('base64') === text ? bytes : undefined;
}
