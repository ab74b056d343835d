/** What each server and operation demands, as data: the shape of the emitted `POLICY`. */
export interface Policy {
  /** Version of the seam between emitted data and runtime. */
  readonly contract: 1;
  readonly providers: Readonly<Record<string, ProviderPolicy>>;
  readonly schemes: Readonly<Record<string, SchemePolicy>>;
  readonly channels: Readonly<Record<string, ChannelPolicy>>;
  readonly operations: Readonly<Record<string, OperationPolicy>>;
  readonly servers: Readonly<Record<string, ServerPolicy>>;
  /** Null: the document has no role model; authentication and scopes suffice. */
  readonly roles: RolesPolicy | null;
  /** Operation -> the roles of which any one suffices. An operation that is not here asks for no role. */
  readonly roleMap: Readonly<Record<string, readonly string[]>>;
  /** All proofs of a caller must be of one (issuer, subject). */
  readonly sameSubject: boolean;
}

/** How a provider's evidence is written. */
export type EvidenceForm = 'apiKey' | 'basic' | 'bearer' | 'proof';

export interface ProviderPolicy {
  readonly form: EvidenceForm;
  /** Where its evidence may travel. Two values, in one or in several of these places, make it invalid. */
  readonly carriers: readonly Carrier[];
  /** How its evidence travels in a Kafka record; left out where it does not. */
  readonly record?: 'proof' | 'bearer';
  readonly rolesFrom:
    'account' | 'claim' | 'groups' | 'scopes' | 'ldap' | 'certificate' | null;
  /** The claim that names the account. */
  readonly usernameClaim?: string;
  readonly claim?: {
    readonly path: string;
    readonly separator?: string;
    readonly prefix?: string;
    readonly map?: Readonly<Record<string, readonly string[]>>;
  };
  readonly groupRoles?: Readonly<Record<string, readonly string[]>>;
}

/** A header name is in lower case. */
export interface Carrier {
  readonly in: 'header' | 'query' | 'cookie';
  readonly name: string;
}

export interface SchemePolicy {
  readonly type: string;
  readonly provider: string;
}

/** Any one alternative suffices. Never empty. */
export type Requirement = readonly Alternative[];

/** All of its uses must hold; `actor` is the use whose grants count where roles are decided. Never empty. */
export interface Alternative {
  readonly allOf: readonly SchemeUse[];
  readonly actor: string | null;
}

export interface SchemeUse {
  readonly scheme: string;
  readonly scopes: readonly string[];
}

export interface ChannelPolicy {
  /** Template of the request path or topic, such as `/contexts/{context}/events`. */
  readonly address: string | null;
  readonly parameters: readonly string[];
  /** Further topics that hold copies of this one (mirrors), written like the address. */
  readonly aliases?: readonly string[];
}

export type ContextSource =
  | { readonly parameter: string }
  | { readonly header: string }
  | { readonly field: string }
  | { readonly value: string };

export interface OperationPolicy {
  /** The described application's own view. */
  readonly action: 'send' | 'receive';
  readonly channel: string;
  readonly access: 'protected' | 'authenticated' | 'public';
  readonly context: ContextSource;
  /** How a message of this operation is told from the channel's others of its direction. */
  readonly message: MessageRoute;
  readonly replies: boolean;
}

export type MessageRoute =
  /** The only one of its direction on its channel, where no reply travels. */
  | { readonly by: 'channel' }
  | {
      readonly by: 'property';
      readonly property: string;
      readonly values: readonly (string | number | boolean)[];
    }
  /** The app's `route` option names the operation. */
  | { readonly by: 'app' };

export interface ServerPolicy {
  readonly protocol: string;
  readonly host: string;
  readonly pathname: string;
  /** Whether the document speaks for the side that listens or the side that dials. */
  readonly describes: 'server' | 'client';
  /** The server's own level, where the guard enforces it. */
  readonly requirement: Requirement | null;
  /** Operation -> its own level on this server. An operation that is not here does not exist on this server. */
  readonly rules: Readonly<Record<string, RulePolicy>>;
  /** Hosts that may be given this server's secrets. */
  readonly hosts: readonly string[];
  readonly tls: boolean;
  /** Left out for a server that speaks another protocol. */
  readonly kafka?: KafkaPolicy;
}

/** How an app reaches a cluster. */
export interface KafkaPolicy {
  readonly brokers: readonly string[];
  /** Any one of them; empty: the document names none. */
  readonly logins: readonly Login[];
}

/** What a client presents to a broker, all of it: at most one SASL mechanism, and a client certificate. Never empty. */
export type Login = readonly LoginPart[];

export interface LoginPart {
  readonly provider: string;
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512' | 'X509';
}

export interface RulePolicy {
  /** Null: the operation states none, and the server's level decides alone (roles included). */
  readonly requirement: Requirement | null;
  /** The broker alone sees to this operation: the guard asks nobody, and its records are of nobody in particular. */
  readonly enforcedBy?: 'broker';
}

export interface RolesPolicy {
  readonly defaultContext: string;
  readonly adminContext: string | null;
  /** How a grant without `@` is read: refused unless it says so. */
  readonly bareGrant: 'every-context' | null;
  readonly audit: 'denied' | 'all' | null;
  readonly roles: Readonly<Record<string, RolePolicy>>;
}

export interface RolePolicy {
  readonly deprecated: boolean;
  /** Contexts in which the role counts; null: in every context. */
  readonly contexts: readonly string[] | null;
}
