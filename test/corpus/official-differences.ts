import type { Level, PolicyPart } from './answer.js';
import type { OfficialAlternative, OfficialPolicy } from './official-policy.js';

/** Where our answer and the official models differ. */
export interface Difference {
  readonly document: string;
  /** `server production protocol`, `operation onOrder servers` … */
  readonly where: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Compares a policy with the official models: servers, operations, their levels, and each scheme in use. */
export const officialDifferences = (
  document: string,
  policy: PolicyPart,
  official: OfficialPolicy,
): readonly Difference[] => {
  const found: Difference[] = [];
  const compare = (where: string, ours: unknown, theirs: unknown): void => {
    const [one, other] = [JSON.stringify(ours), JSON.stringify(theirs)];
    if (one !== other) found.push({ document, where, ours: one, theirs: other });
  };
  compare('servers', Object.keys(policy.servers).sort(), [...official.servers.keys()].sort());
  for (const [id, { protocol, security }] of official.servers) {
    const ours = policy.servers[id];
    if (ours === undefined) continue;
    compare(`server ${id} protocol`, ours.protocol, protocol);
    compare(`server ${id} security`, levelOf(policy, ours.security), officialLevel(ours.security, policy, security));
  }
  const ids = official.operations.map(({ id }) => id);
  compare('operations', Object.keys(policy.operations).sort(), [...ids].sort());
  for (const { id, action, address, servers, security } of official.operations) {
    const ours = policy.operations[id];
    if (ours === undefined) continue;
    compare(`operation ${id} action`, ours.action, action);
    compare(`operation ${id} address`, ours.address, address);
    compare(`operation ${id} servers`, [...ours.servers].sort(), [...servers].sort());
    compare(`operation ${id} security`, levelOf(policy, ours.security), officialLevel(ours.security, policy, security));
  }
  return found;
};

/** A level with what each scheme in it is. */
const levelOf = ({ schemes }: PolicyPart, { state, anyOf }: Level): unknown => [
  // The models know a list of nothing and no list as one.
  state === 'empty' ? 'absent' : state,
  anyOf.map(({ allOf }) => allOf.map(({ scheme, scopes }) => ({ scheme, scopes, ...fieldsOf(schemes[scheme]) }))),
];

/** The same of the models; a name is taken from ours where theirs allow it, because they keep none in version 3 (P1). */
const officialLevel = (ours: Level, policy: PolicyPart, security: readonly OfficialAlternative[]): unknown => {
  if (security.length === 0) return ['absent', []];
  if (security.some((alternative) => alternative.length === 0)) return ['anonymous', []];
  return [
    'list',
    security.map((alternative, index) =>
      alternative.map(({ names, scopes, scheme }, place) => ({
        scheme: nameOf(ours.anyOf[index]?.allOf[place]?.scheme, names, policy),
        scopes,
        ...fieldsOf(scheme),
      })),
    ),
  ];
};

const nameOf = (ours: string | undefined, names: readonly string[], policy: PolicyPart): string => {
  if (ours === undefined) return names[0] ?? 'inline';
  if (names.length === 0) return ours.includes('#/') ? ours : 'inline';
  const known = [ours, ...(policy.schemes[ours]?.aliases ?? [])];
  return names.some((name) => known.includes(name)) ? ours : (names[0] ?? '');
};

const FIELDS = ['type', 'in', 'name', 'scheme', 'bearerFormat', 'openIdConnectUrl', 'flows'] as const;

const fieldsOf = (scheme: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, unknown>> => ({
  definition: FIELDS.map((field) => scheme?.[field]),
});
