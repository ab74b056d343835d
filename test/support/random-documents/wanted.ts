import { carried } from './carried.js';
import { operationsOf, type Intent } from './intent.js';
import { countsSomewhere, rolesOf } from './make-access.js';
import { ACCESS, ENTRY, placeOf, plain, PRESET, printed, type Spot } from './tree.js';
import type { Written, WrittenLevel, WrittenOperation } from './written.js';

/** One error, as far as it can be foretold. */
export interface WantedError {
  readonly code: string;
  /** `file#pointer`; null where only the code is foretold. */
  readonly place: string | null;
}

/** What `inspect` has to answer. */
export interface Wanted {
  /** The contract's answer, with what has no order sorted. */
  readonly policy: unknown;
  readonly errors: readonly WantedError[];
  /** Of the codes that say what a level lost or never demanded. */
  readonly warnings: readonly WantedError[];
}

type AnyOf = readonly { readonly allOf: readonly { readonly scheme: string; readonly scopes: readonly string[] }[] }[];

const anyOf = (level: WrittenLevel | null): AnyOf =>
  level?.state === 'list'
    ? level.alternatives.map((uses) => ({ allOf: uses.map(({ id, scopes }) => ({ scheme: id, scopes })) }))
    : [];

const levelOf = (level: WrittenLevel | null): unknown => ({ state: level?.state ?? 'absent', anyOf: anyOf(level) });

/** The answer that follows from a policy and from where its parts were written. */
export const wantedOf = (intent: Intent, written: Written): Wanted => new Answer(intent, written).wanted();

class Answer {
  readonly #intent: Intent;
  readonly #written: Written;
  readonly #errors = new Map<string, WantedError>();
  readonly #warnings = new Map<string, WantedError>();
  /** Places of levels without a demand that an error has named. */
  readonly #explained = new Set<string>();

  constructor(intent: Intent, written: Written) {
    this.#intent = intent;
    this.#written = written;
  }

