import type { OutlineGroup, OutlineRoles, OutlineSection, PolicyAnswer, PolicyOutline } from '../commands/index.js';

/** What becomes of a rule, in the words of the heading. */
const FATES = ['protected', 'guarded by nobody', 'that nobody can meet', 'public', 'refused'] as const;

type Fate = (typeof FATES)[number];

/** What the heading of a policy counts. */
export interface PolicyCounts {
  readonly operations: number;
  readonly servers: number;
  readonly rules: Readonly<Record<Fate, number>>;
  /** Demands of guarded rules that nobody checks: of scopes, and of roles. */
  readonly unchecked: { readonly scopes: number; readonly roles: number };
}

/** Counts what a policy holds. */
export const policyCounts = ({ sections }: PolicyOutline): PolicyCounts => {
  const rules: Record<Fate, number> = {
    protected: 0,
    'guarded by nobody': 0,
    'that nobody can meet': 0,
    public: 0,
    refused: 0,
  };
  const unchecked = { scopes: 0, roles: 0 };
  const operations = new Set<string>();
  for (const { servers, groups } of sections) {
    const times = Math.max(servers.length, 1);
    for (const group of groups) {
      const count = group.operations.length * times;
      const fate = fateOf(group);
      rules[fate] += count;
      for (const id of group.operations) operations.add(id);
      if (fate !== 'protected') continue;
      unchecked.scopes += count * scopesUnchecked(group);
      unchecked.roles += isUnchecked(group.roles) ? count : 0;
    }
  }
  return {
    operations: operations.size,
    servers: sections.reduce((sum, { servers }) => sum + servers.length, 0),
    rules,
    unchecked,
  };
};

const fateOf = ({ status, levels }: OutlineGroup): Fate => {
  if (status !== 'protected') return status;
  if (levels.some(isUnchecked)) return 'guarded by nobody';
  const isUnmet = levels.some(({ alternatives }) => alternatives.every(({ dropped }) => dropped !== null));
  return isUnmet ? 'that nobody can meet' : 'protected';
};

const scopesUnchecked = ({ levels }: OutlineGroup): number =>
  levels.filter(({ alternatives }) => alternatives.some((alternative) => alternative.scopesUnchecked)).length;

/** Whether something is demanded and nobody looks at it. */
export const isUnchecked = (demand: { readonly checkedBy: string } | null): boolean =>
  demand?.checkedBy.startsWith('nobody') === true;

/** `3 operations on 1 server: 3 rules protected; 1 demand with scopes checked by nobody`. */
export const countsText = (outline: PolicyOutline): string => {
  const { operations, servers, rules, unchecked } = policyCounts(outline);
  const [first, ...others] = FATES.flatMap((fate) => (rules[fate] === 0 ? [] : [{ fate, count: rules[fate] }]));
  const where = `${counted(operations, 'operation')} on ${counted(servers, 'server')}`;
  if (first === undefined) return `${where}: nothing to guard`;
  const fates = [
    `${counted(first.count, 'rule')} ${first.fate}`,
    ...others.map(({ count, fate }) => `${String(count)} ${fate}`),
  ].join(', ');
  const open = [
    ...(unchecked.scopes === 0 ? [] : [`${counted(unchecked.scopes, 'demand')} with scopes checked by nobody`]),
    ...(unchecked.roles === 0 ? [] : [`${counted(unchecked.roles, 'demand')} of roles checked by nobody`]),
  ];
  return [`${where}: ${fates}`, ...open].join('; ');
};

const counted = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;

/** What the directions of a policy mean, for those that occur. */
export const directionsText = ({ sections }: PolicyOutline): string => {
  const actions = new Set(sections.flatMap(({ groups }) => groups.map(({ action }) => action)));
  return [
    ...(actions.has('receive') ? ['receive: asked of who sends it to the application'] : []),
    ...(actions.has('send') ? ['send: asked of who reads it'] : []),
  ].join('; ');
};

/** The context in which roles count. */
export const contextText = (context: OutlineRoles['context'], named: (name: string) => string): string => {
  const [entry] = Object.entries(context ?? {});
  if (entry === undefined) return '';
  const [kind, name] = entry;
  return kind === 'value' ? `in context ${named(name)}` : `in the context of ${kind} ${named(name)}`;
};

/** What a section says of servers without operations, or of a document without servers. */
export const sectionRemark = ({ servers, groups, idle }: OutlineSection): string | null => {
  if (servers.length === 0) return 'The document states no server.';
  if (groups.length > 0) return null;
  return idle === null ? 'No operation, and nothing is demanded of who connects.' : 'No operation; to connect:';
};

/** Where the roles come from that the document does not write out; empty where it names no preset. */
export const presetText = (preset: PolicyAnswer['preset'], named: (name: string) => string): string => {
  if (preset === null) return '';
  return `roles: preset ${named(preset.name)}${preset.file === null ? '' : `, read from ${named(preset.file)}`}`;
};
