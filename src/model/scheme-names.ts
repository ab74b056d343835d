import { suggestion } from './wording.js';
import type { DocumentFacts } from '../document/facts.js';

/** The names by which a document can name its schemes. */
export const schemeNames = ({ schemes }: DocumentFacts): readonly string[] =>
  schemes.filter(({ inline }) => !inline).flatMap(({ id, aliases }) => [id, ...aliases]);

/** The fix for a name that no component has. */
export const undeclaredFix = (name: string, facts: DocumentFacts): string =>
  schemeNames(facts).length === 0
    ? `Declare it under components.securitySchemes, with its type.`
    : suggestion(name, schemeNames(facts));
