import type { Scheme, Server } from '../model/security-model.js';

export type Transport = 'websocket' | 'kafka' | 'other';

/** The transport that a server's `protocol` names. */
export const transportOf = (server: Server | null): Transport => {
  switch (server?.protocol.toLowerCase()) {
    case 'ws':
    case 'wss':
      return 'websocket';
    case 'kafka':
    case 'kafka-secure':
      return 'kafka';
    default:
      return 'other';
  }
};

/** Whether the protocol that a server names has no TLS. */
export const isPlaintext = (server: Server): boolean => ['ws', 'kafka'].includes(server.protocol.toLowerCase());

/** The protocol of the same transport that has TLS. */
export const securedProtocol = (server: Server): 'wss' | 'kafka-secure' =>
  transportOf(server) === 'websocket' ? 'wss' : 'kafka-secure';

/** Why a WebSocket handshake cannot carry evidence of this scheme; null where it can. */
export const unfitForWebSocket = (scheme: Scheme): string | null => {
  switch (scheme.type) {
    case 'plain':
    case 'scramSha256':
    case 'scramSha512':
    case 'gssapi':
      return `${scheme.type} is a SASL mechanism, and a WebSocket handshake has no SASL exchange`;
    case 'symmetricEncryption':
    case 'asymmetricEncryption':
      return `${scheme.type} protects a payload and names nobody`;
    default:
      return null;
  }
};

/** Whether a Kafka broker can check this scheme when a client connects. */
export const isBrokerScheme = (scheme: Scheme): boolean =>
  ['plain', 'scramSha256', 'scramSha512', 'gssapi', 'X509', 'userPassword', 'apiKey'].includes(scheme.type);

/** Whether this scheme's token can be presented as SASL OAUTHBEARER. */
export const isBearerScheme = (scheme: Scheme): boolean =>
  scheme.type === 'oauth2' || scheme.type === 'openIdConnect' || (scheme.type === 'http' && scheme.scheme === 'bearer');

/** A scheme's type, in words. */
export const typeOf = (scheme: Scheme): string => (scheme.type === 'http' ? `http ${scheme.scheme}` : scheme.type);
