import type { Node } from '../document/node.js';
import type { Place } from '../diagnostics/index.js';
import type { Reporter } from './findings.js';
import { isFlagged, textOf, textsOf, valueAt } from './node-values.js';
import type { Role } from './security-model.js';
import { quoted, suggestion } from './wording.js';

/** A role that a preset knows keeps what the document does not state anew: its contexts above all. */
export const readRole = (name: string, at: Place, node: Node, known: Role | undefined): Role => {
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

/** Reports successors that are undefined, or the role itself. */
export const checkSuccessors = (
  name: string,
  node: Node,
  roles: ReadonlyMap<string, Role>,
  reporter: Reporter,
): void => {
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
