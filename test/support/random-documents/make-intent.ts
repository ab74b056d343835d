import {
  VERSIONS,
  type ChannelIntent,
  type Intent,
  type LevelIntent,
  type Named,
  type OperationIntent,
  type ServerIntent,
  operationsOf,
  type Version,
} from './intent.js';
import { makeAccess, makeRoleModel } from './make-access.js';
import { makeLayers, type Layers } from './make-layers.js';
import { listLevel, openLevel, type LevelParts } from './make-levels.js';
import { makeSchemes } from './make-schemes.js';
import { Names } from './names.js';
import type { Tape } from './tape.js';

/** What kind of documents are wanted. */
export interface Kind {
  /** Every operation is protected on each of its servers, and nothing is wrong. */
  readonly sound: boolean;
  /** Nothing that the official schema refuses. */
  readonly strict: boolean;
  /** Default: any that is understood. */
  readonly version?: Version;
  /** Default: all-of occurs. */
  readonly singleSchemes?: boolean;
  /** Whether the team says some of it in a file of its own. Default: in some documents. */
  readonly team?: boolean;
}

/** Makes up a policy: who must prove what, for which operation, on which server. */
export const makeIntent = (tape: Tape, kind: Kind): Intent => new IntentMaker(tape, kind).make();

const PROTOCOLS = ['amqp', 'kafka', 'wss', 'kafka-secure', 'mqtt', 'ws', 'https', 'kafka'];

class IntentMaker {
  readonly #tape: Tape;
  readonly #kind: Kind;
  readonly #version: Version;
  readonly #major: 2 | 3;
  readonly #roleModel: Intent['roleModel'];
  readonly #levels: LevelParts;
  /** 2.4.0 took security up on operations. */
  readonly #operationSecurity: boolean;
  /** Whether each server demands something, so that operations need not. */
  readonly #guardedServers: boolean;
  readonly #team: boolean;

