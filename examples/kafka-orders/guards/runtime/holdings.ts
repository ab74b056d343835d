import { grantTable, readableGrants } from './grants.js';
import type { Grant, GrantTable, RoleBook } from './grants.js';
import { SharedByText } from './shared-by-text.js';

/** The grants of one or of many callers. */
export interface Holding {
  /** `ROLE@context`. */
  readonly grants: readonly string[];
  table: GrantTable | null;
  /** How often the numbers of contexts had begun anew when the table was made. */
  restarts: number;
}

/** Callers with the same grants keep them once, and each grant is kept once for all. */
export class Holdings {
  readonly #book: RoleBook;
  readonly #byText = new SharedByText<Holding>();
  readonly #texts = new SharedByText<string>();

  constructor(book: RoleBook) {
    this.#book = book;
  }

  /** What a caller with these grants holds. */
  of(grants: readonly Grant[]): Holding {
    const texts = grants.map(({ role, context }) => {
      const text = `${role}@${context}`;
      return this.#texts.share(text, () => text);
    });
    // No blank can stand in a grant.
    return this.#byText.share(texts.join(' '), () => ({
      grants: Object.freeze(texts),
      table: null,
      restarts: 0,
    }));
  }

  /** The table of these grants, for as long as the numbers of contexts do not begin anew. */
  tableOf(holding: Holding): GrantTable {
    const { restarts } = this.#book.contexts;
    if (holding.table !== null && holding.restarts === restarts)
      return holding.table;
    const grants = readableGrants(holding.grants, this.#book);
    holding.table = grantTable(grants, this.#book);
    holding.restarts = restarts;
    return holding.table;
  }
}
