import { Contexts } from './contexts.js';
import type { RolesPolicy } from './policy.js';

/** A role that counts in one context, or in every one (`*`). */
export interface Grant {
  readonly role: string;
  readonly context: string;
}

/** One bit a role. A policy of more than 32 roles has further words behind the first. */
export interface RoleSet {
  readonly word: number;
  readonly more: RoleSet | null;
}

/** The roles of a policy, ready to read grants by. */
export interface RoleBook {
  readonly policy: RolesPolicy;
  /** Role -> its bit. A Map, so that no role is inherited from Object.prototype. */
  readonly bits: ReadonlyMap<string, number>;
  readonly contexts: Contexts;
}

/** What somebody's grants amount to, for the roles of one word. */
export interface GrantTable {
  /** Roles held in every context. */
  readonly everywhere: number;
  /** In turn the number of a context and the roles held there, those held everywhere among them; by number. */
  readonly places: readonly number[];
  readonly more: GrantTable | null;
}

const EVERY_CONTEXT = '*';
const BITS = 32;

/** Of whoever holds no role. */
export const NO_GRANTS: GrantTable = Object.freeze({
  everywhere: 0,
  // Not frozen: a frozen list is of another kind, and each reader would have to tell the two apart.
  places: [],
  more: null,
});

/** By character code: 2 may begin a name, 1 may stand further on. */
const NAMING = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[a-zA-Z_]/.test(character) ? 2 : /[0-9-]/.test(character) ? 1 : 0;
});

/** Whether a text can name a context, `[a-zA-Z_][a-zA-Z0-9_-]*`. `*` cannot: it stands in grants alone. */
export function isContext(text: string): boolean {
  // By a table, for it is asked in most decisions: a regular expression takes longer than all the rest.
  let needed = 2;
  for (let index = 0; index < text.length; index += 1) {
    if ((NAMING[text.charCodeAt(index)] ?? 0) < needed) return false;
    needed = 1;
  }
  return needed === 1;
}

/** Makes the policy's roles ready. */
export function roleBook(policy: RolesPolicy): RoleBook {
  return {
    policy,
    bits: new Map(Object.keys(policy.roles).map((role, bit) => [role, bit])),
    contexts: new Contexts(),
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

/** The texts that are grants; what is none counts for nothing. */
export function readableGrants(
  texts: readonly string[],
  book: RoleBook,
): readonly Grant[] {
  return texts
    .map((text) => parseGrant(text, book))
    .filter((grant): grant is Grant => typeof grant !== 'string');
}

/** Adds grants up. A role with contexts of its own counts in these alone, whatever the grant says. */
export function grantTable(
  grants: readonly Grant[],
  book: RoleBook,
): GrantTable {
  return tableOf(
    grants.flatMap((grant) => countingGrants(grant, book)),
    book,
    0,
  );
}

/** The set of these roles. Roles that the book does not know are left out. */
export function roleSet(roles: readonly string[], book: RoleBook): RoleSet {
  return setOf(roles, book, 0);
}

/** Whether one of the roles is held in the context of this number; undefined: in one that no grant names. */
export function holdsIn(
  { everywhere, places, more }: GrantTable,
  roles: RoleSet,
  context: number | undefined,
): boolean {
  const held = context === undefined ? undefined : heldAt(places, context);
  // `!== 0`, not `> 0`: the last bit of a word makes it negative.
  if (((held ?? everywhere) & roles.word) !== 0) return true;
  return more !== null && roles.more !== null
    ? holdsIn(more, roles.more, context)
    : false;
}

function heldAt(
  places: readonly number[],
  context: number,
): number | undefined {
  let low = 0;
  let high = places.length;
  // Halved while it is long; a short list is read through, for a processor foresees that better than it does halves.
  while (high - low > 16) {
    const middle = low + ((high - low) >> 2) * 2;
    if ((places[middle] ?? 0) > context) high = middle;
    else low = middle;
  }
  for (let index = low; index < high; index += 2)
    if (places[index] === context) return places[index + 1];
  return undefined;
}

/** Whether one of the roles is held in any context. */
export function holdsSomewhere(table: GrantTable, roles: RoleSet): boolean {
  if ((table.everywhere & roles.word) !== 0) return true;
  for (let index = 1; index < table.places.length; index += 2)
    if (((table.places[index] ?? 0) & roles.word) !== 0) return true;
  return table.more !== null && roles.more !== null
    ? holdsSomewhere(table.more, roles.more)
    : false;
}

function countingGrants(grant: Grant, book: RoleBook): readonly Grant[] {
  const limit = limitOf(grant.role, book);
  if (limit === null) return [grant];
  const { role, context } = grant;
  return limit
    .filter((only) => context === EVERY_CONTEXT || context === only)
    .filter(isContext)
    .map((only) => ({ role, context: only }));
}

function limitOf(role: string, book: RoleBook): readonly string[] | null {
  const { roles } = book.policy;
  const contexts =
    (Object.hasOwn(roles, role) ? roles[role]?.contexts : null) ?? null;
  return contexts === null || contexts.includes(EVERY_CONTEXT)
    ? null
    : contexts;
}

function tableOf(
  grants: readonly Grant[],
  book: RoleBook,
  first: number,
): GrantTable {
  let everywhere = 0;
  const held = new Map<number, number>();
  for (const { role, context } of grants) {
    const mask = maskOf(role, book, first);
    if (mask === 0) continue;
    if (context === EVERY_CONTEXT) {
      everywhere |= mask;
      continue;
    }
    const number = book.contexts.numberOf(context);
    held.set(number, (held.get(number) ?? 0) | mask);
  }
  const places = [...held]
    .sort(([one], [other]) => one - other)
    .flatMap(([number, mask]) => [number, mask | everywhere]);
  const next = first + BITS;
  return {
    everywhere,
    // A copy has no room to grow, which a list that was added to keeps.
    places: places.length === 0 ? NO_GRANTS.places : places.slice(),
    more: next < book.bits.size ? tableOf(grants, book, next) : null,
  };
}

function setOf(
  roles: readonly string[],
  book: RoleBook,
  first: number,
): RoleSet {
  let word = 0;
  for (const role of roles) word |= maskOf(role, book, first);
  const next = first + BITS;
  return {
    word,
    more: next < book.bits.size ? setOf(roles, book, next) : null,
  };
}

/** The role's bit, where it is one of the 32 from `first` on. */
function maskOf(role: string, book: RoleBook, first: number): number {
  const bit = (book.bits.get(role) ?? -1) - first;
  return bit >= 0 && bit < BITS ? 1 << bit : 0;
}
