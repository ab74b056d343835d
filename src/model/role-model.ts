import type { Joined } from './access.js';
import type { Reporter } from './findings.js';
import { entriesOf, mapOf, textOf, valueAt } from './node-values.js';
import type { NamedPreset } from './options.js';
import type { Preset } from './presets/index.js';
import { readPreset } from './read-preset.js';
import { checkSuccessors, readRole } from './read-role.js';
import type { Role, RoleModel } from './security-model.js';

/** The roles of a document, ready to be named. */
export interface ReadRoleModel {
  /** False where a reported mistake may hide roles: what is undefined then may only be misread. */
  readonly complete: boolean;
  readonly model: RoleModel;
  readonly preset: Preset | null;
  readonly roles: ReadonlyMap<string, Role>;
}

/** Builds the role model from `x-access-control` at the root: the preset's values where the document states none. */
export const readRoleModel = (
  { node: root, faulty: misread }: Joined,
  named: NamedPreset,
  reporter: Reporter,
): ReadRoleModel | null => {
  if (root === null) return null;
  const found = readPreset(valueAt(root, 'preset'), named, reporter);
  const preset = found?.preset ?? null;
  const faulty = misread || found?.faulty === true;
  const roles = new Map<string, Role>(preset?.roles.map((role) => [role.name, { at: null, ...role }]));
  const stated = mapOf(valueAt(root, 'roles'));
  for (const [name, { keyAt, value }] of stated?.entries ?? [])
    roles.set(name, readRole(name, keyAt, value, roles.get(name)));
  // What is misread is not undefined as well.
  if (!faulty) for (const { key, value } of entriesOf(stated)) checkSuccessors(key, value, roles, reporter);
  const operations = textOf(valueAt(valueAt(root, 'audit'), 'operations'));
  return {
    complete: !faulty,
    preset,
    roles,
    model: {
      preset: found?.origin ?? null,
      roles: [...roles.values()],
      defaultContext: textOf(valueAt(root, 'defaultContext')) ?? preset?.defaultContext ?? 'default',
      adminContext: textOf(valueAt(root, 'adminContext')) ?? preset?.adminContext ?? null,
      bareGrant: textOf(valueAt(root, 'bareGrant')) === 'every-context' ? 'every-context' : (preset?.bareGrant ?? null),
      audit: operations === 'denied' || operations === 'all' ? operations : null,
    },
  };
};
