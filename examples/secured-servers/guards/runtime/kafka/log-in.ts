import { readSecret } from '../credentials.js';
import { KafkaConnectionError } from './connection-error.js';
import type { SaslLogin } from './login.js';
import { scram, type Ask } from './scram.js';

/** How long an exchange may take, with reading the credential. */
const DEADLINE_MS = 10_000;

/**
 * Presents a credential to a broker, read from its sources now. `ask` rejects with the KafkaConnectionError of `refusedLogin`
 * where the broker says no.
 */
export async function logIn(
  login: SaslLogin,
  ask: Ask,
  deadline = DEADLINE_MS,
): Promise<void> {
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      over = true;
      reject(
        failed(
          'login-timeout',
          login,
          'was not answered by the broker in time',
        ),
      );
    }, deadline);
  });
  // Nobody listens any more: an answer that comes now must not be answered with a proof.
  const whileHeard: Ask = async (message) => {
    if (over) throw failed('login-timeout', login, 'was given up');
    return ask(message);
  };
  try {
    await Promise.race([present(login, whileHeard), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The broker's no. What it says besides is left out: it has been given the password, and may say it. */
export function refusedLogin(login: SaslLogin): KafkaConnectionError {
  return failed(
    'login-refused',
    login,
    'was refused by the broker: it does not know the user, or the password is wrong',
  );
}

async function present(login: SaslLogin, ask: Ask): Promise<void> {
  const { slot, mechanism, credential } = login;
  const [username, password] = await Promise.all([
    read(credential.username, `${slot}.username`),
    read(credential.password, `${slot}.password`),
  ]);
  if (mechanism === 'PLAIN') {
    // RFC 4616. A NUL in either would shift what the broker reads; readSecret lets none through.
    await ask(`\0${username}\0${password}`);
    return;
  }
  const hash = mechanism === 'SCRAM-SHA-256' ? 'sha256' : 'sha512';
  await scram(hash, username, password, ask, (why) =>
    failed('broker-distrusted', login, `was broken off by us: ${why}`),
  );
}

async function read(
  ...[source, slot]: Parameters<typeof readSecret>
): Promise<string> {
  try {
    return await readSecret(source, slot);
  } catch (error) {
    // A client of kafkajs asks again only where an error says so itself.
    throw new KafkaConnectionError(
      'credential-unavailable',
      error instanceof Error ? error.message : slot,
    );
  }
}

function failed(
  code: KafkaConnectionError['code'],
  { slot, mechanism }: SaslLogin,
  what: string,
): KafkaConnectionError {
  return new KafkaConnectionError(
    code,
    `The login by ${mechanism} with the credential "${slot}" ${what}.`,
  );
}
