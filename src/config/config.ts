/** The configuration file, key by key. Command line > environment > configuration file > default. */
export interface Config {
  readonly document: string;
  /** Default: `./guards`. */
  readonly out?: string;
  /** Default: what package.json depends on. */
  readonly targets?: readonly Target[];
  /** Which side gets code. Default: `application`, the one that the document describes. */
  readonly side?: Side;
  readonly accessControl?: string | AccessControl;
  /** Operation ids that need no caller: the only place that opens anything. */
  readonly public?: readonly string[];
  readonly servers?: Readonly<Record<string, ServerConfig>>;
  readonly schemes?: Readonly<Record<string, SchemeConfig>>;
  /** Provider name -> schemes of one identity provider. */
  readonly providers?: Readonly<Record<string, readonly string[]>>;
  readonly kafka?: { readonly roles?: 'acl'; readonly topicAliases?: Readonly<Record<string, readonly string[]>> };
  readonly allowCleartextCredentials?: readonly string[];
  readonly allowReplayableTokens?: readonly string[];
  readonly allowRefs?: readonly string[];
  readonly allowInvalidDocument?: boolean;
  readonly sameSubject?: boolean;
  /** A module that exports `interface Messages { [operationId]: T }`. */
  readonly messages?: string;
  readonly templates?: string | { readonly folder: string; readonly packages?: readonly string[] };
  /** Default: `./runtime`. */
  readonly runtime?: string;
  /** Default: `js`. */
  readonly importExtension?: 'js' | 'ts' | '';
  /** Warning codes that are not shown. */
  readonly silence?: readonly string[];
}

export type Target = 'kafkajs' | 'ws';
export type Side = 'application' | 'peer' | 'both';

export interface ServerConfig {
  /** Whether the document speaks for the side that listens or the side that dials. */
  readonly describes?: 'server' | 'client';
  readonly tls?: boolean;
  readonly hosts?: readonly string[];
  readonly url?: string;
  readonly brokers?: readonly string[];
}

export interface SchemeConfig {
  readonly mechanism?: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly carrier?: 'proof' | 'bearer';
  readonly allowHttp?: boolean;
}

/** `x-access-control` at the root, and the team's access-control file. */
export interface AccessControl {
  readonly preset?: string;
  readonly roles?: Readonly<Record<string, RoleConfig>>;
  readonly defaultContext?: string;
  readonly adminContext?: string;
  readonly bareGrant?: 'every-context';
  readonly audit?: { readonly operations: 'denied' | 'all' };
  /** In the file only: by scheme id. */
  readonly schemes?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** In the file only: by operation id. */
  readonly operations?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** In the file only: operation ids that need no caller. */
  readonly public?: readonly string[];
}

export interface RoleConfig {
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly replacedBy?: readonly string[];
  readonly contexts?: readonly string[];
}
