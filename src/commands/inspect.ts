import { policyAnswer, type PolicyAnswer } from './policy-answer.js';
import { policyOutline, type PolicyOutline } from './policy-outline.js';
import { refusalCodes } from './refusals.js';
import type { CommandResult } from './result.js';
import { understandDocument, type DocumentOptions } from './understood-document.js';

/** What `inspect` is told beyond the configuration. */
export type InspectOptions = DocumentOptions;

/** The policy of a document: null where a requirement itself cannot be read. */
export interface InspectResult extends CommandResult {
  readonly policy: PolicyAnswer | null;
  /** The policy arranged for people. */
  readonly outline: PolicyOutline | null;
}

/** Says what a document demands, operation by operation, and who enforces it. */
export const inspect = async (options: InspectOptions = {}): Promise<InspectResult> => {
  const { understood, diagnostics } = await understandDocument(options, 'inspect');
  if (understood === null) return { policy: null, outline: null, diagnostics };
  const { settings, model, enforced, unguarded, found } = understood;
  const rolesAsAcl = settings.config.kafka?.roles === 'acl';
  return {
    policy: policyAnswer(model, enforced),
    outline: policyOutline(model, enforced, {
      rolesAsAcl,
      refusedFor: refusalCodes(model, found),
      unguarded,
    }),
    diagnostics,
  };
};
