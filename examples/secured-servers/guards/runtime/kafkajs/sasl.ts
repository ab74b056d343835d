import type { Mechanism } from 'kafkajs';
import { KafkaConnectionError } from '../kafka/connection-error.js';
import { logIn, refusedLogin } from '../kafka/log-in.js';
import type { SaslLogin } from '../kafka/login.js';
import type { Ask } from '../kafka/scram.js';
import type { Faults } from './faults.js';

/** A mechanism of our own for kafkajs, whose built-in ones keep the first password and believe whatever a broker says. */
export function mechanismOf(login: SaslLogin, faults: Faults): Mechanism {
  return {
    mechanism: login.mechanism,
    authenticationProvider: ({ saslAuthenticate }) => {
      const ask: Ask = async (message) => {
        try {
          const answer = await saslAuthenticate({
            request: { encode: () => framed(message) },
            // Promises: before KIP-152 kafkajs calls `then` on what this returns.
            response: {
              decode: (raw) => Promise.resolve(raw.subarray(4)),
              parse: (bytes) => bytes,
            },
          });
          return answer ?? Buffer.alloc(0);
        } catch (error) {
          throw isRefusal(error) ? refusedLogin(login) : error;
        }
      };
      return {
        authenticate: () =>
          logIn(login, ask).catch((error: unknown) => {
            faults.note(error);
            throw leavesUnfinished(error)
              ? Object.assign(error, { type: 'ILLEGAL_SASL_STATE' })
              : error;
          }),
      };
    },
  };
}

// kafkajs keeps the message's length in front, as in Kafka's own BYTES.
function framed(message: string): Buffer {
  const bytes = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

// The one type of error upon which kafkajs opens a new connection: it would begin the next exchange in the midst of this one.
function leavesUnfinished(error: unknown): error is KafkaConnectionError {
  return error instanceof KafkaConnectionError && error.retriable;
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    'type' in error &&
    error.type === 'SASL_AUTHENTICATION_FAILED'
  );
}