  constructor(tape: Tape, kind: Kind) {
    this.#tape = tape;
    this.#kind = kind;
    this.#version = kind.version ?? tape.pick(...VERSIONS);
    this.#major = this.#version.startsWith('2.') ? 2 : 3;
    this.#team = kind.team ?? tape.chance(35);
    const schemes = makeSchemes(tape, this.#version, new Names(tape, !kind.strict), this.#team);
    const single = kind.singleSchemes === true;
    this.#levels = { tape, major: this.#major, strict: kind.strict, schemes, single };
    this.#roleModel = makeRoleModel(tape, this.#team);
    this.#operationSecurity = !['2.0.0', '2.1.0', '2.2.0', '2.3.0'].includes(this.#version);
    this.#guardedServers = kind.sound && (!this.#operationSecurity || tape.chance(50));
  }

  make(): Intent {
    const servers = this.#servers();
    const definitions = this.#channels(servers);
    const operations = this.#major === 3 ? this.#current(servers, definitions) : [];
    const channels = this.#major === 2 ? this.#legacy(servers, definitions) : definitions;
    const intent: Intent = {
      version: this.#version,
      major: this.#major,
      schemes: this.#levels.schemes,
      servers,
      channels,
      operations,
      roleModel: this.#roleModel,
      opened: [],
      openedBy: 'configuration',
    };
    if (this.#kind.sound) return intent;
    const opened = this.#tape.some(operationsOf(intent), 8).map(({ id }) => id);
    return { ...intent, opened, openedBy: this.#team && this.#tape.chance(50) ? 'file' : 'configuration' };
  }

  #servers(): readonly Named<ServerIntent>[] {
    const tape = this.#tape;
    const names = new Names(tape, !this.#kind.strict);
    const count = this.#guardedServers ? tape.pick(1, 2, 3) : tape.pick(1, 2, 0, 3);
    const made: Named<ServerIntent>[] = [];
    for (let index = 0; index < count; index += 1) {
      const earlier = tape.oneOf(made)?.definition;
      const definition =
        earlier !== undefined && this.#mayShareServers() && tape.chance(12)
          ? earlier
          : { protocol: tape.oneOf(PROTOCOLS) ?? 'amqp', host: `host${String(index)}.test`, security: this.#server() };
      made.push({ name: names.next(), definition });
    }
    return made;
  }

  /** The official schema knows no references to servers before 2.3.0. */
  #mayShareServers(): boolean {
    return !this.#kind.strict || this.#major === 3 || this.#version > '2.3';
  }

  #server(): LevelIntent | null {
    if (this.#guardedServers || this.#tape.chance(50)) return listLevel(this.#levels);
    return this.#tape.chance(30) ? openLevel(this.#levels) : null;
  }

  #channels(servers: readonly Named<ServerIntent>[]): readonly Named<ChannelIntent>[] {
    const tape = this.#tape;
    const names = new Names(tape, !this.#kind.strict);
    return Array.from({ length: tape.pick(1, 2, 3) }, (_, index) => {
      const listed = this.#mayListServers() && servers.length > 0 && tape.chance(45);
      const parameters = tape.chance(50) ? ['tenant'] : [];
      const address = `topic/${String(index)}${parameters.map((name) => `/{${name}}`).join('')}`;
      const ending = this.#major === 3 ? [] : [...tape.pick([], ['a~b']), ...parameters.map((name) => `{${name}}`)];
      const name = [names.next(), ...ending].join('/');
      return {
        name,
        definition: {
          address: this.#major === 2 || (parameters.length === 0 && tape.chance(15)) ? null : address,
          servers: listed ? tape.shuffled(tape.some(servers.map((server) => server.name))) : null,
          parameters,
          operations: [],
        },
      };
    });
  }

  #mayListServers(): boolean {
    return this.#version !== '2.0.0' && this.#version !== '2.1.0';
  }

  /** The operations of 3.x stand beside the channels. */
  #current(
    servers: readonly Named<ServerIntent>[],
    channels: readonly Named<ChannelIntent>[],
  ): readonly Named<OperationIntent>[] {
    const tape = this.#tape;
    const names = new Names(tape, !this.#kind.strict);
    const made: Named<OperationIntent>[] = [];
    for (let count = tape.pick(1, 2, 3, 4, this.#kind.sound ? 1 : 0); count > 0; count -= 1) {
      const earlier = tape.oneOf(made)?.definition;
      const channel = tape.oneOf(channels);
      if (channel === undefined) break;
      const definition =
        earlier !== undefined && tape.chance(10)
          ? earlier
          : earlier !== undefined && tape.chance(15)
            ? { ...earlier, action: tape.pick('receive' as const, 'send' as const) }
            : this.#operation(channel, servers, tape.pick('receive', 'send'), null);
      made.push({ name: names.next(), definition });
    }
    return made;
  }

  /** Those of 2.x stand in them. */
  #legacy(
    servers: readonly Named<ServerIntent>[],
    channels: readonly Named<ChannelIntent>[],
  ): readonly Named<ChannelIntent>[] {
    const tape = this.#tape;
    const ids = new Names(tape, !this.#kind.strict);
    const made: Named<ChannelIntent>[] = [];
    for (const channel of channels) {
      const actions = tape.pick<readonly OperationIntent['action'][]>(
        ['receive'],
        ['send'],
        ['receive', 'send'],
        this.#kind.sound && made.length === 0 ? ['receive'] : [],
      );
      const operations = actions.map((action) =>
        this.#operation(channel, servers, action, tape.chance(60) ? ids.next('op') : null),
      );
      // A shared channel can name no operation: two would have one id.
      const earlier = made.find(({ definition }) => definition.operations.every(({ id }) => id === null))?.definition;
      const shares = earlier?.parameters.length === 0 && tape.chance(20);
      const bare = channel.definition.parameters.length === 0;
      made.push({
        name: channel.name,
        definition: shares && bare ? earlier : { ...channel.definition, operations },
      });
    }
    return made;
  }

  #operation(
    channel: Named<ChannelIntent>,
    servers: readonly Named<ServerIntent>[],
    action: OperationIntent['action'],
    id: string | null,
  ): OperationIntent {
    const tape = this.#tape;
    const security = this.#operationSecurity ? this.#operationLevel(servers.length === 0) : null;
    const listed = channel.definition.servers ?? [];
    const reached = servers.filter(({ name }) => listed.length === 0 || listed.includes(name));
    const acting =
      security?.state === 'list' ? [security] : reached.flatMap(({ definition }) => definition.security ?? []);
    const access = makeAccess(
      tape,
      this.#roleModel,
      acting.filter(({ state }) => state === 'list'),
      channel.definition.parameters,
      this.#kind.sound,
    );
    const filed = this.#team ? tape.some(['roles', 'function', 'context', 'access', 'actor'] as const, 30) : [];
    const { layers, left } = this.#layers(security, access, filed);
    return { id, action, channel: this.#major === 3 ? channel.name : null, security, access, filed: left, ...layers };
  }

  #operationLevel(alone: boolean): LevelIntent | null {
    const tape = this.#tape;
    const needed = this.#kind.sound && (alone || !this.#guardedServers);
    if (needed || tape.chance(50)) return listLevel(this.#levels);
    return tape.chance(30) ? openLevel(this.#levels) : null;
  }

  #layers(security: LevelIntent | null, access: OperationIntent['access'], filed: readonly string[]): Layers {
    const tape = this.#tape;
    const mayDrop = security?.state === 'list' || !this.#kind.sound;
    return makeLayers({
      tape,
      major: this.#major,
      security,
      access,
      filed,
      droppedLevel: () => (mayDrop && tape.chance(70) ? listLevel(this.#levels) : openLevel(this.#levels)),
      droppedRoles: ['READER', 'NOBODY_DECLARES_THIS'],
    });
  }
}
