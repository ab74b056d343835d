import type { SecurityModel } from '../model/security-model.js';
import type { Policy } from '../runtime/policy.js';
import type { RolesFile } from './plan.js';

/** What `roles.ts` says: the roles, the contexts that the document names, and the role map both ways round. */
export const rolesFileOf = (model: SecurityModel, policy: Policy): RolesFile => {
  const roles = model.roles?.roles ?? [];
  const fixed = Object.values(policy.operations).flatMap((operation) =>
    'value' in operation.context && model.roles !== null ? [operation.context.value] : [],
  );
  const stated = [
    ...(model.roles === null ? [] : [model.roles.defaultContext]),
    ...(model.roles?.adminContext == null ? [] : [model.roles.adminContext]),
    ...roles.flatMap((role) => role.contexts ?? []),
  ];
  return {
    roles: roles.map(({ name, description, deprecated, replacedBy }) => ({
      name,
      description,
      deprecated,
      replacedBy,
    })),
    contexts: [...new Set([...stated, ...fixed])],
    roleMap: policy.roleMap,
    operationsByRole: Object.fromEntries(
      roles.map((role) => [
        role.name,
        Object.entries(policy.roleMap).flatMap(([operation, needed]) =>
          needed.includes(role.name) ? [operation] : [],
        ),
      ]),
    ),
  };
};
