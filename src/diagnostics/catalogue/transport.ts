import type { CatalogueEntry } from './entry.js';

/** Diagnostics about what a transport or target can carry. */
export const TRANSPORT_DIAGNOSTICS = {
  'alternative-dropped': {
    title: 'An alternative cannot be carried',
    severity: 'warning',
    cause:
      'The transport of this server has no place for what the alternative demands. Leaving it out only narrows who may call.',
  },
  'alternative-unsatisfiable': {
    title: 'Nobody could satisfy this level',
    severity: 'error',
    cause: 'Every alternative of the level was left out, so no caller could ever be let in.',
  },
  'carrier-missing': {
    title: 'An alternative has no carrier in a Kafka record',
    severity: 'warning',
    cause: 'The guard decides this level from what travels inside the record; this alternative puts nothing there.',
  },
  'role-unenforceable': {
    title: 'Roles that nobody can enforce',
    severity: 'error',
    cause: 'The broker alone sees this principal, and it knows nothing of roles.',
  },
  'scheme-not-carried': {
    title: 'A scheme that no Kafka connection can present',
    severity: 'error',
    cause:
      'A Kafka client logs in with SASL or a client certificate. There is no place for an HTTP credential, so that the server would demand what nobody can give.',
  },
  'secret-in-record': {
    title: 'A secret inside a Kafka record',
    severity: 'error',
    cause:
      'Records are kept, copied and read by many: a password or API key in one is a password or API key given away.',
  },
  'replayable-token': {
    title: 'A token inside a Kafka record',
    severity: 'error',
    cause:
      'Whoever may read the topic can present the token as their own until it expires. A record proof is bound to its record.',
  },
  'record-principal-unproved': {
    title: 'Nobody knows who produced a record',
    severity: 'warning',
    cause:
      'The broker lets producers in and tells consumers nothing about them; this operation leaves no level to the guard.',
  },
  'scopes-unchecked': {
    title: 'Scopes that nobody checks',
    severity: 'warning',
    cause:
      'A Kafka broker takes any valid token of its identity provider. Unless an authorizer of its own reads them, scopes bind only what our clients ask for.',
  },
  'scopes-unprovable': {
    title: 'Scopes that no record proof holds',
    severity: 'warning',
    cause: 'A record proof says who signed a record. What the signer may do is said by roles, not by scopes.',
  },
  'operation-without-server': {
    title: 'Operations on no server',
    severity: 'warning',
    cause:
      'Who enforces a demand, and where a credential travels, depends on the transport; without a server neither is known.',
  },
  'scheme-not-wired': {
    title: 'A scheme that this release does not wire',
    severity: 'warning',
    cause: 'The tool reads and shows this scheme, but emits no authenticator and no login for it yet.',
  },
  'describes-missing': {
    title: 'Which side the document describes is not known',
    severity: 'error',
    cause:
      'Over WebSocket, "send" and "receive" turn round with the side that listens. A guess would guard the wrong direction.',
  },
  'channel-ambiguous': {
    title: 'Two channels match one path or topic',
    severity: 'error',
    cause:
      'A socket or record is of one channel. Where one path or topic fits two, its rules would depend on their order.',
  },
  'channel-without-address': {
    title: 'A channel without an address',
    severity: 'error',
    cause: 'A WebSocket channel is found by its path, a Kafka channel by its topic, and this one has none.',
  },
  'topic-invalid': {
    title: 'An address that is no topic',
    severity: 'error',
    cause:
      'Kafka takes topics of letters, digits, ".", "_" and "-", at most 249 of them; the channel and its parameters must be told from the name alone.',
  },
  'topic-alias-invalid': {
    title: 'An alias that cannot stand for its topic',
    severity: 'error',
    cause:
      'A mirror holds the records of its topic: its name needs the same parameters, and must be one that Kafka takes.',
  },
  'brokers-missing': {
    title: 'Where the brokers are is not known',
    severity: 'error',
    cause: 'Credentials go only to hosts that the document or the configuration names; here neither names one.',
  },
  'port-assumed': {
    title: 'A port is assumed',
    severity: 'info',
    cause: 'A broker is named without its port; 9092 is what Kafka listens on unless it is told otherwise.',
  },
  'cleartext-credentials': {
    title: 'Credentials over an unencrypted connection',
    severity: 'error',
    cause: 'Whoever is on the way can read and replay them.',
  },
  'tls-assumed': {
    title: 'TLS is assumed',
    severity: 'info',
    cause: 'The document names the protocol without TLS; clients that carry a credential dial with TLS all the same.',
  },
  'plaintext-transport': {
    title: 'Credentials on a plaintext transport',
    severity: 'warning',
    cause: 'The protocol that the document names has no TLS: whatever credential is presented travels in clear.',
  },
  'mechanism-missing': {
    title: 'The SASL mechanism is not stated',
    severity: 'error',
    cause: '`userPassword` on Kafka can mean PLAIN or SCRAM; a guess would send a password to the wrong mechanism.',
  },
  'server-without-target': {
    title: 'A server without a target',
    severity: 'info',
    cause: 'No chosen client library speaks this protocol; only the guard for any transport is emitted.',
  },
  'server-skipped': {
    title: 'A server for which nothing is emitted',
    severity: 'warning',
    cause:
      'What it demands cannot be enforced by this release, and nothing is emitted rather than less than the document says.',
  },
  'nothing-to-emit': {
    title: 'Nothing to emit',
    severity: 'error',
    cause: 'No server of the document can be served by the chosen targets.',
  },
  'name-adjusted': {
    title: 'A name was adjusted',
    severity: 'info',
    cause: 'The document uses a name that the emitted object already has as a member of its own.',
  },
  'name-collision': {
    title: 'Two names become one identifier',
    severity: 'error',
    cause:
      'Types are named after servers and channels; two of these names differ only in characters that an identifier cannot hold.',
  },
} as const satisfies Record<string, CatalogueEntry>;
