import {
  readSecret,
  type PasswordCredential,
  type Source,
} from '../credentials.js';
import type { Carrier, Policy } from '../policy.js';
import { ConnectionError } from './connection-error.js';
import type { Placement } from './credential-choice.js';

/** What a client presents for one provider. */
export type Credential = Source<string> | PasswordCredential;

/** Where the handshake carries the credentials. */
export interface HandshakeCredentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: string;
}

/** Fetches the credentials and writes them into their carriers. Rejects before anything is sent where one cannot be carried. */
export async function handshakeCredentials(
  policy: Policy,
  placements: readonly Placement[],
  credentials: ReadonlyMap<string, Credential>,
): Promise<HandshakeCredentials> {
  const headers: Record<string, string> = {};
  const query: string[] = [];
  const cookies: string[] = [];
  await Promise.all(
    placements.map(async ({ provider, carrier }) => {
      const credential = credentials.get(provider);
      const value = await valueOf(policy, provider, carrier, credential);
      if (carrier.in === 'query')
        query.push(
          `${encodeURIComponent(carrier.name)}=${encodeURIComponent(value)}`,
        );
      else if (carrier.in === 'cookie')
        cookies.push(`${carrier.name}=${value}`);
      else headers[carrier.name] = value;
    }),
  );
  if (cookies.length > 0) headers['cookie'] = cookies.join('; ');
  return { headers, query: query.join('&') };
}

async function valueOf(
  policy: Policy,
  provider: string,
  carrier: Carrier,
  credential: Credential | undefined,
): Promise<string> {
  const form = policy.providers[provider]?.form;
  if (typeof credential === 'object') {
    if (form !== 'basic')
      throw unusable(
        provider,
        'is a user name with a password, where one text is asked for',
      );
    return `Basic ${await basic(provider, credential)}`;
  }
  if (credential === undefined || form === 'basic')
    throw unusable(provider, 'needs { username, password }');
  const secret = await readSecret(credential, provider);
  const carriers = {
    header: /^[\x20-\x7e]+$/,
    cookie: /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/,
    query: /^\P{Cc}+$/u,
  };
  if (!carriers[carrier.in].test(secret))
    throw unusable(
      provider,
      `holds a character that no ${carrier.in} can carry`,
    );
  return form === 'bearer' &&
    carrier.in === 'header' &&
    carrier.name === 'authorization'
    ? `Bearer ${secret}`
    : secret;
}

async function basic(
  provider: string,
  credential: PasswordCredential,
): Promise<string> {
  const username = await readSecret(
    credential.username,
    `${provider}.username`,
  );
  const password = await readSecret(
    credential.password,
    `${provider}.password`,
  );
  if (username.includes(':'))
    throw unusable(
      provider,
      'has a colon in its user name, where Basic cannot carry one',
    );
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
}

function unusable(provider: string, why: string): ConnectionError {
  return new ConnectionError(
    'credential-unusable',
    `The credential "${provider}" ${why}.`,
  );
}
