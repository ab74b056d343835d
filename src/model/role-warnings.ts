import type { Reporter } from './findings.js';
import { grantParts } from './grants.js';
import type { ReadRoleModel } from './role-model.js';
import type { RuledOperation } from './rules.js';
import type { ContextSource, Provider, Rule, Scheme } from './security-model.js';
import { quoted } from './wording.js';

/** What the warnings about roles look at: the model, as far as it is read. */
export interface RoleUse {
  readonly operations: readonly RuledOperation[];
  readonly rules: readonly Rule[];
  readonly schemes: ReadonlyMap<string, Scheme>;
  readonly providers: readonly Provider[];
  readonly model: ReadRoleModel;
}

/**
 * Warns of roles that no operation asks for, and of operations whose roles nobody can ever hold. For a model without an
 * error: what is useless may only follow from what is wrong.
 */
export const warnUselessRoles = (use: RoleUse, reporter: Reporter): void => {
  warnUnused(use, reporter);
  const rules = new Map<string, Rule[]>();
  for (const rule of use.rules) rules.set(rule.operation, [...(rules.get(rule.operation) ?? []), rule]);
  for (const ruled of use.operations) warnUngranted(ruled, rules.get(ruled.operation.id) ?? [], use, reporter);
};

/** Of the document's own roles: a preset's are there whether anybody needs them or not. */
const warnUnused = ({ operations, model }: RoleUse, reporter: Reporter): void => {
  const needed = new Set(operations.flatMap(({ operation }) => operation.roles ?? []));
  if (needed.size === 0) return;
  // Whoever holds a role that goes needs those which replace it. A Set's loop sees what is added on the way.
  for (const name of needed) for (const successor of model.roles.get(name)?.replacedBy ?? []) needed.add(successor);
  const own = [...model.roles.values()].filter(
    ({ name }) => model.preset?.roles.every((role) => role.name !== name) ?? true,
  );
  const unused = own.filter(({ name }) => !needed.has(name));
  const [first, ...rest] = unused.flatMap(({ at }) => at ?? []);
  if (first === undefined) return;
  reporter.report('role-unused', first, {
    message: `No operation asks for ${unused.length === 1 ? 'the role' : 'the roles'} ${quoted(unused.map(({ name }) => name))}.`,
    fix: `Name ${unused.length === 1 ? 'it' : 'them'} under x-access-control.roles of an operation, or leave ${unused.length === 1 ? 'it' : 'them'} out.`,
    also: rest,
  });
};

const warnUngranted = (
  { operation, access }: RuledOperation,
  rules: readonly Rule[],
  use: RoleUse,
  reporter: Reporter,
): void => {
  const { roles, context } = operation;
  if (roles === null || context === null) return;
  const actors = new Set(
    rules.flatMap(({ requirements }) =>
      requirements.filter(({ acting }) => acting).flatMap(({ anyOf }) => anyOf.map(({ actor }) => actor)),
    ),
  );
  const sources = [...actors].map((actor) => (actor === null ? null : grantsOf(actor, use)));
  const known = sources.filter((grants) => grants !== null);
  if (known.length === 0 || known.length < sources.length) return;
  if (known.some((grants) => grants.some((grant) => canCount(grant, roles, context, use.model)))) return;
  const sentence = `No source of roles gives anybody ${quoted(roles, 'or')} in the context of operation ${JSON.stringify(operation.id)}`;
  reporter.report('roles-ungranted', access.statedAt ?? operation.at, {
    message: `${sentence}: ${quoted([...actors].flatMap((actor) => actor ?? []))} gives none of them.`,
    fix: 'Grant one of them as ROLE@context: to a group under groupRoles, to a value under claim.map, or as a scope that a flow offers.',
  });
};

/** Every grant that a scheme's source of roles can give; null where that is not written in the document. */
const grantsOf = (actor: string, { schemes, providers }: RoleUse): readonly string[] | null => {
  const provider = providers.find(({ key }) => key === schemes.get(actor)?.provider);
  switch (provider?.access.rolesFrom) {
    case 'groups':
      return valuesOf(provider.access.groupRoles);
    case 'claim':
      return valuesOf(provider.access.claim?.map ?? null);
    case 'scopes': {
      const members = provider.schemes.flatMap((id) => schemes.get(id) ?? []);
      const offered = members.map((scheme) =>
        scheme.type === 'oauth2' && scheme.flows.length > 0 ? scheme.flows.flatMap(({ scopes }) => scopes) : null,
      );
      return offered.includes(null) ? null : offered.flatMap((scopes) => scopes ?? []);
    }
    default:
      return null;
  }
};

const valuesOf = (lists: Readonly<Record<string, readonly string[]>> | null): readonly string[] | null =>
  lists === null ? null : Object.values(lists).flat();

/** Whether a grant lets somebody in: of one of these roles, in a context that the operation can be used in. */
const canCount = (
  grant: string,
  roles: readonly string[],
  source: ContextSource,
  { roles: declared, model }: ReadRoleModel,
): boolean => {
  const { role, context } = grantParts(grant);
  if (!roles.includes(role) || (context === null && model.bareGrant === null)) return false;
  const contexts = declared.get(role)?.contexts ?? null;
  const named = context === '*' ? null : context;
  const fixed = 'value' in source ? source.value : null;
  if (fixed !== null) return (named ?? fixed) === fixed && (contexts?.includes(fixed) ?? true);
  return named === null || (contexts?.includes(named) ?? true);
};