  wanted(): Wanted {
    const operations = operationsOf(this.#intent).flatMap(({ id, channel }) => {
      const written = this.#written.operations.get(id);
      return written === undefined ? [] : [{ id, channel, written, servers: this.#serversOf(channel) }];
    });
    const levels = [...this.#written.servers.values(), ...this.#written.operations.values()].map(({ level }) => level);
    const unapplied = this.#unapplied(levels);
    const rules = operations.flatMap(({ id, written, servers }) => this.#rules(id, written, servers, unapplied));
    const policy = {
      schemes: this.#schemes(levels),
      servers: Object.fromEntries(this.#intent.servers.map(({ name }) => [name, this.#server(name)])),
      operations: Object.fromEntries(
        operations.map(({ id, channel, written, servers }) => [id, this.#operation(id, channel, written, servers)]),
      ),
      rules,
      preset: this.#preset(),
    };
    this.#levelWarnings(levels);
    return { policy, errors: [...this.#errors.values()], warnings: [...this.#warnings.values()] };
  }

  #serversOf(channel: string): readonly string[] {
    const all = this.#intent.servers.map(({ name }) => name);
    const listed = this.#intent.channels.find(({ name }) => name === channel)?.definition.servers ?? [];
    return listed.length === 0 ? all : all.filter((name) => listed.includes(name));
  }

  /** Those that some level demands. */
  #schemes(levels: readonly (WrittenLevel | null)[]): unknown {
    const used = new Set(
      levels.flatMap((level) => anyOf(level).flatMap(({ allOf }) => allOf.map(({ scheme }) => scheme))),
    );
    return Object.fromEntries(
      [...this.#written.schemes.values()]
        .filter(({ id }) => used.has(id))
        .map(({ id, at, aliases, object }) => {
          const fields = Object.fromEntries(object.entries.map(([key, value]) => [key, plain(value)]));
          return [id, { ...fields, pointer: printed(at), aliases: [...aliases].sort() }];
        }),
    );
  }

  #server(name: string): unknown {
    const server = this.#intent.servers.find((one) => one.name === name)?.definition;
    const written = this.#written.servers.get(name);
    return {
      pointer: printed(written?.at ?? { file: ENTRY, path: [] }),
      protocol: server?.protocol,
      host: server?.host,
      security: levelOf(written?.level ?? null),
    };
  }

  #operation(
    id: string,
    channel: string,
    { at, intent, level }: WrittenOperation,
    servers: readonly string[],
  ): unknown {
    const { roleModel, major, channels } = this.#intent;
    const roles = rolesOf(intent.access);
    const [kind, name] = intent.access.context ?? ['value', roleModel?.defaultContext ?? ''];
    const root = channels.find((one) => one.name === channel)?.definition;
    return {
      pointer: printed(at),
      action: intent.action,
      channel: printed({ file: ENTRY, path: ['channels', channel] }),
      address: major === 2 ? channel : (root?.address ?? null),
      servers: [...servers].sort(),
      security: levelOf(level),
      access: this.#intent.opened.includes(id) ? 'public' : intent.access.authenticated ? 'authenticated' : 'protected',
      roles: roleModel === null ? null : [...new Set(roles)].sort(),
      context: roleModel === null || roles.length === 0 ? null : { [kind]: name },
    };
  }

  #rules(id: string, operation: WrittenOperation, servers: readonly string[], unapplied: boolean): unknown[] {
    const { level, dropped, intent } = operation;
    const isPublic = this.#intent.opened.includes(id);
    const emptied = level !== null && level.state !== 'list' && dropped.some(({ state }) => state === 'list');
    if (emptied) {
      this.#error('security-emptied', level.at);
      this.#explained.add(placeOf(level.at));
    }
    const refused = this.#accessRefused(operation, isPublic);
    return (servers.length === 0 && this.#intent.servers.length === 0 ? [null] : servers).map((server) => {
      const serverLevel = server === null ? null : (this.#written.servers.get(server)?.level ?? null);
      const requirements = [serverLevel, level].flatMap((one) => (one?.state === 'list' ? [anyOf(one)] : []));
      const states = requirements.length > 0 || intent.access.authenticated || rolesOf(intent.access).length > 0;
      const status = emptied
        ? 'refused'
        : isPublic
          ? states
            ? 'refused'
            : 'public'
          : requirements.length === 0 || refused
            ? 'refused'
            : 'protected';
      if (!emptied && isPublic && states) this.#error('public-conflict', this.#openedAt(id) ?? operation.at);
      if (!emptied && !isPublic && requirements.length === 0 && !unapplied) {
        this.#error('operation-without-security', operation.at);
        for (const one of [serverLevel, level]) if (one !== null) this.#explained.add(placeOf(one.at));
      }
      const protocol = this.#intent.servers.find(({ name }) => name === server)?.definition.protocol;
      const carriedLevels = [serverLevel, level].flatMap((one) =>
        one?.state === 'list' ? [carried(protocol, intent.action, one, serverLevel)] : [],
      );
      return {
        operation: id,
        server,
        status,
        requirements,
        enforcedBy: carriedLevels.map(({ enforcer }) => enforcer),
        dropped: carriedLevels.flatMap(({ dropped: lost }, requirement) =>
          lost.map((alternative) => ({ requirement, alternative })),
        ),
      };
    });
  }

  /** Where the team's file opens an operation. */
  #openedAt(id: string): Spot | null {
    const { opened, openedBy } = this.#intent;
    return openedBy === 'file' ? { file: ACCESS, path: ['public', String(opened.indexOf(id))] } : null;
  }

  #preset(): unknown {
    const preset = this.#intent.roleModel?.preset ?? null;
    return preset === null ? null : { name: preset.name, file: preset.data === null ? null : PRESET };
  }

  /** Whether what an operation asks for can let nobody in. */
  #accessRefused({ at, intent }: WrittenOperation, isPublic: boolean): boolean {
    const { roleModel } = this.#intent;
    if (roleModel === null) return false;
    const { access } = intent;
    if (rolesOf(access).length > 0) {
      if (countsSomewhere(access, roleModel)) return false;
      this.#error('context-not-fixed', null, JSON.stringify(at));
      return true;
    }
    if (access.authenticated || isPublic) return false;
    this.#error('operation-without-roles', at);
    return true;
  }

  /** Schemes that nobody applies are told once, where nobody states that nothing is demanded (M11). */
  #unapplied(levels: readonly (WrittenLevel | null)[]): boolean {
    const stated = levels.filter((level) => level !== null);
    const operations = operationsOf(this.#intent);
    const closed = operations.filter(({ id }) => !this.#intent.opened.includes(id));
    const declared = this.#intent.schemes.some(({ names }) => names.length > 0);
    if (!declared || stated.some(({ list }) => list.length > 0)) return false;
    if (stated.length > 0 && closed.length > 0) return false;
    if (closed.length > 0 || operations.length === 0) this.#error('schemes-unapplied', null);
    return true;
  }

  #levelWarnings(levels: readonly (WrittenLevel | null)[]): void {
    for (const level of levels) {
      if (level === null || level.state === 'list' || this.#explained.has(placeOf(level.at))) continue;
      this.#warn('security-empty', level.at);
    }
    for (const { level, dropped } of this.#written.operations.values()) {
      const emptied = level !== null && level.state !== 'list' && dropped.some(({ state }) => state === 'list');
      if (!emptied) for (const one of dropped) this.#warn('security-dropped', one.at);
    }
  }

  #error(code: string, at: Spot | null, key = ''): void {
    const place = at === null ? null : placeOf(at);
    this.#errors.set(`${code} ${place ?? key}`, { code, place });
  }

  #warn(code: string, at: Spot): void {
    this.#warnings.set(`${code} ${placeOf(at)}`, { code, place: placeOf(at) });
  }
}
