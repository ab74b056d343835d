import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import type { Source } from '../credentials.js';
import type { CertificateLogin } from '../kafka/login.js';
import { readCertificates, STRICT_TLS } from '../kafka/tls-options.js';
import type { Faults } from './faults.js';
import { LateSocket } from './late-socket.js';

/** What a connection to a broker stands on. */
export interface Transport {
  readonly tls: boolean;
  readonly ca: Source<string> | undefined;
  readonly certificate: CertificateLogin | null;
}

const KEEP_ALIVE_MS = 60_000;

/** Opens the sockets of a client of kafkajs: with TLS and the certificates of this moment, and notes what goes wrong. */
export function socketFactory(
  { tls, ca, certificate }: Transport,
  faults: Faults,
): ISocketFactory {
  const hasSources = ca !== undefined || certificate !== null;
  return ({ host, port, onConnect }) => {
    const secured = (
      certificates: ConnectionOptions,
      onSecured: () => void,
    ): Socket =>
      connectTls(
        {
          host,
          port,
          ...(isIP(host) === 0 ? { servername: host } : {}),
          ...certificates,
          ...STRICT_TLS,
        },
        onSecured,
      ).setKeepAlive(true, KEEP_ALIVE_MS);
    if (tls && hasSources) {
      const late = new LateSocket(async (onSecured) =>
        secured(await readCertificates(ca, certificate), onSecured),
      );
      // kafkajs calls what a LateSocket has, and no more: on, write, end and unref.
      return watched(late as unknown as Socket, faults).once(
        'connect',
        onConnect,
      );
    }
    const socket = tls
      ? secured({}, onConnect)
      : connectTcp({ host, port }, onConnect);
    return watched(socket.setKeepAlive(true, KEEP_ALIVE_MS), faults);
  };
}

function watched(socket: Socket, faults: Faults): Socket {
  return socket.on('error', (error: Error) => {
    faults.note(error);
  });
}
