import { Folder } from './folder.js';
import {
  operationsOf,
  verbOf,
  type ChannelIntent,
  type Intent,
  type LayerIntent,
  type OperationIntent,
  type ServerIntent,
} from './intent.js';
import { noise, unreachable } from './noise.js';
import type { Tape } from './tape.js';
import { teamFiles } from './team-files.js';
import { ENTRY, Obj, under, type Spot, type Tree } from './tree.js';
import { SchemeWriter } from './write-schemes.js';
import type { Written, WrittenChannel, WrittenLevel, WrittenOperation, WrittenServer } from './written.js';

/** Writes a document that says what is meant, one of the many that do. */
export const writeDocument = (
  intent: Intent,
  tape: Tape,
  strict: boolean,
): { readonly folder: Folder; readonly written: Written } => {
  const folder = new Folder(tape, strict);
  const writer = new DocumentWriter(intent, tape, folder, strict);
  return { folder, written: writer.write() };
};

interface WrittenLayer {
  readonly intent: LayerIntent;
  readonly level: WrittenLevel | null;
}

class DocumentWriter {
  readonly #intent: Intent;
  readonly #tape: Tape;
  readonly #folder: Folder;
  readonly #strict: boolean;
  readonly #schemes: SchemeWriter;
  readonly #operations = new Map<string, WrittenOperation>();
  readonly #traits = new Map<LayerIntent, { readonly spot: Spot; readonly layer: WrittenLayer }>();

  constructor(intent: Intent, tape: Tape, folder: Folder, strict: boolean) {
    this.#intent = intent;
    this.#tape = tape;
    this.#folder = folder;
    this.#strict = strict;
    this.#schemes = new SchemeWriter(folder, tape, intent.major);
  }

