import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Denied, Undecided } from '../decision.js';
import type { EvidenceForm, Policy } from '../policy.js';

/** Why no socket was opened. `code` is public: it names the rule, never what was presented. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 503;
  readonly code: string;
}

/** Close codes of a guarded socket, beside those of RFC 6455. */
export const CLOSE = {
  goingAway: 1001,
  handlerFailed: 1011,
  tryAgainLater: 1013,
  unauthenticated: 4401,
  forbidden: 4403,
} as const;

/** How long a refused peer may take to read its refusal. */
const REFUSAL_MS = 2000;
const RETRY_AFTER_S = 5;

/** What ends a connection: who must authenticate anew is told apart from who may not, and both from an outage. */
export function refusalOf(decision: Denied | Undecided): Refusal {
  if (decision.outcome === 'undecided')
    return { status: 503, code: decision.cause };
  return {
    status: needsNewEvidence(decision) ? 401 : 403,
    code: decision.code,
  };
}

/** Whether other or fresher evidence could change the answer. */
export function needsNewEvidence(decision: Denied): boolean {
  return [
    'unauthenticated',
    'invalid-credential',
    'credential-expired',
    'revoked',
  ].includes(decision.code);
}

/** The close code that says what the status says. */
export function closeCodeOf(refusal: Refusal): number {
  if (refusal.status === 503) return CLOSE.tryAgainLater;
  return refusal.status === 401 ? CLOSE.unauthenticated : CLOSE.forbidden;
}

/** Answers an upgrade request with a complete HTTP response and ends the connection. */
export function refuse(
  socket: Duplex,
  refusal: Refusal,
  challenges: readonly string[],
): void {
  if (socket.destroyed) return;
  const body = JSON.stringify({ error: refusal.code });
  const lines = [
    `HTTP/1.1 ${String(refusal.status)} ${STATUS_CODES[refusal.status] ?? ''}`,
    ...(refusal.status === 401
      ? challenges.map((challenge) => `WWW-Authenticate: ${challenge}`)
      : []),
    ...(refusal.status === 503
      ? [`Retry-After: ${String(RETRY_AFTER_S)}`]
      : []),
    'Content-Type: application/json',
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
  // A peer that neither reads nor closes may not hold the connection.
  const timer = setTimeout(() => socket.destroy(), REFUSAL_MS);
  timer.unref();
  socket.once('close', () => {
    clearTimeout(timer);
  });
}

/** A record's proof is nothing that a handshake could present. */
const CHALLENGES: Readonly<
  Record<Exclude<EvidenceForm, 'proof'>, (realm: string) => string>
> = {
  basic: (realm) => `Basic realm="${realm}", charset="UTF-8"`,
  bearer: (realm) => `Bearer realm="${realm}"`,
  // No registered scheme says "an API key"; HTTP wants a challenge with each 401.
  apiKey: (realm) => `ApiKey realm="${realm}"`,
};

/** The challenges of a 401, one for each form of evidence that the policy knows. */
export function challengesOf(
  policy: Policy,
  server: string,
): readonly string[] {
  const realm = server.replace(/[^\w.-]/g, '_');
  const forms = new Set(
    Object.values(policy.providers).map((provider) => provider.form),
  );
  return [...forms].flatMap((form) =>
    form === 'proof' ? [] : [CHALLENGES[form](realm)],
  );
}
