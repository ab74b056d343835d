import type { RolesPolicy } from './policy.js';

/** A role that counts in one context, or in every one (`*`). */
export interface Grant {
  readonly role: string;
  readonly context: string;
}

/** One bit a role, 32 a word. */
export type RoleSet = readonly number[];

/** The roles of a policy, ready to read grants by. */
export interface RoleBook {
  readonly policy: RolesPolicy;
  /** Role -> its bit. A Map, so that no role is inherited from Object.prototype. */
  readonly bits: ReadonlyMap<string, number>;
}

/** What somebody's grants amount to. */
export interface GrantTable {
  /** Roles held in every context. */
  readonly everywhere: RoleSet;
  /** Context -> roles held there, those held everywhere among them. */
  readonly byContext: ReadonlyMap<string, RoleSet>;
}

const EVERY_CONTEXT = '*';
const UNDERSCORE = 95;
const HYPHEN = 45;

/** Whether a text can name a context, `[a-zA-Z_][a-zA-Z0-9_-]*`. `*` cannot: it stands in grants alone. */
export function isContext(text: string): boolean {
  // Spelt out, for it is asked in each decision: a regular expression takes longer than all the rest.
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const isLetter =
      (code >= 97 && code <= 122) ||
      (code >= 65 && code <= 90) ||
      code === UNDERSCORE;
    if (
      !isLetter &&
      (index === 0 || !((code >= 48 && code <= 57) || code === HYPHEN))
    )
      return false;
  }
  return text !== '';
}

/** Makes the policy's roles ready. */
export function roleBook(policy: RolesPolicy): RoleBook {
  return {
    policy,
    bits: new Map(Object.keys(policy.roles).map((role, bit) => [role, bit])),
  };
}

/** Reads `ROLE@context`, exactly and case-sensitively; a text says what is wrong with a grant that is none. */
export function parseGrant(
  text: string,
  book: RoleBook,
): Grant | 'malformed' | 'unknown role' | 'no context' {
  const at = text.indexOf('@');
  const role = at < 0 ? text : text.slice(0, at);
  if (role === '' || /\s/.test(role)) return 'malformed';
  const context = at < 0 ? EVERY_CONTEXT : text.slice(at + 1);
  if (context !== EVERY_CONTEXT && !isContext(context)) return 'malformed';
  if (!book.bits.has(role)) return 'unknown role';
  return at < 0 && book.policy.bareGrant !== 'every-context'
    ? 'no context'
    : { role, context };
}

/** Adds grants up. A role with contexts of its own counts in these alone, whatever the grant says. */
export function grantTable(
  grants: readonly Grant[],
  book: RoleBook,
): GrantTable {
  const everywhere = noRoles(book);
  const byContext = new Map<string, number[]>();
  for (const { role, context } of grants) {
    const limit = limitOf(role, book);
    if (context !== EVERY_CONTEXT) {
      if (limit === null || limit.includes(context))
        addIn(byContext, context, role, book);
    } else if (limit === null) add(everywhere, role, book);
    else for (const only of limit) addIn(byContext, only, role, book);
  }
  for (const roles of byContext.values()) {
    for (const [index, word] of everywhere.entries())
      roles[index] = (roles[index] ?? 0) | word;
  }
  return { everywhere, byContext };
}

/** The set of these roles. Roles that the book does not know are left out. */
export function roleSet(roles: readonly string[], book: RoleBook): RoleSet {
  const set = noRoles(book);
  for (const role of roles) add(set, role, book);
  return set;
}

/** Whether one of the roles is held in this context. */
export function holdsIn(
  table: GrantTable,
  roles: RoleSet,
  context: string,
): boolean {
  return overlap(table.byContext.get(context) ?? table.everywhere, roles);
}

/** Whether one of the roles is held in any context. */
export function holdsSomewhere(table: GrantTable, roles: RoleSet): boolean {
  if (overlap(table.everywhere, roles)) return true;
  for (const held of table.byContext.values())
    if (overlap(held, roles)) return true;
  return false;
}

function overlap(held: RoleSet, roles: RoleSet): boolean {
  for (let index = 0; index < roles.length; index += 1) {
    // `!== 0`, not `> 0`: the last bit of a word makes it negative.
    if (((held[index] ?? 0) & (roles[index] ?? 0)) !== 0) return true;
  }
  return false;
}

function limitOf(role: string, book: RoleBook): readonly string[] | null {
  const { roles } = book.policy;
  const contexts =
    (Object.hasOwn(roles, role) ? roles[role]?.contexts : null) ?? null;
  return contexts === null || contexts.includes(EVERY_CONTEXT)
    ? null
    : contexts;
}

function noRoles(book: RoleBook): number[] {
  return new Array<number>(Math.max(1, Math.ceil(book.bits.size / 32))).fill(0);
}

function add(set: number[], role: string, book: RoleBook): void {
  const bit = book.bits.get(role);
  if (bit === undefined) return;
  const word = bit >>> 5;
  set[word] = (set[word] ?? 0) | (1 << (bit & 31));
}

function addIn(
  byContext: Map<string, number[]>,
  context: string,
  role: string,
  book: RoleBook,
): void {
  const set = byContext.get(context) ?? noRoles(book);
  byContext.set(context, set);
  add(set, role, book);
}
