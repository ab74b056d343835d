import type { OperationAccess } from './operation-access.js';
import { reportIdleActor, withActor, type ActorReading } from './actors.js';
import { emptyPlace } from './levels.js';
import type { Operation, Requirement, Rule, Server } from './security-model.js';
import { placeKey, type Place } from '../diagnostics/index.js';
import { SILENT, type Reporter } from './findings.js';
import { reportPublicConflict, reportUnprotected } from './open-operations.js';

/** An operation with what only its rules need. */
export interface RuledOperation {
  readonly operation: Operation;
  readonly access: OperationAccess;
  /** Where the team opened it; null: in config; undefined: it is not public. */
  readonly openedAt: Place | null | undefined;
  /** Traits took its demand away: refused on every server. */
  readonly emptied: boolean;
}

/**
 * Makes one rule an operation and server (S4, S9): both levels hold, or nothing is let through. `explained` are the
 * places of empty levels that an error has named.
 */
export const readRules = (
  operations: readonly RuledOperation[],
  servers: readonly Server[],
  reading: ActorReading,
  { silent, isRead }: { readonly silent: boolean; readonly isRead: boolean },
): { readonly rules: readonly Rule[]; readonly explained: ReadonlySet<string> } => {
  const rules: Rule[] = [];
  const explained = new Set<string>();
  for (const ruled of operations) {
    const { operation, emptied } = ruled;
    const unprotected: (string | null)[] = [];
    const empties: Place[] = [];
    const own: Rule[] = [];
    for (const server of serversOf(operation, servers)) {
      const rule = readRule(ruled, server, reading);
      rules.push(rule);
      own.push(rule);
      if (rule.requirements.length > 0 || emptied || operation.access === 'public') continue;
      unprotected.push(rule.server);
      empties.push(
        ...[server?.security, operation.security].flatMap((level) =>
          level === undefined ? [] : (emptyPlace(level) ?? []),
        ),
      );
    }
    // What could not be read may have demanded it.
    if (isRead) reportIdleActor(operation, ruled.access.actor, own, reading);
    if (emptied && operation.security.at !== null) explained.add(placeKey(operation.security.at));
    if (unprotected.length === 0 || silent) continue;
    for (const place of empties) explained.add(placeKey(place));
    const secured = servers.filter(({ id, security }) => operation.servers.includes(id) && security.state === 'list');
    reportUnprotected(ruled, { unprotected, secured }, empties, reading);
  }
  return { rules, explained };
};

const serversOf = (operation: Operation, servers: readonly Server[]): readonly (Server | null)[] => {
  const own = new Set(operation.servers);
  return servers.length === 0 ? [null] : servers.filter(({ id }) => own.has(id));
};

/** Each rule states the alternatives of both its levels. */
const MOST_ALTERNATIVES = 50_000;

/** Whether operations and servers multiply to more than anybody could read; told at the first server. */
export const reportRuleLimit = (
  operations: readonly RuledOperation[],
  servers: readonly Server[],
  reporter: Reporter,
): boolean => {
  const [first] = servers;
  if (first === undefined) return false;
  const sizes = new Map(servers.map(({ id, security }) => [id, 1 + security.anyOf.length]));
  let size = 0;
  for (const { operation } of operations) {
    for (const id of operation.servers) size += (sizes.get(id) ?? 0) + operation.security.anyOf.length;
    if (size > MOST_ALTERNATIVES) break;
  }
  if (size <= MOST_ALTERNATIVES) return false;
  reporter.unreadable('document-limit', first.at, {
    message: `The document has ${String(servers.length)} servers and ${String(operations.length)} operations: each operation on each of its servers is a rule, and all rules together have more than 50,000 alternatives.`,
    fix: 'Name on each channel the servers that it is on, or split the document.',
  });
  return true;
};

const readRule = (ruled: RuledOperation, server: Server | null, reading: ActorReading): Rule => {
  const { operation, access, emptied } = ruled;
  const levels = [
    { level: 'server' as const, stated: server?.security },
    { level: 'operation' as const, stated: operation.security },
  ].flatMap(({ level, stated }) => (stated?.state === 'list' ? [{ level, anyOf: stated.anyOf }] : []));
  const roles = operation.access === 'public' ? [] : (operation.roles ?? []);
  // An actor that does not exist has been told; that none is named would only follow from that.
  const actors = access.actor !== null && operation.actor === null ? { ...reading, reporter: SILENT } : reading;
  const requirements = levels.map(({ level, anyOf }, index): Requirement => {
    const acting = index === levels.length - 1;
    return {
      level,
      acting,
      anyOf: anyOf.map((alternative) =>
        acting && roles.length > 0
          ? withActor(alternative, operation.actor, operation, actors)
          : { ...alternative, actor: null },
      ),
    };
  });
  const unanswerable =
    roles.length > 0 && requirements.some(({ acting, anyOf }) => acting && anyOf.some(({ actor }) => actor === null));
  const status = ((): Rule['status'] => {
    if (emptied) return 'refused';
    if (operation.access === 'public') return isOpen(ruled, server, reading) ? 'public' : 'refused';
    return requirements.length === 0 || access.refused || unanswerable ? 'refused' : 'protected';
  })();
  return { operation: operation.id, server: server?.id ?? null, status, requirements };
};

/** Public is what the team says; what the document states at any level still holds, so that both cannot be true. */
const isOpen = (ruled: RuledOperation, server: Server | null, reading: ActorReading): boolean => {
  const { operation, access } = ruled;
  const demands = [operation.security, server?.security].flatMap((level) =>
    level?.state === 'list' && level.at !== null ? [level.at] : [],
  );
  const also = [...demands, ...(access.statedAt === null ? [] : [access.statedAt])];
  if (also.length === 0) return true;
  reportPublicConflict(ruled, server, also, reading);
  return false;
};
