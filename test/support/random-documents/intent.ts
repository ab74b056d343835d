import type { Obj, Tree } from './tree.js';

/** The versions whose security is understood, the simplest first. */
export const VERSIONS = ['3.0.0', '2.6.0', '3.1.0', '2.0.0', '2.1.0', '2.2.0', '2.3.0', '2.4.0', '2.5.0'] as const;

export type Version = (typeof VERSIONS)[number];

/** A policy before it is a document: what the writer has to say, and all that the answer is made of. */
export interface Intent {
  readonly version: Version;
  readonly major: 2 | 3;
  readonly schemes: readonly SchemeIntent[];
  /** Two names may have one definition. */
  readonly servers: readonly Named<ServerIntent>[];
  readonly channels: readonly Named<ChannelIntent>[];
  /** 3.x; those of 2.x belong to their channels. */
  readonly operations: readonly Named<OperationIntent>[];
  readonly roleModel: RoleModelIntent | null;
  /** Ids of operations that the team opens. */
  readonly opened: readonly string[];
  /** Where it says so. */
  readonly openedBy: 'configuration' | 'file';
}

export interface Named<T> {
  readonly name: string;
  readonly definition: T;
}

export interface SchemeIntent {
  readonly type: string;
  /** Its own fields but `type`, `scopes` and `x-access-control`. */
  readonly fields: readonly (readonly [string, Tree])[];
  /** `component`: named by `security`; `file`: referred to past the components (3.x); `inline`: written at each use (3.x). */
  readonly home: 'component' | 'file' | 'inline';
  /** Names of components, each a reference to a later one; the last one is the id. Empty unless `component`. */
  readonly names: readonly string[];
  /** Scopes that its flows offer; null: any may be demanded; empty: none. */
  readonly offered: readonly string[] | null;
  /** 3.x: the scopes that each use demands; null: not stated. */
  readonly scopes: readonly string[] | null;
  readonly access: Obj | null;
  /** Whether that stands in the access-control file. */
  readonly filed: boolean;
  readonly carrier: Carrier | null;
  /** Whether its access control names a source of roles. */
  readonly hasRoles: boolean;
}

/** What a Kafka record carries of a scheme. */
export type Carrier = 'proof' | 'bearer';

export interface UseIntent {
  readonly scheme: SchemeIntent;
  /** 2.x. */
  readonly scopes: readonly string[];
}

/** One stated `security`. */
export interface LevelIntent {
  readonly state: 'empty' | 'anonymous' | 'list';
  /** As written; the alternative without any use is `{}`. */
  readonly alternatives: readonly (readonly UseIntent[])[];
}

export interface ServerIntent {
  readonly protocol: string;
  readonly host: string;
  readonly security: LevelIntent | null;
}

export interface ChannelIntent {
  /** 3.x. Null where none is stated. */
  readonly address: string | null;
  /** Names of servers; null where the channel says nothing. */
  readonly servers: readonly string[] | null;
  readonly parameters: readonly string[];
  /** 2.x. */
  readonly operations: readonly OperationIntent[];
}

export interface OperationIntent {
  /** 2.x `operationId`. */
  readonly id: string | null;
  readonly action: 'send' | 'receive';
  /** 3.x: name of the channel. */
  readonly channel: string | null;
  /** What remains after traits: null, or the very object that one of the layers states. */
  readonly security: LevelIntent | null;
  readonly access: AccessIntent;
  /** What of its access control stands in the access-control file alone; empty where nothing does. */
  readonly filed: Obj;
  readonly own: LayerIntent;
  readonly traits: readonly LayerIntent[];
}

/** What an operation itself, or one of its traits, states. */
export interface LayerIntent {
  readonly security: LevelIntent | null;
  readonly access: Obj | null;
}

/** `x-access-control` of an operation, after traits. */
export interface AccessIntent {
  readonly roles: readonly string[] | null;
  readonly function: FunctionIntent | null;
  readonly context: readonly [kind: 'parameter' | 'header' | 'field' | 'value', name: string] | null;
  readonly authenticated: boolean;
  readonly actor: SchemeIntent | null;
}

/** A function of the preset, with the roles that it takes. */
export interface FunctionIntent {
  readonly name: string;
  readonly roles: readonly string[];
}

export interface RoleModelIntent {
  /** At the root of the document. */
  readonly stated: Obj;
  /** In the access-control file. */
  readonly filed: Obj;
  readonly preset: PresetIntent | null;
  readonly roles: readonly string[];
  readonly functions: readonly FunctionIntent[];
  readonly defaultContext: string;
  readonly adminContext: string;
}

/** A preset as `inspect` names it; `data` is its file, where it is none of the tool's own. */
export interface PresetIntent {
  readonly name: string;
  readonly data: Obj | null;
}

/** Every operation with the channel's name and its own id. */
export const operationsOf = (
  intent: Intent,
): readonly { readonly id: string; readonly channel: string; readonly definition: OperationIntent }[] =>
  intent.major === 3
    ? intent.operations.map(({ name, definition }) => ({ id: name, channel: definition.channel ?? '', definition }))
    : intent.channels.flatMap(({ name, definition: { operations } }) =>
        operations.map((definition) => ({ id: legacyId(name, definition), channel: name, definition })),
      );

/** 2.x: others publish what the application receives. */
export const verbOf = ({ action }: OperationIntent): 'publish' | 'subscribe' =>
  action === 'receive' ? 'publish' : 'subscribe';

const legacyId = (channel: string, operation: OperationIntent): string =>
  operation.id ?? `${channel}.${verbOf(operation)}`;
