import type { Node } from '../document/node.js';
import type { Place } from '../diagnostics/index.js';
import type { Joined } from './access.js';
import type { Reporter } from './findings.js';
import { entriesOf, isFlagged, mapOf, textOf, textsOf, valueAt } from './node-values.js';
import { PRESETS, type Preset } from './presets/index.js';
import type { Role, RoleModel } from './security-model.js';
import { quoted, suggestion } from './wording.js';

/** The roles of a document, ready to be named. */
export interface ReadRoleModel {
  /** False where a reported mistake may hide roles: what is undefined then may only be misread. */
  readonly complete: boolean;
  readonly model: RoleModel;
  readonly preset: Preset | null;
  readonly roles: ReadonlyMap<string, Role>;
}

/** Builds the role model from `x-access-control` at the root: the preset's values where the document states none. */
export const readRoleModel = ({ node: root, faulty }: Joined, reporter: Reporter): ReadRoleModel | null => {
  if (root === null) return null;
  const preset = readPreset(valueAt(root, 'preset'), reporter);
  const roles = new Map<string, Role>(preset?.roles.map((role) => [role.name, { ...role, at: null }]));
  const stated = mapOf(valueAt(root, 'roles'));
  for (const [name, { keyAt, value }] of stated?.entries ?? [])
    roles.set(name, readRole(name, keyAt, value, roles.get(name)));
  // What is misread is not undefined as well.
  if (!faulty) for (const { key, value } of entriesOf(stated)) checkSuccessors(key, value, roles, reporter);
  const operations = textOf(valueAt(valueAt(root, 'audit'), 'operations'));
  return {
    complete: !faulty && (preset !== null || valueAt(root, 'preset') === null),
    preset,
    roles,
    model: {
      roles: [...roles.values()],
      defaultContext: textOf(valueAt(root, 'defaultContext')) ?? preset?.defaultContext ?? 'default',
      adminContext: textOf(valueAt(root, 'adminContext')) ?? preset?.adminContext ?? null,
      bareGrant: textOf(valueAt(root, 'bareGrant')) === 'every-context' ? 'every-context' : (preset?.bareGrant ?? null),
      audit: operations === 'denied' || operations === 'all' ? operations : null,
    },
  };
};

const readPreset = (node: Node | null, reporter: Reporter): Preset | null => {
  const name = textOf(node);
  if (node === null || name === null) return null;
  const preset = PRESETS.find((known) => known.name === name) ?? null;
  if (preset === null) {
    reporter.unreadable('preset-undefined', node.at, {
      message: `There is no preset ${JSON.stringify(name)}.`,
      fix: `Presets: ${quoted(PRESETS.map((known) => known.name))}. A role model of your own is written under roles.`,
    });
  }
  return preset;
};

/** A role that a preset knows keeps what the document does not state anew: its contexts above all. */
const readRole = (name: string, at: Place, node: Node, known: Role | undefined): Role => {
  const contexts = valueAt(node, 'contexts');
  const names = textsOf(contexts).map(({ text }) => text);
  const deprecated = valueAt(node, 'deprecated');
  const replacedBy = valueAt(node, 'replacedBy');
  return {
    name,
    at,
    description: textOf(valueAt(node, 'description')) ?? known?.description ?? '',
    deprecated: deprecated === null ? (known?.deprecated ?? false) : isFlagged(deprecated),
    replacedBy: replacedBy === null ? (known?.replacedBy ?? []) : textsOf(replacedBy).map(({ text }) => text),
    contexts: contexts === null ? (known?.contexts ?? null) : names.includes('*') ? null : names,
  };
};

const checkSuccessors = (name: string, node: Node, roles: ReadonlyMap<string, Role>, reporter: Reporter): void => {
  for (const { text, node: item } of textsOf(valueAt(node, 'replacedBy'))) {
    if (text === name) {
      reporter.unreadable('access-control-value-invalid', item.at, {
        message: `Role ${JSON.stringify(name)} is replaced by itself.`,
        fix: 'Name the roles that take its place, or leave replacedBy out.',
      });
    } else reportUndefinedRole(text, item.at, roles, reporter);
  }
};

/** True where the role is undefined, which has then been reported. */
export const reportUndefinedRole = (
  role: string,
  at: Place,
  roles: ReadonlyMap<string, Role>,
  reporter: Reporter,
): boolean => {
  if (roles.has(role)) return false;
  reporter.unreadable(
    'role-undefined',
    at,
    {
      message: `The role ${JSON.stringify(role)} is not declared.`,
      fix:
        roles.size === 0
          ? `Declare it in x-access-control at the root: { roles: { ${JSON.stringify(role)}: {} } }.`
          : suggestion(role, roles.keys()),
    },
    role,
  );
  return true;
};

/** Deprecated roles stay roles: they are never expanded, only warned about. */
export const warnDeprecatedRole = (
  role: string,
  at: Place,
  roles: ReadonlyMap<string, Role>,
  reporter: Reporter,
): void => {
  const known = roles.get(role);
  if (known?.deprecated !== true) return;
  reporter.report(
    'role-deprecated',
    at,
    {
      message: `The role ${JSON.stringify(role)} is deprecated.`,
      fix:
        known.replacedBy.length === 0
          ? 'Name another role.'
          : `Name ${quoted(known.replacedBy, 'or')} instead, and grant that before this role goes.`,
    },
    role,
  );
};
