import { compiledPolicy } from '../runtime/compiled-policy.js';
import { contextFor } from '../runtime/decide.js';
import { grantTable, holdsIn, readableGrants, roleSet } from '../runtime/grants.js';
import type { Case } from './decide-presented.js';

/** Which roles an operation asks for, and where they count. */
export interface CountingRoles {
  /** Any one suffices; null: none is asked for. */
  readonly anyOf: readonly string[] | null;
  /** The context in which they count; null where the question names none that could be. */
  readonly context: string | null;
  /** Whether some of these grants is of such a role, and counts. */
  readonly holds: (grants: readonly string[]) => boolean;
}

/** Reads roles and context of a case as the emitted engine does. */
export const countingRoles = ({ policy, server, operation, context: asked }: Case): CountingRoles => {
  const { rules, book } = compiledPolicy(policy, server);
  const rule = rules.get(operation);
  const context = rule === undefined ? null : contextFor(rule, asked);
  const anyOf = rule?.roles == null ? null : (policy.roleMap[operation] ?? []);
  return {
    anyOf,
    context,
    holds: (grants) => {
      if (anyOf === null) return true;
      if (book === null || context === null) return false;
      const table = grantTable(readableGrants(grants, book), book);
      return holdsIn(table, roleSet(anyOf, book), book.contexts.find(context));
    },
  };
};
