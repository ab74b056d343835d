import type { Config } from '../config/config.js';
import type { SecurityModel, Server } from '../model/security-model.js';
import { planGuardedServer } from './guarded-server.js';
import { transportOf } from './transport.js';
import { wiring } from './wired-schemes.js';

/** What a document demands and no emitted guard asks for. */
export interface Unguarded {
  /** Ids of servers for which nothing is emitted. */
  readonly servers: ReadonlySet<string>;
  /** Ids of schemes without an authenticator, by the server whose guard would need it; null: the document has no servers. */
  readonly schemes: ReadonlyMap<string | null, ReadonlySet<string>>;
}

/** Says what no emitted guard asks for, whichever targets are chosen. */
export const unguarded = (model: SecurityModel, config: Config): Unguarded => {
  const skipped = model.servers.filter((server) => isSkipped(server, model, config));
  // What a broker checks needs no authenticator.
  const guards = model.servers.filter((server) => transportOf(server) !== 'kafka' && !skipped.includes(server));
  const unwired = new Set(model.schemes.filter((scheme) => wiring(scheme) === null).map(({ id }) => id));
  return {
    servers: new Set(skipped.map(({ id }) => id)),
    schemes: new Map([null, ...guards.map(({ id }) => id)].map((server) => [server, unwired])),
  };
};

const isSkipped = (server: Server, model: SecurityModel, config: Config): boolean =>
  transportOf(server) === 'other' &&
  planGuardedServer(model, server, { config, describes: undefined }).diagnostics.some(
    ({ severity }) => severity === 'error',
  );
