import { headerValues } from './raw-headers.js';

/** Origins of pages that may open a socket, or none at all. */
export type Origins = readonly string[] | 'no-browsers';

/** Throws TypeError for a list that lets nobody in, or that holds what no browser sends as an origin. */
export function checkOrigins(origins: unknown): asserts origins is Origins {
  if (origins === 'no-browsers') return;
  if (!Array.isArray(origins) || origins.length === 0) {
    throw new TypeError(
      `origins: list the pages that may connect ('https://app.example'), or say 'no-browsers'.`,
    );
  }
  const wrong = origins
    .filter((origin) => !isOrigin(origin))
    .map((origin) => JSON.stringify(origin));
  if (wrong.length > 0) {
    throw new TypeError(
      `origins: ${wrong.join(', ')} is no origin. Write scheme, host and port as a browser sends them: 'https://app.example'.`,
    );
  }
}

function isOrigin(origin: unknown): boolean {
  // "null" is what any sandboxed page sends: naming it would let every site in.
  if (
    typeof origin !== 'string' ||
    !/^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@*,]+$/.test(origin)
  )
    return false;
  // Only these schemes have an origin that URL can tell; an app's own scheme (`capacitor://localhost`) is taken as written.
  return (
    !/^https?:/.test(origin) ||
    (URL.canParse(origin) && new URL(origin).origin === origin)
  );
}

/**
 * Whether the page that opens the socket may do so. Browsers send cookies from any site along, so that a request with
 * cookies needs an origin from the list where a cookie can be evidence.
 */
export function originAllowed(
  rawHeaders: readonly string[],
  origins: Origins,
  cookieIsEvidence: boolean,
): boolean {
  const given = headerValues(rawHeaders, 'origin');
  const [origin] = given;
  if (origin === undefined)
    return !cookieIsEvidence || headerValues(rawHeaders, 'cookie').length === 0;
  return (
    given.length === 1 && origins !== 'no-browsers' && origins.includes(origin)
  );
}
