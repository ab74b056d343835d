import { isJsonFile } from '../diagnostics/index.js';
import { objectSection, type FactsScope } from './facts-scope.js';
import { LOOSE_ACCESS } from './loose-access.js';
import { members, type Spot } from './spot.js';

type Section = 'servers' | 'channels' | 'operations';

/**
 * The servers, channels or operations of the root, by name. A field of one of them that stands among their names, as one
 * step of indentation too few puts it, is reported and left out.
 */
export const rootEntries = (scope: FactsScope, name: Section): readonly (readonly [string, Spot])[] => {
  const section = objectSection(scope, scope.root, name);
  const entries: (readonly [string, Spot])[] = [];
  for (const [key, spot] of members(section)) {
    if (isField(name, key, spot)) tellField(scope, name, key, section, entries.at(-1)?.[0] ?? null);
    else entries.push([key, spot]);
  }
  return entries;
};

const isField = (name: Section, key: string, { node }: Spot): boolean =>
  key === 'x-access-control' ||
  // A map may be an entry that has such a name; empty, it is told as what is missing there.
  (FIELDS[name].has(key) && (node.kind === 'list' || (node.kind === 'scalar' && node.value !== null)));

const tellField = (
  scope: FactsScope,
  name: Section,
  key: string,
  section: Spot | undefined,
  before: string | null,
): void => {
  scope.unreadable.found = true;
  const keyAt = section?.node.kind === 'map' ? section.node.entries.get(key)?.keyAt : undefined;
  if (keyAt === undefined) return;
  const one = name.slice(0, -1);
  const access = key === 'x-access-control' || LOOSE_ACCESS.includes(key);
  const code =
    before === null
      ? 'object-expected'
      : key === 'security'
        ? 'security-misplaced'
        : access
          ? 'access-control-misplaced'
          : 'object-expected';
  scope.problems.add(`field ${name} ${before ?? ''}`, code, keyAt, {
    message: `"${key}" stands among the names of ${name}, and is a field of ${one === 'operation' ? 'an' : 'a'} ${one}.`,
    fix: fieldFix(name, key, before, { access, json: isJsonFile(keyAt.file) }),
  });
};

const fieldFix = (
  name: Section,
  key: string,
  before: string | null,
  { access, json }: { readonly access: boolean; readonly json: boolean },
): string => {
  const one = name.slice(0, -1);
  if (before === null)
    return `Give the ${one} a name, and put its fields under that: ${name}: { <name>: { ${key}: … } }.`;
  if ((access && name !== 'operations') || (key === 'security' && name === 'channels'))
    return 'Move it into the operations that are to ask for it.';
  if (access && key !== 'x-access-control') return `Move it into x-access-control of the ${one} "${before}".`;
  return json
    ? `Move it into the ${one} "${before}".`
    : `Indent it one step more: then it belongs to the ${one} "${before}".`;
};

const COMMON = ['title', 'summary', 'description', 'tags', 'externalDocs', 'bindings', 'security'];

/** The fields of one entry. */
const FIELDS: Readonly<Record<Section, ReadonlySet<string>>> = {
  servers: new Set([...COMMON, 'host', 'url', 'protocol', 'protocolVersion', 'pathname', 'variables']),
  channels: new Set([...COMMON, 'address', 'messages', 'servers', 'parameters']),
  operations: new Set([...COMMON, ...LOOSE_ACCESS, 'action', 'channel', 'traits', 'messages', 'reply', 'operationId']),
};
