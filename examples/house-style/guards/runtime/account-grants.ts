import { CannotJudgeError } from './errors.js';
import { ownFault } from './own-faults.js';

/** Whose grants are asked for. */
export interface JwtAccount {
  readonly issuer: string;
  readonly subject: string;
  /** The claim that the document names (`usernameClaim`), else the subject. */
  readonly account: string;
}

/** The roles of an account, as `ROLE@context`; null for an account that does not exist. */
export type AccountGrants = (
  account: JwtAccount,
) => readonly string[] | null | Promise<readonly string[] | null>;

/** Asks for the roles of an account; none where there is no source of them. A source that fails leaves the account unjudged. */
export async function grantsFrom(
  grants: AccountGrants | undefined,
  account: JwtAccount,
): Promise<readonly string[] | null> {
  if (grants === undefined) return [];
  try {
    return listed(await grants(account));
  } catch (cause) {
    throw ownFault(
      new CannotJudgeError(
        'grants-unreachable',
        'the source of grants failed',
        { cause },
      ),
    );
  }
}

/** An app in JavaScript can answer anything; `undefined` must not count as an account without roles. */
function listed(answer: unknown): readonly string[] | null {
  if (answer === null) return null;
  if (
    Array.isArray(answer) &&
    answer.every((item): item is string => typeof item === 'string')
  )
    return answer;
  throw ownFault(new TypeError('it answered neither a list of texts nor null'));
}
