import { policyOutline, type PolicyOutline } from '../../src/commands/policy-outline.js';
import { policyAnswer, type PolicyAnswer } from '../../src/commands/policy-answer.js';
import { refusalCodes } from '../../src/commands/refusals.js';
import { enforcement, unguarded } from '../../src/plan/index.js';
import { make, type TeamSays } from './model-of.js';

/** The policy of a text and its arrangement for people, without the official parser. */
export const outlined = (
  yaml: string,
  team: TeamSays = {},
): { readonly policy: PolicyAnswer; readonly outline: PolicyOutline } => {
  const { model, diagnostics } = make(yaml, team);
  if (model === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  const { value = [] } = enforcement(model, team.config ?? {});
  const rolesAsAcl = team.config?.kafka?.roles === 'acl';
  return {
    policy: policyAnswer(model, value),
    outline: policyOutline(model, value, {
      rolesAsAcl,
      refusedFor: refusalCodes(model, diagnostics),
      unguarded: unguarded(model, { document: '', ...team.config }),
    }),
  };
};
