import type { Finding } from '../diagnostics/index.js';
import type { MapNode, Node } from '../document/node.js';
import { CONTEXT } from './access-shapes.js';
import { grantParts } from './grants.js';
import type { Reporter } from './findings.js';
import { entriesOf, mapOf, textOf, textsOf, valueAt } from './node-values.js';
import { reportUndefinedRole, warnDeprecatedRole } from './read-role.js';
import type { ReadRoleModel } from './role-model.js';
import type { ClaimSource, RoleSource, SchemeAccess } from './security-model.js';
import { quoted } from './wording.js';

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
    const { role, context } = grantParts(text);
    const fault = grantFault(text, model.bareGrant !== null);
    if (fault !== null) {
      reporter.unreadable('grant-invalid', item.at, fault);
    } else if (!reportUndefinedRole(role, item.at, roles, reporter)) {
      warnDeprecatedRole(role, item.at, roles, reporter);
      warnIdleGrant(role, context, item, roles, reporter);
    }
  }
};

const grantFault = (text: string, bareAllowed: boolean): Finding | null => {
  const { role, context } = grantParts(text);
  if (role === '' || /\s/.test(role)) {
    return {
      message: `The grant ${JSON.stringify(text)} names no role.`,
      fix: 'Write ROLE@<context>, or ROLE@* for every context, without blanks.',
    };
  }
  if (context === null) {
    return bareAllowed
      ? null
      : {
          message: `The grant ${JSON.stringify(text)} names no context.`,
          fix: `Write ${text}@<context>, or ${text}@* for every context; bareGrant: every-context makes the short form mean that.`,
        };
  }
  return context === '*' || CONTEXT.test(context)
    ? null
    : {
        message: `The grant ${JSON.stringify(text)} names the context ${JSON.stringify(context)}, which cannot be one.`,
        fix: 'Write a letter or _, then letters, digits, - or _; * means every context.',
      };
};

/** Well-formed, and never of any use: a role with contexts of its own counts in these alone, whatever a grant says (T3). */
const warnIdleGrant = (
  role: string,
  context: string | null,
  { at }: Node,
  roles: ReadRoleModel['roles'],
  reporter: Reporter,
): void => {
  const contexts = roles.get(role)?.contexts ?? null;
  if (contexts === null || context === null || context === '*' || contexts.includes(context)) return;
  const grant = `${role}@${context}`;
  reporter.report(
    'role-never-counts',
    at,
    {
      message: `The grant ${JSON.stringify(grant)} lets nobody do anything: the role ${JSON.stringify(role)} counts in ${quoted(contexts)} alone.`,
      fix: `Write ${quoted(
        contexts.map((only) => `${role}@${only}`),
        'or',
      )}, or leave the grant out.`,
    },
    grant,
  );
};
