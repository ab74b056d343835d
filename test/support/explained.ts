import assert from 'node:assert/strict';
import { explain, readQuestion, type Explanation, type StatedQuestion } from '../../src/explain/index.js';
import { modelOf, type TeamSays } from './model-of.js';

/** A question in short: what is left out, nobody says. */
export type ShortQuestion = Partial<StatedQuestion> & Pick<StatedQuestion, 'operation'>;

const full = (question: ShortQuestion): StatedQuestion => ({ proved: [], subjects: [], grants: [], ...question });

/** The answer to a question about a document of one text. */
export const explained = async (yaml: string, question: ShortQuestion, team: TeamSays = {}): Promise<Explanation> => {
  const model = modelOf(yaml, team);
  const { value, diagnostics } = readQuestion(full(question), model);
  assert.ok(value, JSON.stringify(diagnostics));
  const { status } = value.rule;
  assert.ok(status !== 'refused', 'the rule is refused');
  return explain(model, value, status, team.config?.sameSubject === true);
};

/** Why a question cannot be answered: message and fix of each fault. */
export const faultsOf = (yaml: string, question: ShortQuestion): readonly string[] => {
  const { value, diagnostics } = readQuestion(full(question), modelOf(yaml));
  assert.equal(value, undefined);
  return diagnostics.map(({ code, message, fix }) => {
    assert.equal(code, 'question-invalid');
    return `${message} ${fix}`;
  });
};
