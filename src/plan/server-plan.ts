import type { Operation, Server } from '../model/security-model.js';
import type { ServerPolicy } from '../runtime/policy.js';

/** One server's part of the policy, and what it takes from the model. */
export interface ServerPlan {
  readonly id: string;
  readonly server: Server | null;
  readonly policy: ServerPolicy;
  readonly operations: readonly Operation[];
  /** Operations whose roles this server's guard decides. */
  readonly decidesRoles: ReadonlySet<string>;
}

/** Id of the one server entry of a document that names no servers. */
export const ANY_SERVER = 'anyServer';
