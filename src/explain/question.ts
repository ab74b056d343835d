import type { Operation, Rule, Server } from '../model/index.js';

/** A question as somebody asks it, in the document's names. */
export interface StatedQuestion {
  readonly operation: string;
  /** May be left out where the operation is on one server. */
  readonly server?: string;
  /** `SCHEME` or `SCHEME=SCOPE,…` each. */
  readonly proved: readonly string[];
  /** `SCHEME=NAME` each. */
  readonly subjects: readonly string[];
  /** `ROLE@CONTEXT` each. */
  readonly grants: readonly string[];
  readonly context?: string;
}

/** A question whose every name the document has. */
export interface Question {
  readonly rule: Rule;
  readonly operation: Operation;
  /** Null: the document has no servers. */
  readonly server: Server | null;
  readonly presented: Presented;
  /** Schemes that are proved, by id, in the order asked. */
  readonly proved: readonly string[];
  readonly context: string | undefined;
}

/** What a caller has: a proof a provider, and grants for each proof whose provider is a source of roles. */
export interface Presented {
  readonly proofs: ReadonlyMap<string, PresentedProof>;
  readonly grants: readonly string[];
}

export interface PresentedProof {
  /** The scheme that was named first. */
  readonly scheme: string;
  readonly scopes: readonly string[];
  readonly subject: string;
}

/** Whom a proof names where the question does not say: all such proofs name the same one. */
export const SOMEBODY = 'somebody';
