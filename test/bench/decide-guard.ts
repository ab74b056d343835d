import type { Caller } from '../../src/runtime/caller.js';
import type * as Evidence from '../../src/runtime/evidence.js';
import type * as Guard from '../../src/runtime/guard.js';
import type { Policy } from '../../src/runtime/policy.js';
import { built } from './built.js';
import { costOf, ready, type Ready } from './decide-measure.js';
import { workload } from './decide-workload.js';

const { createGuardCore } = (await import(built('runtime/guard.js'))) as typeof Guard;
const { evidenceOf } = (await import(built('runtime/evidence.js'))) as typeof Evidence;

const { roles, roleMap, grants, queries, busy } = workload();
const TOKEN = { allOf: [{ scheme: 'token', scopes: [] }], actor: 'token' };
const policy: Policy = {
  contract: 1,
  providers: { token: { form: 'apiKey', carriers: [{ in: 'header', name: 'x-key' }], rolesFrom: 'account' } },
  schemes: { token: { type: 'httpApiKey', provider: 'token' } },
  channels: { channel: { address: '/channel', parameters: [] } },
  operations: Object.fromEntries(
    Object.keys(roleMap).map((operation) => [
      operation,
      {
        action: 'receive',
        channel: 'channel',
        access: 'protected',
        context: { field: 'context' },
        message: { by: 'app' },
        replies: false,
      },
    ]),
  ),
  servers: {
    here: {
      protocol: 'wss',
      host: 'here.test',
      pathname: '/',
      describes: 'server',
      requirement: [TOKEN],
      rules: Object.fromEntries(Object.keys(roleMap).map((operation) => [operation, { requirement: null }])),
      hosts: ['here.test'],
      tls: true,
    },
  },
  roles: {
    defaultContext: 'default',
    adminContext: null,
    bareGrant: null,
    audit: null,
    roles: Object.fromEntries(roles.map((role) => [role, { deprecated: false, contexts: null }])),
  },
  roleMap,
  sameSubject: false,
};

const core = createGuardCore(policy, 'here', {
  authenticators: {
    token: ({ key }: { readonly key: string }) =>
      Promise.resolve({ subject: key, grants: grants[Number(key)] ?? [], expiresAt: Date.now() + 3_600_000 }),
  },
});
const callers: Caller[] = [];
for (const principal of grants.keys()) {
  callers.push(await core.authenticate(evidenceOf({ rawHeaders: ['x-key', String(principal)] })));
}

function ask(asked: readonly Ready<Caller>[], times: number): number {
  let allowed = 0;
  let index = 0;
  for (let time = 0; time < times; time += 1) {
    const query = asked[index];
    if (query === undefined) return -1;
    if (core.decide(query.operation, query.principal, query.context).outcome === 'allowed') allowed += 1;
    index = index + 1 === asked.length ? 0 : index + 1;
  }
  return allowed;
}

console.log(JSON.stringify(costOf(ready(queries, callers), ready(busy, callers), ask)));
