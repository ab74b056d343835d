import type { OutlineGroup, OutlineRoles, OutlineSection, PolicyAnswer, PolicyOutline } from '../commands/index.js';

/** What the heading of a policy counts. */
export interface PolicyCounts {
  readonly operations: number;
  readonly servers: number;
  readonly rules: Readonly<Record<OutlineGroup['status'], number>>;
  /** Demands that are stated and that nobody checks. */
  readonly unchecked: number;
}

/** Counts what a policy holds. */
export const policyCounts = ({ sections }: PolicyOutline): PolicyCounts => {
  const rules = { protected: 0, public: 0, refused: 0 };
  const operations = new Set<string>();
  let unchecked = 0;
  for (const { servers, groups } of sections) {
    const times = Math.max(servers.length, 1);
    for (const group of groups) {
      const count = group.operations.length * times;
      rules[group.status] += count;
      for (const id of group.operations) operations.add(id);
      unchecked += count * uncheckedDemands(group);
    }
  }
  return {
    operations: operations.size,
    servers: sections.reduce((sum, { servers }) => sum + servers.length, 0),
    rules,
    unchecked,
  };
};

const uncheckedDemands = ({ levels, roles }: OutlineGroup): number =>
  levels.filter(({ alternatives }) => alternatives.some(({ scopesUnchecked }) => scopesUnchecked)).length +
  (isUnchecked(roles) ? 1 : 0);

/** Whether roles are named and nobody looks at them. */
export const isUnchecked = (roles: OutlineRoles | null): boolean => roles?.checkedBy === 'nobody';

/** `3 operations on 1 server: 3 rules protected; 1 demand is checked by nobody`. */
export const countsText = (outline: PolicyOutline): string => {
  const { operations, servers, rules, unchecked } = policyCounts(outline);
  const [first, ...others] = (['protected', 'public', 'refused'] as const).flatMap((status) =>
    rules[status] === 0 ? [] : [{ status, count: rules[status] }],
  );
  const where = `${counted(operations, 'operation')} on ${counted(servers, 'server')}`;
  if (first === undefined) return `${where}: nothing to guard`;
  const statuses = [
    `${counted(first.count, 'rule')} ${first.status}`,
    ...others.map(({ count, status }) => `${String(count)} ${status}`),
  ].join(', ');
  const open = unchecked === 0 ? '' : `; ${counted(unchecked, 'demand')} checked by nobody`;
  return `${where}: ${statuses}${open}`;
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
