import { ownFault } from './own-faults.js';

/**
 * Milliseconds for all fetches of one key set together. A token may have to wait for the fetch that is under way and for
 * the next one: twice this is below the guard's deadline of 5 s, so that the cause is known when it strikes.
 */
const DEADLINE = 2400;
const LONGEST_BODY = 1024 * 1024;
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Checks a URL that keys may come from: https, or http on this machine; no credentials in it. Throws a TypeError. */
export function keyUrl(text: string, what: string): URL {
  const url = parsed(text);
  if (url === null)
    throw new TypeError(`${what} is no URL: ${JSON.stringify(text)}`);
  const isLocal = url.protocol === 'http:' && LOOPBACK.includes(url.hostname);
  if (url.protocol !== 'https:' && !isLocal)
    throw new TypeError(`${what} must be an https URL: ${url.origin}`);
  if (url.username !== '' || url.password !== '')
    throw new TypeError(`${what} must not hold a user name or password.`);
  return url;
}

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** Begins the time that the fetches of one key set have together. */
export function fetchDeadline(): AbortSignal {
  return AbortSignal.timeout(DEADLINE);
}

/** Fetches JSON until the deadline, at most 1 MiB, and follows no redirect: the server that is named answers, or none. */
export async function fetchJson(
  url: URL,
  deadline: AbortSignal,
): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: deadline,
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw ownFault(
      new Error(`${placeOf(url)} answered ${String(response.status)}`),
    );
  }
  const text = await bodyOf(response, url);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw ownFault(
      new Error(`${placeOf(url)} answered something that is no JSON`),
    );
  }
}

async function bodyOf(response: Response, url: URL): Promise<string> {
  const reader: ByteReader | undefined = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const chunk = (await reader?.read())?.value;
    if (chunk === undefined) return Buffer.concat(chunks).toString('utf8');
    length += chunk.length;
    if (length > LONGEST_BODY) {
      await reader?.cancel();
      throw ownFault(new Error(`${placeOf(url)} answered more than 1 MiB`));
    }
    chunks.push(chunk);
  }
}

/** What Node's types and the browser's say alike of a reader: an app may compile with either. */
interface ByteReader {
  read(): Promise<{ readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/** Without the query, which may hold what nobody should log. */
function placeOf(url: URL): string {
  return url.origin + url.pathname;
}
