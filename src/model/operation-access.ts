import type { ChannelFacts, OperationFacts } from '../document/facts.js';
import type { MapNode, Node } from '../document/node.js';
import type { Place } from '../diagnostics/index.js';
import { isContextFixed, readContext, warnIdleRoles } from './contexts.js';
import type { Joined } from './access.js';
import { isRoleName } from './access-shapes.js';
import { SILENT, type Reporter } from './findings.js';
import { textOf, textsOf, valueAt } from './node-values.js';
import { reportUndefinedRole, warnDeprecatedRole } from './read-role.js';
import { repeated } from './repeated.js';
import type { ReadRoleModel } from './role-model.js';
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

/** The role model as far as it could be read. */
export interface RoleReading {
  /** Null: there is none. */
  readonly model: ReadRoleModel | null;
  /** A reported mistake at the root may hide roles: what seems to be undefined may only be misread. */
  readonly faulty: boolean;
}

/** Reads `x-access-control` of an operation: roles or function, context, `access: authenticated`, actor. */
export const readOperationAccess = (
  operation: OperationFacts,
  { node, faulty }: Joined,
  isPublic: boolean,
  channel: ChannelFacts | null,
  reading: RoleReading,
  findings: Reporter,
): OperationAccess => {
  const { model } = reading;
  // What is missing may stand under the misspelt key.
  const completeness = faulty || reading.faulty || operation.looseAccess ? SILENT : findings;
  const access = valueAt(node, 'access');
  const authenticated = textOf(access) === 'authenticated';
  const statedRoles = valueAt(node, 'roles');
  const actorNode = valueAt(node, 'actor');
  const actorName = textOf(actorNode);
  const actor = actorNode === null || !isStated(actorName) ? null : { name: actorName, at: actorNode.at };
  const context = readContext(operation, valueAt(node, 'context'), channel, findings);
  const named = readRoles(operation, statedRoles, valueAt(node, 'function'), { ...reading, unclear: faulty }, findings);
  const statedAt = (named.length > 0 ? (statedRoles ?? valueAt(node, 'function'))?.at : access?.at) ?? null;
  const common = { authenticated, actor, statedAt };
  if (authenticated && access !== null && named.length > 0) {
    findings.unreadable('access-control-conflict', access.at, {
      message: `Operation ${JSON.stringify(operation.id)} says access: authenticated, and asks for roles too.`,
      fix: 'Leave one of the two out: access: authenticated lets any authenticated caller in.',
      ...(statedAt === null ? {} : { also: [statedAt] }),
    });
  }
  if (model === null) return { ...common, roles: null, context: null, refused: false };
  if (named.length === 0) {
    const refused = !authenticated && !isPublic && !hasFault(statedRoles, node);
    if (refused) {
      completeness.report('operation-without-roles', statedRoles?.at ?? emptyKeyOf(node) ?? operation.at, {
        message: `The document has a role model, and operation ${JSON.stringify(operation.id)} names no role.`,
        fix: 'State x-access-control.roles or .function on the operation, or access: authenticated where any authenticated caller may use it.',
      });
    }
    return { ...common, roles: [], context: null, refused };
  }
  const source = context ?? { value: model.model.defaultContext };
  const contextAt = valueAt(node, 'context')?.at ?? statedAt ?? operation.at;
  const fixed = isContextFixed(operation, named, source, contextAt, model, completeness);
  if (fixed) warnIdleRoles(operation, textsOf(statedRoles), source, model, completeness);
  return { ...common, roles: named, context: source, refused: !fixed };
};

/** The place of a key that should say who may use the operation, and has no value. */
const emptyKeyOf = (node: MapNode | null): Place | undefined =>
  ['roles', 'function', 'access'].flatMap((key) => node?.entries.get(key)?.keyAt ?? [])[0];

/** Whether roles were stated, and have been refused as such. */
const hasFault = (roles: Node | null, node: MapNode | null): boolean =>
  valueAt(node, 'function') !== null || (roles !== null && (roles.kind !== 'list' || roles.items.length > 0));

const readRoles = (
  operation: OperationFacts,
  stated: Node | null,
  named: Node | null,
  { model, faulty, unclear }: RoleReading & { readonly unclear: boolean },
  findings: Reporter,
): readonly string[] => {
  // What is no name has been refused as such.
  const roles = textsOf(stated).filter(({ text }) => isRoleName(text));
  const reporter = faulty ? SILENT : findings;
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
  warnRepeated(roles, operation, reporter);
  for (const { text, node } of roles) {
    if (!reportUndefinedRole(text, node.at, model.roles, reporter))
      warnDeprecatedRole(text, node.at, model.roles, reporter);
  }
  const name = textOf(named);
  if (named === null || !isStated(name)) return unique(roles.map(({ text }) => text));
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
    if (roles.length === 0) (unclear ? SILENT : reporter).unreadable('function-undefined', named.at, finding);
    else reporter.report('function-undefined', named.at, { ...finding, severity: 'warning' });
  }
  return roles.length > 0 ? unique(roles.map(({ text }) => text)) : (known ?? []);
};

/** A role that is named twice: one of the two was likely meant to be another. */
const warnRepeated = (
  roles: readonly { readonly text: string; readonly node: Node }[],
  { id }: OperationFacts,
  { report }: Reporter,
): void => {
  for (const [again, first] of repeated(roles, ({ text }) => text)) {
    report('role-repeated', again.node.at, {
      message: `Operation ${JSON.stringify(id)} names the role ${JSON.stringify(again.text)} twice.`,
      fix: 'Name it once; or name the other role that was meant.',
      also: [first.node.at],
    });
  }
};

/** A text that is not empty; an empty one has been refused. */
const isStated = (text: string | null): text is string => text !== null && text !== '';

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
