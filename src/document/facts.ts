import type { Place } from '../diagnostics/index.js';
import type { Node } from './node.js';

/**
 * What a document says, without what it means: references followed, traits applied, servers, channels and operations
 * joined. Plain data; the model stage reads nothing else.
 */
export interface DocumentFacts {
  readonly asyncapi: string;
  readonly major: 2 | 3;
  readonly title: string;
  readonly version: string;
  /** The place of the entry file's root object. */
  readonly at: Place;
  /** `x-access-control` at the root. */
  readonly accessControl: Node | null;
  /** Every scheme that the root reaches or `components` declares, in document order: one entry a definition, aliases folded. */
  readonly schemes: readonly SchemeFacts[];
  readonly servers: readonly ServerFacts[];
  readonly channels: readonly ChannelFacts[];
  readonly operations: readonly OperationFacts[];
  /** `security` in components that the root does not reach. */
  readonly unreached: readonly UnreachedSecurity[];
  /** Whether the root, a channel or bindings state `security`, which no version knows and which has been reported. */
  readonly misplacedSecurity: boolean;
  /** Absolute paths of all files read, entry file first; `-` for standard input. */
  readonly files: readonly string[];
  /** `sha256:…` over every file read. */
  readonly digest: string;
}

export interface SchemeFacts {
  /** The last component name on the way to the definition; else the definition's pointer (`#/…` or `relative/file.yaml#/…`). */
  readonly id: string;
  /** Other component names that lead here. */
  readonly aliases: readonly string[];
  /** The definition; null where it could not be reached (which has been reported). */
  readonly node: Node | null;
  readonly at: Place;
  /** As the contract prints it: `#/…` in the entry file, `relative/file.yaml#/…` elsewhere. */
  readonly pointer: string;
  readonly inline: boolean;
  /** For an inline scheme: the id of the operation or server that states it. */
  readonly owner: string | null;
}

export interface ServerFacts {
  readonly id: string;
  readonly at: Place;
  readonly pointer: string;
  readonly protocol: string;
  /** As written: 3.x `host`, 2.x `url`. */
  readonly host: string;
  /** 3.x `pathname`; 2.x the path of `url`; '' where there is none. */
  readonly pathname: string;
  readonly security: SecurityFacts | null;
}

export interface ChannelFacts {
  /** The root's key. */
  readonly id: string;
  readonly at: Place;
  /** The root's name for it: `#/channels/<key>`. */
  readonly pointer: string;
  readonly address: string | null;
  readonly parameters: readonly ParameterFacts[];
  /** Server ids in the order stated; every root server where none is stated or the list is empty. */
  readonly servers: readonly string[];
  /** The ws channel binding, for warnings about credentials in it. */
  readonly webSocketBinding: Node | null;
  /** The topic that a Kafka binding names, where it does. */
  readonly topic: string | null;
  /** Every message of the channel. */
  readonly messages: readonly MessageFacts[];
}

export interface ParameterFacts {
  readonly name: string;
  readonly at: Place;
  /** A runtime expression such as `$message.header#/AxonIQ-Context`. */
  readonly location: string | null;
}

export interface MessageFacts {
  readonly name: string;
  readonly at: Place;
  /** Top-level payload properties with a `const`, or an `enum` of one value. */
  readonly constants: ReadonlyMap<string, string | number | boolean>;
}

export interface OperationFacts {
  /** 3.x the key; 2.x `operationId`, else `<channel key>.<publish|subscribe>`. */
  readonly id: string;
  readonly at: Place;
  readonly pointer: string;
  /** The described application's own view, in both majors (2.x `publish` is receive). */
  readonly action: 'send' | 'receive';
  /** Id of the channel; null where it is undefined (which has been reported). */
  readonly channel: string | null;
  /** What remains after traits. */
  readonly security: SecurityFacts | null;
  /** `security` lists that the merge of traits dropped (S10). */
  readonly droppedSecurity: readonly SecurityFacts[];
  /** `x-access-control` after traits, merged key by key as the version says (S11). */
  readonly accessControl: Node | null;
  /** What the merge of traits dropped of `x-access-control`. */
  readonly droppedAccess: readonly DroppedAccess[];
  /** Whether roles or the like stand beside `x-access-control`, which has been reported. */
  readonly looseAccess: boolean;
  readonly messages: readonly MessageFacts[];
  readonly reply: ReplyFacts | null;
}

/** A value that another one replaced. */
export interface DroppedAccess {
  /** `roles`, `context` … */
  readonly key: string;
  readonly value: Node;
  readonly by: Node;
}

export interface ReplyFacts {
  readonly at: Place;
  /** Id of the reply's channel; null where it is stated by address only, or not at all. */
  readonly channel: string | null;
  /** Those that it lists, else all of its channel. */
  readonly messages: readonly MessageFacts[];
  readonly addressLocation: string | null;
}

/** One stated `security` value. */
export interface SecurityFacts {
  readonly at: Place;
  /** The value as written; the model refuses what is no list. */
  readonly node: Node;
  /** One a list item; empty where the value is no list. */
  readonly items: readonly SecurityItem[];
  readonly from: 'own' | 'trait';
}

/** A `security` that counts for nobody. */
export interface UnreachedSecurity {
  readonly of: 'server' | 'operation' | 'trait';
  /** The component's name, or its derived operation id. */
  readonly owner: string;
  readonly security: SecurityFacts;
}

export type SecurityItem =
  /** 3.x form: a Reference Object. `scheme` is the id in `DocumentFacts.schemes`, null where it leads nowhere (reported). */
  | {
      readonly kind: 'reference';
      readonly at: Place;
      readonly ref: string;
      /** Of this reference, and of each component that is a reference on the way to the scheme. */
      readonly siblings: readonly Sibling[];
      readonly scheme: string | null;
    }
  /** A map with a `type`: a Security Scheme Object written in place. `scheme` is its id in `DocumentFacts.schemes`. */
  | { readonly kind: 'inline'; readonly at: Place; readonly scheme: string }
  /** Any other map: the 2.x form, one entry a scheme name. */
  | { readonly kind: 'requirement'; readonly at: Place; readonly uses: readonly RequirementUse[] }
  | { readonly kind: 'other'; readonly at: Place; readonly node: Node };

/** A key beside a `$ref`, which every version ignores. */
export interface Sibling {
  readonly key: string;
  readonly at: Place;
  readonly ref: string;
}

export interface RequirementUse {
  readonly name: string;
  readonly keyAt: Place;
  /** The scheme's id, aliases followed; null where no component has this name. The model reports that. */
  readonly scheme: string | null;
  /** Of each component that is a reference on the way to the scheme. */
  readonly siblings: readonly Sibling[];
  readonly scopes: Node;
}
