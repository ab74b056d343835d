import assert from 'node:assert/strict';
import type { Addition } from '../../src/explain/addition.js';
import type { Case } from '../../src/explain/decide-presented.js';
import type { Presented } from '../../src/explain/question.js';
import type { Requirement } from '../../src/runtime/policy.js';
import { answer, type ProviderState } from './second-model.js';

/** What the second model says of a caller who has this. It is told grants as the engine's account source would give them. */
export const outcomeOf = ({ policy, server, operation, context }: Case, { proofs, grants }: Presented): string => {
  const states = new Map(
    [...proofs].flatMap(([key, { scopes, subject }]): [string, ProviderState][] => {
      const rolesFrom = policy.providers[key]?.rolesFrom;
      if (rolesFrom === undefined) return [];
      const held = rolesFrom === 'scopes' ? [...grants, ...scopes] : grants;
      return [
        [key, { state: 'proved', issuer: '', subject, scopes, grants: held, expiresAt: Infinity, revoked: false }],
      ];
    }),
  );
  const providers = Object.fromEntries(
    Object.entries(policy.providers).map(([key, { rolesFrom, ...provider }]) => [
      key,
      { ...provider, rolesFrom: rolesFrom === null ? null : ('account' as const) },
    ]),
  );
  const told = answer({ policy: { ...policy, providers }, server, states, operation, context, now: 0 });
  return told.outcome === 'denied' ? told.code : told.outcome;
};

const subsets = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.reduce<readonly (readonly T[])[]>((all, item) => [...all, ...all.map((one) => [...one, item])], [[]]);

const levelsOf = ({ policy, server: id, operation }: Case): readonly Requirement[] => {
  const server = policy.servers[id];
  return [server?.requirement, server?.rules[operation]?.requirement].flatMap((level) => (level ? [level] : []));
};

/** Every addition with so many schemes: for each provider the scopes that this rule names for it, and no grant or one. */
export const additions = (at: Case, { proofs }: Presented, schemes: number): readonly Addition[] => {
  const { policy, operation } = at;
  const uses = levelsOf(at).flatMap((level) => level.flatMap(({ allOf }) => allOf));
  const ofProvider = Object.keys(policy.providers).map((provider) => {
    const own = uses.filter(({ scheme }) => policy.schemes[scheme]?.provider === provider);
    const proof = proofs.get(provider);
    const missing = [...new Set(own.flatMap(({ scopes }) => scopes))].filter(
      (scope) => proof?.scopes.includes(scope) !== true,
    );
    const scheme = own[0]?.scheme ?? '';
    return subsets(missing)
      .filter((scopes) => own.length > 0 && (proof === undefined || scopes.length > 0))
      .map((scopes) => ({ scheme, scopes }));
  });
  const proved = ofProvider.reduce<readonly Addition['proved'][]>(
    (all, more) => [
      ...all,
      ...all.filter((one) => one.length < schemes).flatMap((one) => more.map((entry) => [...one, entry])),
    ],
    [[]],
  );
  const where = contextOf(at);
  const roles = Object.hasOwn(policy.roleMap, operation) ? (policy.roleMap[operation] ?? []) : [];
  const grants = [[], ...(where === undefined ? [] : roles.map((role) => [`${role}@${where}`]))];
  return proved
    .filter((entries) => entries.length === schemes)
    .flatMap((entries) => grants.map((given) => ({ proved: entries, grants: given })));
};

/** All that could be added at once: what this does not allow, nothing allows. */
export const everythingElse = (at: Case, has: Presented): Addition => {
  const { policy, operation } = at;
  const uses = levelsOf(at).flatMap((level) => level.flatMap(({ allOf }) => allOf));
  const roles = Object.hasOwn(policy.roleMap, operation) ? (policy.roleMap[operation] ?? []) : [];
  const proved = uses.map(({ scheme, scopes }) => {
    const proof = has.proofs.get(policy.schemes[scheme]?.provider ?? '');
    return { scheme, scopes: scopes.filter((scope) => proof?.scopes.includes(scope) !== true) };
  });
  return { proved, grants: roles.map((role) => `${role}@${contextOf(at) ?? ''}`) };
};

const contextOf = ({ policy, operation, context }: Case): string | undefined => {
  const source = policy.operations[operation]?.context;
  if (source !== undefined && 'value' in source) return source.value;
  return context ?? policy.roles?.defaultContext;
};

/** What is told apart first stands first. */
export type Size = readonly [schemes: number, scopes: number, grants: number];

export const sizeOf = ({ proved, grants }: Addition): Size => [
  proved.length,
  proved.reduce((sum, { scopes }) => sum + scopes.length, 0),
  grants.length,
];

/** Negative where the first list comes first. */
export const compare = (one: readonly number[], other: readonly number[]): number =>
  one.map((number, at) => number - (other[at] ?? 0)).find((difference) => difference !== 0) ?? 0;

/** The first choice of one alternative a level, and of a role, by which the caller is then allowed. */
export const firstChoice = (at: Case, has: Presented, { grants }: Addition): readonly number[] => {
  const { policy, operation } = at;
  const server = policy.servers[at.server];
  const rule = server?.rules[operation];
  assert.ok(server && rule);
  const [outer, inner] = [server.requirement, rule.requirement].map((level) =>
    level === null ? [null] : level.map((alternative) => [alternative]),
  );
  const choices = (outer ?? []).flatMap((requirement, first) =>
    (inner ?? []).map((own, second) => ({ requirement, own, at: [first, second] })),
  );
  const found = choices.find(({ requirement, own }) => {
    const narrowed = { ...server, requirement, rules: { ...server.rules, [operation]: { requirement: own } } };
    return outcomeOf({ ...at, policy: { ...policy, servers: { [at.server]: narrowed } } }, has) === 'allowed';
  });
  const role = grants[0] === undefined ? 0 : policy.roleMap[operation]?.indexOf(grants[0].split('@')[0] ?? '');
  return [...(found?.at ?? [Infinity, Infinity]), role ?? 0];
};
