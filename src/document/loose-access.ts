import { isJsonFile } from '../diagnostics/index.js';
import type { FactsScope } from './facts-scope.js';
import type { Json, MapNode } from './node.js';
import { section, type Spot } from './spot.js';
import { toJson } from './to-json.js';

/** What `x-access-control` says of an operation, as people write it straight on the operation. */
export const LOOSE_ACCESS: readonly string[] = ['roles', 'role', 'function', 'context', 'access', 'actor'];

/**
 * Reports roles and the like that stand on an operation or trait itself, where nobody reads them: one mistake for all of
 * them. True where there are any.
 */
export const tellLooseAccess = (scope: FactsScope, { node }: Spot): boolean => {
  if (node.kind !== 'map') return false;
  const loose = LOOSE_ACCESS.flatMap((key) => {
    const entry = node.entries.get(key);
    return entry === undefined ? [] : [{ key, ...entry }];
  });
  const [first, ...rest] = loose;
  if (first === undefined) return false;
  const keys = loose.map(({ key }) => JSON.stringify(key)).join(' and ');
  const { file, pointer } = first.keyAt;
  scope.problems.add(`${file}#${pointer}`, 'access-control-misplaced', first.keyAt, () => ({
    message: `${keys} ${rest.length === 0 ? 'stands' : 'stand'} on the operation or trait itself, where nobody reads it: its place is under x-access-control.`,
    fix: corrected(
      node,
      loose.map(({ key }) => key),
      file,
    ),
    also: rest.map(({ keyAt }) => keyAt),
  }));
  return true;
};

const corrected = (node: MapNode, keys: readonly string[], file: string): string => {
  const stated = section({ node, at: node.at }, 'x-access-control');
  const moved = keys.map((key) => [key === 'role' ? 'roles' : key, valueOf(node, key)] as const);
  const known = stated?.node.kind === 'map' ? Object.entries(toJson(stated.node) ?? {}) : [];
  const whole: Json = Object.fromEntries([...known, ...moved]);
  const text = isJsonFile(file) ? `"x-access-control": ${JSON.stringify(whole)}` : `x-access-control: ${flow(whole)}`;
  if (text.length > LONGEST) return `Move ${keys.join(' and ')} under x-access-control.`;
  return stated === undefined ? `Write ${text}.` : `Move it under x-access-control: write ${text}.`;
};

/** Longer corrections are not read. */
const LONGEST = 120;

const valueOf = (node: MapNode, key: string): Json => {
  const value = node.entries.get(key)?.value;
  const json = value === undefined ? null : toJson(value);
  return /^roles?$/.test(key) && typeof json === 'string' ? [json] : json;
};

/** A value as YAML writes it within a line. */
const flow = (value: Json): string => {
  if (typeof value === 'string') return /^[a-z_$][\w$.-]*$/i.test(value) ? value : JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (isList(value)) return `[${value.map(flow).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([key, part]) => `${flow(key)}: ${flow(part)}`)
    .join(', ')} }`;
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
