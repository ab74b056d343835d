import type { Alternative, Requirement } from '../model/index.js';
import type { Grounds } from './because.js';
import { missingProofs } from './missing-proofs.js';
import type { Presented, Question } from './question.js';

/** Of each level: by which alternative it is satisfied, or what each of its alternatives lacks. */
export const levelLines = (question: Question, grounds: Grounds): readonly string[] =>
  question.rule.requirements.flatMap((requirement) => linesOf(requirement, question, grounds));

const linesOf = (
  { level, anyOf }: Requirement,
  { operation, server, presented, proved }: Question,
  { policy }: Grounds,
): readonly string[] => {
  const where = level === 'server' ? `Server ${server?.id ?? ''}` : `Operation ${operation.id}`;
  const lacking = anyOf.map((alternative) => ({
    demand: demandText(alternative),
    missing: missingProofs(policy, presented, [alternative]),
  }));
  const holding = lacking.find(({ missing }) => missing.size === 0);
  if (holding !== undefined) return [`${where} has what it demands: ${holding.demand}.`];
  return lacking.map(({ demand, missing }, index) => {
    const which = anyOf.length === 1 ? ' demands' : `, alternative ${String(index + 1)} of ${String(anyOf.length)},`;
    const reasons = [...missing].map(([provider, lack]) => reasonText(provider, lack, { ...presented, proved }));
    return `${where}${which} ${demand}: ${reasons.join(', ')}.`;
  });
};

const reasonText = (
  provider: string,
  { scheme, scopes }: { readonly scheme: string; readonly scopes: readonly string[] },
  { proofs, proved }: Presented & Pick<Question, 'proved'>,
): string => {
  const proof = proofs.get(provider);
  if (proof === undefined) return proved.includes(scheme) ? `${scheme} does not count` : `${scheme} is not proved`;
  const through = proof.scheme === scheme ? '' : ` (through ${proof.scheme})`;
  return `${scheme} is proved${through} without the ${scopes.length === 1 ? 'scope' : 'scopes'} ${scopes.join(', ')}`;
};

const demandText = ({ allOf }: Alternative): string =>
  allOf.map(({ scheme, scopes }) => (scopes.length === 0 ? scheme : `${scheme} (${scopes.join(', ')})`)).join(' and ');
