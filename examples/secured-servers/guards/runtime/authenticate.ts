import type { Admission } from './admission.js';
import { makeCaller } from './caller.js';
import type { Answer, Caller, Proved, Unjudged, Unmet } from './caller.js';
import { tick } from './clock.js';
import type { CompiledPolicy, CompiledProvider } from './compiled-policy.js';
import type { DenialCode, UndecidedCause } from './decision.js';
import { Call, LATE } from './call.js';
import type { Deadline } from './deadline.js';
import { addressOf } from './evidence.js';
import type { Evidence } from './evidence.js';
import { readEvidence } from './evidence-reader.js';
import type { Presented } from './evidence-reader.js';
import type { AuthenticationCall, Proof } from './identity.js';
import { checkedIdentity, isRefusal } from './identity-check.js';
import { ownFault } from './own-faults.js';
import { grantsOf } from './role-source.js';

/** An authenticator as the engine sees it: it may answer anything. */
export type AnyAuthenticator = (
  evidence: unknown,
  call: AuthenticationCall,
) => unknown;

/** What authentication stands on, once a guard is made. */
export interface Desk {
  readonly home: CompiledPolicy;
  readonly authenticators: ReadonlyMap<string, AnyAuthenticator>;
  readonly admission: Admission;
  readonly deadline: Deadline;
  readonly report: (
    provider: string,
    cause: UndecidedCause,
    error: unknown,
  ) => void;
}

const CAUSES: readonly string[] = [
  'authenticator-failed',
  'authenticator-timed-out',
  'keys-unreachable',
  'grants-unreachable',
  'too-many-in-flight',
  'too-many-from-address',
] satisfies UndecidedCause[];

const NONE: readonly string[] = Object.freeze([]);
const ABSENT = unmet('unauthenticated');
const INVALID = unmet('invalid-credential');

/** Asks every provider for which there is evidence, at once. Never rejects. */
export async function authenticate(
  desk: Desk,
  evidence: Evidence,
): Promise<Caller> {
  tick();
  const { home } = desk;
  // Taken before anybody is asked: a revocation that comes meanwhile must end what is proved on older knowledge.
  const serial = home.revocations.begin();
  const remoteAddress = addressOf(evidence);
  const presented = home.providers.map((provider) =>
    readEvidence(evidence, provider.policy, home.places),
  );
  const answers = presented.some((one) => typeof one !== 'string')
    ? await askAll(desk, presented, serial, remoteAddress)
    : presented.map(costless);
  // What each decision reads stands first, so that it lies together.
  return makeCaller({
    home,
    last: null,
    // Both force the first decision to look at each proof, so that nothing that ended meanwhile counts.
    validUntil: -1,
    epoch: -1,
    verdicts: null,
    answers,
    mixed: home.policy.sameSubject && subjectsIn(answers) > 1,
    remoteAddress,
  });
}

async function askAll(
  desk: Desk,
  presented: readonly Presented[],
  serial: number,
  remoteAddress: string | null,
): Promise<readonly Answer[]> {
  const leave = desk.admission.enter(remoteAddress);
  if (typeof leave === 'string')
    return presented.map((one) =>
      typeof one === 'string' ? costless(one) : unjudged(leave),
    );
  let failed = false;
  try {
    // All are asked before the first is waited for.
    const begun = desk.home.providers.map((provider, position) => {
      const one = presented[position] ?? 'absent';
      return typeof one === 'string'
        ? costless(one)
        : ask(desk, provider, one, serial);
    });
    const answers: Answer[] = [];
    for (const one of begun) answers.push('is' in one ? one : await one);
    failed = answers.some(
      (answer, position) =>
        answer.is === 'unmet' && typeof presented[position] !== 'string',
    );
    // Kept as long as the caller: an array that grew holds room for more.
    return answers.slice();
  } finally {
    leave(failed);
  }
}

/** Never rejects. */
async function ask(
  desk: Desk,
  provider: CompiledProvider,
  presented: Exclude<Presented, string>,
  serial: number,
): Promise<Answer> {
  const { deadline, home } = desk;
  const call = new Call(provider);
  deadline.begin(call);
  try {
    const authenticator = desk.authenticators.get(provider.key);
    if (authenticator === undefined)
      throw new TypeError(`no authenticator for ${provider.key}`);
    const answer = await call.answer(authenticator(presented, call.told));
    if (answer !== LATE) return judge(answer, home, provider, serial);
    const error = ownFault(
      new Error(
        `the authenticator ${provider.key} gave no answer in ${String(deadline.length)} ms`,
      ),
    );
    call.abort(error);
    desk.report(provider.key, 'authenticator-timed-out', error);
    return unjudged('authenticator-timed-out');
  } catch (error) {
    const cause = causeOf(error);
    desk.report(provider.key, cause, error);
    return unjudged(cause);
  } finally {
    deadline.end(call);
  }
}

function judge(
  answer: unknown,
  home: CompiledPolicy,
  provider: CompiledProvider,
  serial: number,
): Answer {
  if (isRefusal(answer)) return unmet(answer.refused);
  const identity = checkedIdentity(answer);
  if (identity.expiresAt <= Date.now()) return unmet('credential-expired');
  const { book, holdings } = home;
  const holding =
    book === null || holdings === null
      ? null
      : holdings.of(grantsOf(identity, provider.policy, book));
  const proof = Object.freeze<Proof>({
    provider: provider.key,
    principal: Object.freeze({
      issuer: identity.issuer,
      subject: identity.subject,
      claims: identity.claims,
    }),
    scopes: home.scopeLists.share(JSON.stringify(identity.scopes), () =>
      Object.freeze(identity.scopes),
    ),
    grants: holding?.grants ?? NONE,
    expiresAt: identity.expiresAt,
  });
  return {
    is: 'proved',
    proof,
    holding,
    account: identity.account,
    serial,
    ended: null,
    allowed: null,
  };
}

/** Read by property: an authenticator may come from another copy of the runtime. */
function causeOf(error: unknown): UndecidedCause {
  if (
    typeof error !== 'object' ||
    error === null ||
    !('undecidedCause' in error)
  )
    return 'authenticator-failed';
  const cause = error.undecidedCause;
  return isCause(cause) ? cause : 'authenticator-failed';
}

function isCause(text: unknown): text is UndecidedCause {
  return typeof text === 'string' && CAUSES.includes(text);
}

function subjectsIn(answers: readonly Answer[]): number {
  const proved = answers.filter(
    (answer): answer is Proved => answer.is === 'proved',
  );
  return new Set(
    proved.map(({ proof: { principal } }) =>
      JSON.stringify([principal.issuer, principal.subject]),
    ),
  ).size;
}

function costless(presented: Presented): Unmet {
  return presented === 'absent' ? ABSENT : INVALID;
}

function unmet(code: DenialCode): Unmet {
  return { is: 'unmet', code };
}

function unjudged(cause: UndecidedCause): Unjudged {
  return { is: 'unjudged', cause };
}
