import { costOf, ready, type Ready } from './decide-measure.js';
import { workload } from './decide-workload.js';

// The yardstick: what one would write by hand for this policy and no other, with the same coarse clock.

interface Principal {
  readonly everywhere: number;
  readonly byContext: ReadonlyMap<string, number>;
  readonly endsAt: number;
}

const ALLOWED = Object.freeze({ outcome: 'allowed' });
const DENIED = Object.freeze({ outcome: 'denied', code: 'insufficient-role' });
const EXPIRED = Object.freeze({ outcome: 'denied', code: 'credential-expired' });

const { roles, roleMap, grants, queries, busy } = workload();
const bit = (role: string): number => 1 << roles.indexOf(role);
const masks = new Map(
  Object.entries(roleMap).map(([operation, asked]) => [operation, asked.reduce((mask, role) => mask | bit(role), 0)]),
);
const principals = grants.map(principalOf);
let now = 0;
setInterval(() => {
  now += 1;
}, 10).unref();

function principalOf(held: readonly string[]): Principal {
  let everywhere = 0;
  const byContext = new Map<string, number>();
  for (const grant of held) {
    const [role = '', context = ''] = grant.split('@');
    if (context === '*') everywhere |= bit(role);
    else byContext.set(context, (byContext.get(context) ?? 0) | bit(role));
  }
  for (const [context, mask] of byContext) byContext.set(context, mask | everywhere);
  return { everywhere, byContext, endsAt: 1_000_000 };
}

function decide(operation: string, principal: Principal, context: string): { readonly outcome: string } {
  if (now >= principal.endsAt) return EXPIRED;
  const mask = masks.get(operation) ?? 0;
  return ((principal.byContext.get(context) ?? principal.everywhere) & mask) !== 0 ? ALLOWED : DENIED;
}

function ask(asked: readonly Ready<Principal>[], times: number): number {
  let allowed = 0;
  let index = 0;
  for (let time = 0; time < times; time += 1) {
    const query = asked[index];
    if (query === undefined) return -1;
    if (decide(query.operation, query.principal, query.context).outcome === 'allowed') allowed += 1;
    index = index + 1 === asked.length ? 0 : index + 1;
  }
  return allowed;
}

console.log(JSON.stringify(costOf(ready(queries, principals), ready(busy, principals), ask)));
