import { report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type { Rule, SecurityModel } from '../model/index.js';
import { readGrants } from './read-grants.js';
import { readProofs } from './read-proofs.js';
import type { Question, StatedQuestion } from './question.js';
import { listed, unknownName } from './question-faults.js';

/** Looks up every name of a question. What the document does not have cannot be asked about. */
export const readQuestion = (stated: StatedQuestion, model: SecurityModel): Outcome<Question> => {
  const operation = model.operations.find(({ id }) => id === stated.operation);
  const proofs = readProofs(stated, model);
  const grants = readGrants(stated.grants, model);
  const diagnostics = [...proofs.diagnostics, ...grants];
  if (operation === undefined) {
    const ids = model.operations.map(({ id }) => id);
    return { diagnostics: [unknownName('operation', stated.operation, ids), ...diagnostics] };
  }
  const rule = readRule(stated, model);
  if ('code' in rule) return { diagnostics: [rule, ...diagnostics] };
  if (proofs.value === undefined || diagnostics.length > 0) return { diagnostics };
  return {
    value: {
      rule,
      operation,
      server: model.servers.find(({ id }) => id === rule.server) ?? null,
      presented: { proofs: proofs.value.proofs, grants: stated.grants },
      proved: proofs.value.schemes,
      context: stated.context,
    },
    diagnostics,
  };
};

const readRule = ({ operation, server }: StatedQuestion, model: SecurityModel): Rule | Diagnostic => {
  const rules = model.rules.filter((rule) => rule.operation === operation);
  const named = rules.flatMap((rule) => rule.server ?? []);
  const name = JSON.stringify(operation);
  if (server !== undefined) {
    const rule = rules.find((candidate) => candidate.server === server);
    if (rule !== undefined) return rule;
    const ids = model.servers.map(({ id }) => id);
    if (!ids.includes(server)) return unknownName('server', server, ids);
    return report('question-invalid', undefined, {
      message: `Operation ${name} is not on server ${JSON.stringify(server)}.`,
      fix: `It is on ${listed(named)}.`,
    });
  }
  const [only, second] = rules;
  if (only !== undefined && second === undefined) return only;
  return report('question-invalid', undefined, {
    message: `Operation ${name} is on several servers: ${listed(named)}.`,
    fix: `Say on which one it is called: --server ${JSON.stringify(named[0] ?? '')}.`,
  });
};
