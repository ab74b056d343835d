import type { OperationIntent, SchemeIntent } from './intent.js';
import type { Obj, Spot, Tree } from './tree.js';

/** A stated `security` as it was written: schemes by the ids that their places give them. */
export interface WrittenLevel {
  readonly state: 'empty' | 'anonymous' | 'list';
  readonly at: Spot;
  readonly list: Tree[];
  /** The object that states it. */
  readonly owner: Obj;
  readonly alternatives: readonly (readonly WrittenUse[])[];
}

export interface WrittenUse {
  readonly id: string;
  readonly scopes: readonly string[];
  readonly scheme: SchemeIntent;
  /** The item of the list. */
  readonly at: Spot;
}

/** A scheme under one id. */
export interface WrittenScheme {
  readonly id: string;
  readonly at: Spot;
  readonly aliases: readonly string[];
  readonly object: Obj;
  readonly intent: SchemeIntent;
}

export interface WrittenServer {
  readonly at: Spot;
  readonly object: Obj;
  readonly level: WrittenLevel | null;
}

export interface WrittenChannel {
  readonly at: Spot;
  readonly object: Obj;
}

export interface WrittenOperation {
  readonly at: Spot;
  readonly object: Obj;
  readonly intent: OperationIntent;
  /** What remains after traits. */
  readonly level: WrittenLevel | null;
  /** What other layers state in vain. */
  readonly dropped: readonly WrittenLevel[];
}

/** Where everything of a policy was written. */
export interface Written {
  readonly servers: ReadonlyMap<string, WrittenServer>;
  /** By id. */
  readonly operations: ReadonlyMap<string, WrittenOperation>;
  readonly schemes: ReadonlyMap<string, WrittenScheme>;
  readonly channels: ReadonlyMap<string, WrittenChannel>;
}
