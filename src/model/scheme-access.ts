import type { MapNode, Node } from '../document/node.js';
import { CONTEXT } from './access-shapes.js';
import type { Reporter } from './findings.js';
import { entriesOf, mapOf, textOf, textsOf, valueAt } from './node-values.js';
import { reportUndefinedRole, warnDeprecatedRole, type ReadRoleModel } from './role-model.js';
import type { ClaimSource, RoleSource, SchemeAccess } from './security-model.js';

const SUBJECTS = ['application', 'user', 'node'] as const;
const SOURCES: readonly RoleSource[] = ['account', 'claim', 'groups', 'scopes', 'ldap', 'certificate'];
const CARRIERS = ['proof', 'bearer'] as const;

/** Reads `x-access-control` of a scheme, whose shape has been checked, and checks the grants that it writes out. */
export const readSchemeAccess = (node: MapNode, roles: ReadRoleModel | null, reporter: Reporter): SchemeAccess => {
  const groupRoles = mapOf(valueAt(node, 'groupRoles'));
  const claim = mapOf(valueAt(node, 'claim'));
  if (roles?.complete === true) {
    for (const grants of [groupRoles, valueAt(claim, 'map')]) {
      for (const { value } of entriesOf(grants)) checkGrants(value, roles, reporter);
    }
  }
  return {
    subject: stated(node, 'subject', SUBJECTS),
    rolesFrom: stated(node, 'rolesFrom', SOURCES),
    usernameClaim: textOf(valueAt(node, 'usernameClaim')),
    claim: claim === null ? null : readClaim(claim),
    groupRoles: groupRoles === null ? null : readGrants(groupRoles),
    carrier: stated(node, 'carrier', CARRIERS),
    aliases: textsOf(valueAt(node, 'aliases')).map(({ text }) => text),
  };
};

const stated = <T extends string>(node: MapNode, key: string, values: readonly T[]): T | null => {
  const text = textOf(valueAt(node, key));
  return values.find((value) => value === text) ?? null;
};

const readClaim = (claim: MapNode): ClaimSource => {
  const map = mapOf(valueAt(claim, 'map'));
  return {
    path: textOf(valueAt(claim, 'path')) ?? '',
    separator: textOf(valueAt(claim, 'separator')),
    prefix: textOf(valueAt(claim, 'prefix')),
    map: map === null ? null : readGrants(map),
  };
};

const readGrants = (node: MapNode): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(entriesOf(node).map(({ key, value }) => [key, textsOf(value).map(({ text }) => text)]));

/** A bad grant is refused where it is written, never ignored: it would be found missing by a caller, in production. */
const checkGrants = (node: Node, { model, roles }: ReadRoleModel, reporter: Reporter): void => {
  for (const { text, node: item } of textsOf(node)) {
    const at = text.indexOf('@');
    const role = at < 0 ? text : text.slice(0, at);
    const context = at < 0 ? null : text.slice(at + 1);
    if (context === null ? model.bareGrant === null : context !== '*' && !CONTEXT.test(context)) {
      reporter.unreadable('grant-invalid', item.at, {
        message:
          context === null
            ? `The grant ${JSON.stringify(text)} names no context.`
            : `The grant ${JSON.stringify(text)} names the context ${JSON.stringify(context)}, which cannot be one.`,
        fix:
          context === null
            ? `Write ${text}@<context>, or ${text}@* for every context; bareGrant: every-context makes the short form mean that.`
            : 'Write a letter or _, then letters, digits, - or _; * means every context.',
      });
    } else if (!reportUndefinedRole(role, item.at, roles, reporter)) warnDeprecatedRole(role, item.at, roles, reporter);
  }
};
