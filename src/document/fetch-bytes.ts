import type { Bytes } from './read-bytes.js';

/** How a URL is asked for. */
export interface FetchOptions {
  readonly limit: number;
  /** Whether a redirect may go there. */
  readonly permits: (url: string) => boolean;
  /** Milliseconds for everything, redirects too. */
  readonly deadline?: number;
}

const DEADLINE = 10_000;
const REDIRECTS = 5;

/** Fetches at most `limit` bytes, without credentials, cookies or a referrer. */
export const fetchBytes = async (
  url: string,
  { limit, permits, deadline = DEADLINE }: FetchOptions,
): Promise<Bytes> => {
  const signal = AbortSignal.timeout(deadline);
  try {
    let at = url;
    for (let redirects = 0; redirects <= REDIRECTS; redirects += 1) {
      const response = await fetch(at, {
        redirect: 'manual',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        headers: { accept: 'application/yaml, application/json, */*' },
        signal,
      });
      if (response.ok) return await bodyOf(response, limit);
      await response.body?.cancel();
      const location = response.headers.get('location');
      if (location === null || response.status < 300 || response.status > 399) {
        return { reason: `the server answers ${String(response.status)}` };
      }
      if (!URL.canParse(location, at)) return { reason: 'the server redirects to what is no URL' };
      at = new URL(location, at).href;
      if (!permits(at))
        return { reason: `the server redirects to ${new URL(at).origin}, which is not allowed by name` };
    }
    return { reason: `the server redirects more than ${String(REDIRECTS)} times` };
  } catch (fault) {
    if (signal.aborted) return { reason: `the server gave no whole answer within ${String(deadline / 1000)} s` };
    return { reason: `the server cannot be asked${codeOf(fault)}` };
  }
};

const bodyOf = async (response: Response, limit: number): Promise<Bytes> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > limit) return { tooLarge: true };
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks) };
};

/** The fault's own text may repeat what the server sent; its code says enough. */
const codeOf = (fault: unknown): string => {
  const cause = fault instanceof Error ? fault.cause : undefined;
  return cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
};
