import type { ChannelFacts, OperationFacts } from '../document/facts.js';
import type { MapNode, Node } from '../document/node.js';
import type { Place } from '../diagnostics/index.js';
import { isContextFixed, readContext } from './contexts.js';
import type { Joined } from './access.js';
import { SILENT, type Reporter } from './findings.js';
import { textOf, textsOf, valueAt } from './node-values.js';
import { reportUndefinedRole, warnDeprecatedRole, type ReadRoleModel } from './role-model.js';
import type { ContextSource } from './security-model.js';
import { suggestion } from './wording.js';

/** What an operation asks for beyond authentication. */
export interface OperationAccess {
  /** Null: no role model. */
  readonly roles: readonly string[] | null;
  readonly context: ContextSource | null;
  readonly authenticated: boolean;
  /** As written; the scheme that it names is looked up where actors are found. */
  readonly actor: { readonly name: string; readonly at: Place } | null;
  /** What is wrong can let no caller in: the operation's rules are refused. */
  readonly refused: boolean;
  /** Where roles or `access` are stated, for contradictions with `public`. */
  readonly statedAt: Place | null;
}

/** Reads `x-access-control` of an operation: roles or function, context, `access: authenticated`, actor. */
export const readOperationAccess = (
  operation: OperationFacts,
  { node, faulty }: Joined,
  isPublic: boolean,
  channel: ChannelFacts | null,
  model: ReadRoleModel | null,
  findings: Reporter,
): OperationAccess => {
  const reporter = faulty || model?.complete === false ? SILENT : findings;
  const access = valueAt(node, 'access');
  const authenticated = textOf(access) === 'authenticated';
  const statedRoles = valueAt(node, 'roles');
  const actorNode = valueAt(node, 'actor');
  const actorName = textOf(actorNode);
  const actor = actorNode === null || actorName === null ? null : { name: actorName, at: actorNode.at };
  const context = readContext(operation, valueAt(node, 'context'), channel, reporter);
  const named = readRoles(operation, statedRoles, valueAt(node, 'function'), model, reporter);
  const statedAt = (named.length > 0 ? (statedRoles ?? valueAt(node, 'function'))?.at : access?.at) ?? null;
  const common = { authenticated, actor, statedAt };
  if (authenticated && access !== null && named.length > 0) {
    reporter.unreadable('access-control-conflict', access.at, {
      message: `Operation ${JSON.stringify(operation.id)} says access: authenticated, and asks for roles too.`,
      fix: 'Leave one of the two out: access: authenticated lets any authenticated caller in.',
      ...(statedAt === null ? {} : { also: [statedAt] }),
    });
  }
  if (model === null) return { ...common, roles: null, context: null, refused: false };
  if (named.length === 0) {
    const refused = !authenticated && !isPublic && !hasFault(statedRoles, node);
    if (refused) {
      reporter.report('operation-without-roles', statedRoles?.at ?? operation.at, {
        message: `The document has a role model, and operation ${JSON.stringify(operation.id)} names no role.`,
        fix: 'State x-access-control.roles or .function on the operation, or access: authenticated where any authenticated caller may use it.',
      });
    }
    return { ...common, roles: [], context: null, refused };
  }
  const source = context ?? { value: model.model.defaultContext };
  const fixed = isContextFixed(
    operation,
    named,
    source,
    valueAt(node, 'context')?.at ?? statedAt ?? operation.at,
    model,
    reporter,
  );
  return { ...common, roles: named, context: source, refused: !fixed };
};

/** Whether roles were stated, and have been refused as such. */
const hasFault = (roles: Node | null, node: MapNode | null): boolean =>
  valueAt(node, 'function') !== null || (roles !== null && (roles.kind !== 'list' || roles.items.length > 0));

const readRoles = (
  operation: OperationFacts,
  stated: Node | null,
  named: Node | null,
  model: ReadRoleModel | null,
  reporter: Reporter,
): readonly string[] => {
  const roles = textsOf(stated);
  if (model === null) {
    const [first] = roles;
    const at = first?.node.at ?? named?.at;
    if (at !== undefined) {
      reporter.unreadable(
        'role-model-missing',
        at,
        {
          message: `Operation ${JSON.stringify(operation.id)} asks for roles, and the document has no role model.`,
          fix: 'State x-access-control at the root, with roles or a preset.',
        },
        'document',
      );
    }
    return roles.map(({ text }) => text);
  }
  for (const { text, node } of roles) {
    if (!reportUndefinedRole(text, node.at, model.roles, reporter))
      warnDeprecatedRole(text, node.at, model.roles, reporter);
  }
  const name = textOf(named);
  if (named === null || name === null) return unique(roles.map(({ text }) => text));
  const known = model.preset?.functions.get(name);
  // Without a preset, a function beside roles is a remark: it could not be looked up anyway.
  if (known === undefined && (roles.length === 0 || model.preset !== null)) {
    const finding = {
      message:
        model.preset === null
          ? `Operation ${JSON.stringify(operation.id)} names the function ${JSON.stringify(name)}, and no preset says which roles that takes.`
          : `The preset ${JSON.stringify(model.preset.name)} has no function ${JSON.stringify(name)}.`,
      fix:
        model.preset === null
          ? 'State roles, or name a preset at the root.'
          : suggestion(name, model.preset.functions.keys()),
    };
    if (roles.length === 0) reporter.unreadable('function-undefined', named.at, finding);
    else reporter.report('function-undefined', named.at, { ...finding, severity: 'warning' });
  }
  return roles.length > 0 ? unique(roles.map(({ text }) => text)) : (known ?? []);
};

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
