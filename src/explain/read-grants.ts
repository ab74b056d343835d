import { report, type Diagnostic } from '../diagnostics/index.js';
import type { SecurityModel } from '../model/index.js';
import { rolesPolicy } from '../plan/index.js';
import { parseGrant, roleBook } from '../runtime/grants.js';
import { unknownName } from './question-faults.js';

/** What is wrong with the grants of a question, as the engine reads grants. */
export const readGrants = (grants: readonly string[], model: SecurityModel): readonly Diagnostic[] => {
  const roles = rolesPolicy(model);
  if (roles === null) {
    return grants.slice(0, 1).map((text) =>
      report('question-invalid', undefined, {
        message: `The document has no role model, so that the grant ${JSON.stringify(text)} is of no role that it has.`,
        fix: 'Leave --grant out, or state x-access-control at the root of the document.',
      }),
    );
  }
  const book = roleBook(roles);
  return grants.flatMap((text) => {
    const grant = parseGrant(text, book);
    if (typeof grant !== 'string') return [];
    const [role = ''] = text.split('@');
    if (grant === 'unknown role') return [unknownName('role', role, Object.keys(roles.roles))];
    return [
      report('question-invalid', undefined, {
        message: `${JSON.stringify(text)} is no grant: ${grant === 'no context' ? 'it names no context' : 'it is not ROLE@CONTEXT'}.`,
        fix: `Write --grant ${grant === 'no context' ? role : 'ROLE'}@${model.roles?.defaultContext ?? 'default'}; * stands for every context.`,
      }),
    ];
  });
};
