/** Who asks what: the same for both implementations. */
export interface Workload {
  readonly roles: readonly string[];
  /** Operation -> the roles of which any one suffices. */
  readonly roleMap: Readonly<Record<string, readonly string[]>>;
  /** `ROLE@context`, by principal. */
  readonly grants: readonly (readonly string[])[];
  /** Of all principals. */
  readonly queries: readonly Query[];
  /** Of one principal. */
  readonly busy: readonly Query[];
}

export interface Query {
  readonly principal: number;
  readonly operation: string;
  readonly context: string;
  readonly allowed: boolean;
}

const ROLES = 13;
const OPERATIONS = 1_000;
const CONTEXTS = 100;
const PRINCIPALS = 10_000;
const QUERIES = 65_536;

/** 1,000 operations, 10,000 principals with 1 to 6 grants in 100 contexts, one in 20 of them everywhere; every other query is allowed. */
export function workload(): Workload {
  const random = xorshift();
  const below = (bound: number): number => random() % bound;
  const roles = Array.from({ length: ROLES }, (_, index) => `ROLE_${String(index)}`);
  const role = (): string => roles[below(ROLES)] ?? '';
  const operations = Array.from({ length: OPERATIONS }, (_, index) => `operation${String(index)}`);
  const contexts = Array.from({ length: CONTEXTS }, (_, index) => `context-${String(index)}`);
  const roleMap = Object.fromEntries(
    operations.map((operation) => [operation, [...new Set(Array.from({ length: 1 + below(4) }, role))]]),
  );
  const grants = Array.from({ length: PRINCIPALS }, () =>
    Array.from(
      { length: 1 + below(6) },
      () => `${role()}@${below(20) === 0 ? '*' : (contexts[below(CONTEXTS)] ?? '')}`,
    ),
  );
  const query = (principal: number, wanted: boolean): Query => {
    const held = grants[principal] ?? [];
    for (;;) {
      const operation = operations[below(OPERATIONS)] ?? '';
      const own = held[below(held.length)]?.split('@')[1] ?? '';
      const context = own === '*' || !wanted ? contexts[below(CONTEXTS)] : contexts.find((one) => one === own);
      const allowed = (roleMap[operation] ?? []).some(
        (one) => held.includes(`${one}@${context ?? ''}`) || held.includes(`${one}@*`),
      );
      if (allowed === wanted) return { principal, operation, context: context ?? '', allowed };
    }
  };
  const some = (count: number, principal: () => number): Query[] =>
    Array.from({ length: count }, (_, index) => query(principal(), index % 2 === 0));
  const severalGrants = grants.findIndex((held) => held.length === 4 && !held.some((grant) => grant.endsWith('*')));
  const queries = some(QUERIES, () => below(PRINCIPALS));
  const busy = some(64, () => severalGrants);
  return { roles, roleMap, grants, queries, busy };
}

function xorshift(): () => number {
  let state = 2_463_534_242 | 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