  write(): Written {
    const { version, roleModel, schemes } = this.#intent;
    const root = this.#folder.root(ENTRY);
    root.set('asyncapi', version);
    root.set('info', new Obj([['title', 'Random'], ['version', '1.0.0'], ...noise(this.#tape)]));
    if (roleModel !== null && (roleModel.stated.entries.length > 0 || this.#tape.chance(50)))
      root.set('x-access-control', roleModel.stated);
    this.#schemes.components(schemes);
    const servers = this.#servers();
    const channels = this.#channels();
    if (this.#intent.major === 3) this.#current();
    if (!this.#strict || this.#tape.chance(50)) unreachable(this.#folder, this.#tape, this.#intent);
    for (const [file, data] of teamFiles(this.#intent, this.#tape)) this.#folder.roots.set(file, data);
    return { servers, channels, operations: this.#operations, schemes: this.#schemes.schemes };
  }

  #servers(): ReadonlyMap<string, WrittenServer> {
    const { servers, major } = this.#intent;
    const written = new Map<ServerIntent, WrittenServer>();
    const byName = new Map<string, WrittenServer>();
    for (const { name, definition, tree } of this.#section('servers', servers, (server, at) => {
      const object = new Obj([
        [major === 2 ? 'url' : 'host', server.host],
        ['protocol', server.protocol],
        ...noise(this.#tape),
      ]);
      const level =
        server.security === null ? null : this.#schemes.level(server.security, object, under(at, 'security'));
      written.set(server, { at, object, level });
      return object;
    })) {
      const one = written.get(definition);
      if (one !== undefined) byName.set(name, one);
      this.#folder.put({ file: ENTRY, path: ['servers', name] }, tree);
    }
    if (servers.length === 0 && !this.#strict && this.#tape.chance(30)) {
      this.#folder.put({ file: ENTRY, path: ['servers'] }, this.#tape.pick(new Obj(), null));
    }
    return byName;
  }

  #channels(): ReadonlyMap<string, WrittenChannel> {
    const written = new Map<ChannelIntent, WrittenChannel>();
    const byName = new Map<string, WrittenChannel>();
    const { channels, major, version } = this.#intent;
    const folder = this.#folder;
    for (const { name, definition, tree } of this.#section('channels', channels, (channel, at) => {
      const object = new Obj(noise(this.#tape));
      if (channel.address !== null) object.set('address', channel.address);
      else if (major === 3 && this.#tape.chance(50)) object.set('address', null);
      if (channel.parameters.length > 0) {
        object.set('parameters', new Obj(channel.parameters.map((parameter) => [parameter, new Obj()])));
      }
      const servers = this.#serverList(channel, at.file);
      if (servers !== null) object.set('servers', servers);
      for (const operation of channel.operations) {
        const verb = verbOf(operation);
        object.set(verb, this.#operation(operation, channelKeys(this.#intent, channel, operation), under(at, verb)));
      }
      written.set(channel, { at, object });
      return object;
    })) {
      const one = written.get(definition);
      if (one !== undefined) byName.set(name, one);
      folder.put({ file: ENTRY, path: ['channels', name] }, tree);
    }
    if (!this.#strict && (version === '2.0.0' || version === '2.1.0') && this.#tape.chance(20)) {
      // These versions know no such field: what it says does not count.
      for (const { object } of written.values()) object.set('servers', ['nowhere']);
    }
    return byName;
  }

  #serverList({ servers }: ChannelIntent, from: string): Tree[] | null {
    if (servers === null) return null;
    return servers.map((name) =>
      this.#intent.major === 2 ? name : this.#folder.reference(from, { file: ENTRY, path: ['servers', name] }),
    );
  }

  #current(): void {
    const { operations } = this.#intent;
    const ids = (definition: OperationIntent): readonly string[] =>
      operations.filter((one) => one.definition === definition).map(({ name }) => name);
    for (const { name, tree } of this.#section('operations', operations, (operation, at) =>
      this.#operation(operation, ids(operation), at),
    )) {
      this.#folder.put({ file: ENTRY, path: ['operations', name] }, tree);
    }
  }

  /** The members of a section of the root; what several names share is written once. */
  #section<T>(
    kind: 'servers' | 'channels' | 'operations',
    named: readonly { readonly name: string; readonly definition: T }[],
    make: (definition: T, at: Spot) => Tree,
  ): readonly { readonly name: string; readonly definition: T; readonly tree: Tree }[] {
    const shared = new Map<T, Tree>();
    return named.map(({ name, definition }) => {
      const known = shared.get(definition);
      if (known !== undefined) return { name, definition, tree: known };
      const several = named.filter((other) => other.definition === definition).length > 1;
      const at: Spot = { file: ENTRY, path: [kind, name] };
      const mayRefer = several || this.#mayRefer(kind);
      const tree = mayRefer
        ? this.#folder.place(at, this.#component(kind), (place) => make(definition, place), several).tree
        : make(definition, at);
      shared.set(definition, tree);
      return { name, definition, tree };
    });
  }

  #mayRefer(kind: string): boolean {
    return !this.#strict || this.#intent.major === 3 || kind === 'channels' || this.#intent.version > '2.3';
  }

  /** Where the version keeps such definitions among the components. */
  #component(kind: string): string | null {
    return this.#intent.major === 3 || this.#intent.version > '2.3' ? kind : null;
  }

  #operation(intent: OperationIntent, ids: readonly string[], at: Spot): Obj {
    const tape = this.#tape;
    const object = new Obj(noise(tape));
    if (this.#intent.major === 3) {
      object.set('action', intent.action);
      object.set('channel', this.#folder.reference(at.file, { file: ENTRY, path: ['channels', intent.channel ?? ''] }));
    } else if (intent.id !== null) object.set('operationId', intent.id);
    const own = this.#layer(intent.own, at, object);
    const traits = intent.traits.map((trait, index) => this.#trait(trait, under(at, 'traits', index)));
    if (traits.length > 0 || tape.chance(5)) {
      object.set(
        'traits',
        traits.map(({ tree }) => tree),
      );
    }
    const layers = [own, ...traits.map(({ layer }) => layer)];
    const wins = ({ security }: LayerIntent): boolean => security !== null && security === intent.security;
    const winner = layers.find((layer) => wins(layer.intent));
    const written: WrittenOperation = {
      at,
      object,
      intent,
      level: winner?.level ?? null,
      dropped: layers.flatMap((layer) => (layer === winner || layer.level === null ? [] : layer.level)),
    };
    for (const id of ids) this.#operations.set(id, written);
    return object;
  }

  #layer(intent: LayerIntent, at: Spot, object: Obj): WrittenLayer {
    const { security, access } = intent;
    const level = security === null ? null : this.#schemes.level(security, object, under(at, 'security'));
    if (access !== null) object.set('x-access-control', access);
    return { intent, level };
  }

  /** A trait that several operations apply is written once, and referred to. */
  #trait(intent: LayerIntent, at: Spot): { readonly tree: Tree; readonly layer: WrittenLayer } {
    const known = this.#traits.get(intent);
    if (known !== undefined) return { tree: this.#folder.reference(at.file, known.spot), layer: known.layer };
    const several = this.#users(intent) > 1;
    let layer: WrittenLayer = { intent, level: null };
    const placed = this.#folder.place(
      at,
      'operationTraits',
      (place) => {
        const object = new Obj(noise(this.#tape));
        layer = this.#layer(intent, place, object);
        return object;
      },
      several,
    );
    if (several) this.#traits.set(intent, { spot: placed.at, layer });
    return { tree: placed.tree, layer };
  }

  #users(trait: LayerIntent): number {
    return operationsOf(this.#intent).filter(({ definition }) => definition.traits.includes(trait)).length;
  }
}

/** Ids of a 2.x operation: one for each channel that has it. */
const channelKeys = (intent: Intent, channel: ChannelIntent, operation: OperationIntent): readonly string[] => {
  const names = intent.channels.filter(({ definition }) => definition === channel).map(({ name }) => name);
  return operation.id === null ? names.map((name) => `${name}.${verbOf(operation)}`) : [operation.id];
};
