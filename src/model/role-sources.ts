import type { Reporter } from './findings.js';
import type { RoleSource, Scheme, SchemeAccess } from './security-model.js';
import { quoted } from './wording.js';

/** Who reads a part of a scheme's `x-access-control`; groups may stand in a claim of another name. */
const READERS: Readonly<Record<'claim' | 'groupRoles', readonly RoleSource[]>> = {
  claim: ['claim', 'groups'],
  groupRoles: ['groups'],
};

/** Tells a source of roles that lacks the part which it reads, or stands beside one that nobody reads. */
export const reportRoleSource = (
  access: SchemeAccess,
  members: readonly Scheme[],
  key: string,
  { report }: Reporter,
): void => {
  const holder = members.find((scheme) => scheme.access.rolesFrom !== null);
  const { rolesFrom } = access;
  if (holder === undefined || rolesFrom === null) return;
  const scheme = quoted([holder.id]);
  const missing =
    rolesFrom === 'claim' && access.claim === null
      ? 'claim: { path: roles }'
      : rolesFrom === 'groups' && access.groupRoles === null
        ? 'groupRoles: { GROUP: [ROLE@context] }'
        : null;
  if (missing !== null) {
    const finding = {
      message: `The scheme ${scheme} takes roles from ${rolesFrom}, and nothing says where in it: nobody would hold a role.`,
      fix: `Add \`${missing}\` to its x-access-control, with the names that your tokens have.`,
    };
    report('role-source-incomplete', holder.at, finding, key);
  }
  const unread = (['claim', 'groupRoles'] as const).filter(
    (part) => access[part] !== null && !READERS[part].includes(rolesFrom),
  );
  if (unread.length > 0 && missing === null) {
    const finding = {
      message: `The scheme ${scheme} takes roles from ${rolesFrom}, and states ${quoted(unread)}, which nobody reads then.`,
      fix: `Write rolesFrom: ${unread.includes('groupRoles') ? 'groups' : 'claim'}, or leave ${quoted(unread, 'or')} out.`,
    };
    report('role-source-unread', holder.at, finding, key);
  }
};
