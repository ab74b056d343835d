import type { Place } from '../diagnostics/index.js';
import type { Json } from '../document/node.js';

/** What a document's security means. Made by the model stage alone; every later stage reads only this. */
export interface SecurityModel {
  readonly asyncapi: string;
  readonly major: 2 | 3;
  readonly title: string;
  readonly version: string;
  readonly digest: string;
  readonly at: Place;
  readonly schemes: readonly Scheme[];
  readonly providers: readonly Provider[];
  readonly servers: readonly Server[];
  readonly channels: readonly Channel[];
  /** In document order. */
  readonly operations: readonly Operation[];
  /** One for each operation on each of its servers. */
  readonly rules: readonly Rule[];
  /** Null where neither the document nor the team's file states `x-access-control` at the root. */
  readonly roles: RoleModel | null;
}

export type SchemeType =
  | 'userPassword'
  | 'apiKey'
  | 'X509'
  | 'symmetricEncryption'
  | 'asymmetricEncryption'
  | 'httpApiKey'
  | 'http'
  | 'oauth2'
  | 'openIdConnect'
  | 'plain'
  | 'scramSha256'
  | 'scramSha512'
  | 'gssapi';

export type Scheme = SchemeBase & SchemeKind;

export interface SchemeBase {
  readonly id: string;
  readonly at: Place;
  readonly pointer: string;
  readonly aliases: readonly string[];
  /** Whether any requirement names it. */
  readonly used: boolean;
  /** The definition as written, `type` included, for `inspect`. */
  readonly fields: Readonly<Record<string, Json>>;
  readonly description: string;
  readonly access: SchemeAccess;
  /** Key of the provider; of no meaning where the scheme is unused. */
  readonly provider: string;
}

export type SchemeKind =
  | { readonly type: 'httpApiKey'; readonly in: 'header' | 'query' | 'cookie'; readonly name: string }
  /** `scheme` in lower case: bearer, basic, negotiate … */
  | { readonly type: 'http'; readonly scheme: string; readonly bearerFormat: string | null }
  | { readonly type: 'apiKey'; readonly in: 'user' | 'password' }
  | { readonly type: 'oauth2'; readonly flows: readonly Flow[] }
  | { readonly type: 'openIdConnect'; readonly url: string }
  | { readonly type: Exclude<SchemeType, 'httpApiKey' | 'http' | 'apiKey' | 'oauth2' | 'openIdConnect'> };

export interface Flow {
  readonly name: 'implicit' | 'password' | 'clientCredentials' | 'authorizationCode';
  readonly authorizationUrl: string | null;
  readonly tokenUrl: string | null;
  readonly refreshUrl: string | null;
  readonly scopes: readonly string[];
}

/** `x-access-control` on a scheme, from the document or the team's file. */
export interface SchemeAccess {
  readonly subject: 'application' | 'user' | 'node' | null;
  /** Null: this scheme is no source of roles. */
  readonly rolesFrom: RoleSource | null;
  readonly usernameClaim: string | null;
  readonly claim: ClaimSource | null;
  readonly groupRoles: Readonly<Record<string, readonly string[]>> | null;
  readonly carrier: 'proof' | 'bearer' | null;
  /** Legacy header names. */
  readonly aliases: readonly string[];
}

export type RoleSource = 'account' | 'claim' | 'groups' | 'scopes' | 'ldap' | 'certificate';

export interface ClaimSource {
  readonly path: string;
  readonly separator: string | null;
  readonly prefix: string | null;
  readonly map: Readonly<Record<string, readonly string[]>> | null;
}

/** One source of identity; its schemes share evidence, authenticator and credentials. */
export interface Provider {
  readonly key: string;
  /** Scheme ids in document order. */
  readonly schemes: readonly string[];
  /** What its schemes say together; a conflict between them has been reported. */
  readonly access: SchemeAccess;
}

export type LevelState = 'absent' | 'empty' | 'anonymous' | 'list';

/** What one place demands: any one alternative. `anyOf` is empty unless `state` is `list`. */
export interface Level {
  readonly state: LevelState;
  readonly anyOf: readonly Alternative[];
  readonly at: Place | null;
}

/** All of its schemes must hold. */
export interface Alternative {
  readonly allOf: readonly SchemeUse[];
  readonly at: Place;
}

export interface SchemeUse {
  readonly scheme: string;
  readonly scopes: readonly string[];
}

export interface Server {
  readonly id: string;
  readonly at: Place;
  readonly pointer: string;
  readonly protocol: string;
  readonly host: string;
  readonly pathname: string;
  readonly security: Level;
}

export interface Channel {
  readonly id: string;
  readonly at: Place;
  readonly pointer: string;
  readonly address: string | null;
  /** Its name in Kafka, where a binding gives one. */
  readonly topic: string | null;
  readonly parameters: readonly { readonly name: string; readonly location: string | null }[];
  readonly servers: readonly string[];
}

export type Access = 'protected' | 'authenticated' | 'public';

export type ContextSource =
  | { readonly parameter: string }
  | { readonly header: string }
  | { readonly field: string }
  | { readonly value: string };

export interface Operation {
  readonly id: string;
  readonly at: Place;
  readonly pointer: string;
  readonly action: 'send' | 'receive';
  readonly channel: string;
  readonly servers: readonly string[];
  readonly security: Level;
  readonly access: Access;
  /** Null where there is no role model; empty where the operation names none. */
  readonly roles: readonly string[] | null;
  /** Null where there is no role model or no role is named; `{ value: defaultContext }` where none is stated. */
  readonly context: ContextSource | null;
  /** The scheme that `x-access-control.actor` names. */
  readonly actor: string | null;
  readonly messages: readonly Message[];
  /** Messages of its reply, as far as the document says; null: it has none. */
  readonly reply: readonly Message[] | null;
}

export interface Message {
  readonly name: string;
  readonly constants: ReadonlyMap<string, string | number | boolean>;
}

/** One operation on one server. */
export interface Rule {
  readonly operation: string;
  /** Null: the document has no servers. */
  readonly server: string | null;
  readonly status: 'protected' | 'public' | 'refused';
  /** One for each level in state `list`, the server's first; all must hold. */
  readonly requirements: readonly Requirement[];
}

export interface Requirement {
  readonly level: 'server' | 'operation';
  /** Whether roles are decided here: the operation's level, else the server's. */
  readonly acting: boolean;
  readonly anyOf: readonly RuleAlternative[];
}

export interface RuleAlternative extends Alternative {
  /** On the acting level of an operation with roles: the scheme whose grants count. Else null. */
  readonly actor: string | null;
}

export interface RoleModel {
  /** The preset that it names; without `file` it is one of the tool's own. */
  readonly preset: { readonly name: string; readonly file: string | null } | null;
  readonly roles: readonly Role[];
  readonly defaultContext: string;
  readonly adminContext: string | null;
  readonly bareGrant: 'every-context' | null;
  readonly audit: 'denied' | 'all' | null;
}

export interface Role {
  readonly name: string;
  readonly at: Place | null;
  readonly description: string;
  readonly deprecated: boolean;
  readonly replacedBy: readonly string[];
  /** Contexts in which the role counts; null: in every context. */
  readonly contexts: readonly string[] | null;
}
