import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Explanation, StatedQuestion } from '../explain/index.js';
import type { Rule } from '../model/index.js';
import type { EnforcedRule } from '../plan/index.js';
import { ruleKey } from './policy-answer.js';
import { refusalCodes } from './refusals.js';
import { settled, type CommandResult } from './result.js';
import { understandDocument, type DocumentOptions } from './understood-document.js';

/** What `explain` is told beyond the configuration. */
export interface ExplainOptions extends DocumentOptions {
  readonly question: StatedQuestion;
  /** What the answer has to be. */
  readonly expect?: 'allow' | 'deny';
}

/** A rule that lets nobody through, because the document is wrong about it. */
export interface RefusedRule {
  readonly operation: string;
  readonly server: string | null;
  readonly status: 'refused';
  readonly because: readonly string[];
}

/** The answer to a question: null where the question or the policy cannot be understood. */
export interface ExplainResult extends CommandResult {
  readonly answer: Explanation | RefusedRule | null;
}

/** Says whether a caller may do something, and why: the emitted engine decides. */
export const explain = async ({ question: stated, expect, ...options }: ExplainOptions): Promise<ExplainResult> => {
  const { understood, diagnostics } = await understandDocument(options, 'explain');
  if (understood === null) return { answer: null, diagnostics };
  const { settings, model, enforced, found } = understood;
  // The engine lies behind this import.
  const stage = await import('../explain/index.js');
  const question = stage.readQuestion(stated, model);
  if (question.value === undefined)
    return { answer: null, diagnostics: settled([...diagnostics, ...question.diagnostics]) };
  const { rule } = question.value;
  if (rule.status === 'refused') {
    const codes = refusalCodes(model, found)(rule);
    const because = [`The rule is refused, and no guard would be generated: ${codes.join(', ')}.`];
    return { answer: { operation: rule.operation, server: rule.server, status: 'refused', because }, diagnostics };
  }
  const explained = await stage.explain(model, question.value, rule.status, settings.config.sameSubject === true);
  const answer = { ...explained, because: [...explained.because, ...droppedLines(rule, enforced)] };
  return { answer, diagnostics: settled([...diagnostics, ...surprise(answer, expect)]) };
};

/** The whole rule is decided, so what the transport cannot carry counts, and has to be said. */
const droppedLines = (rule: Rule, enforced: readonly EnforcedRule[]): readonly string[] => {
  const key = ruleKey(rule);
  const { dropped = [] } = enforced.find((one) => ruleKey(one) === key) ?? {};
  return dropped.map(({ requirement, alternative, why }) => {
    const { allOf = [] } = rule.requirements[requirement]?.anyOf[alternative] ?? {};
    const names = allOf.map(({ scheme }) => scheme).join(' and ');
    return `On server ${rule.server ?? '(any)'} nobody can be let in by ${names}, which counts here: ${why}.`;
  });
};

const surprise = ({ allowed, operation }: Explanation, expect: ExplainOptions['expect']): readonly Diagnostic[] =>
  expect === undefined || (expect === 'allow') === allowed
    ? []
    : [
        report('expectation-failed', undefined, {
          message: `Expected: ${expect}. The caller is ${allowed ? 'allowed' : 'denied'} ${JSON.stringify(operation)}.`,
          fix: 'The answer says why. Change the document where it is wrong, else what is expected.',
        }),
      ];
