import { report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type { Scheme, SecurityModel } from '../model/index.js';
import { SOMEBODY, type PresentedProof, type StatedQuestion } from './question.js';
import { unknownName } from './question-faults.js';
import { knownScopes } from './known-scopes.js';

/** The proofs of a question. */
export interface AskedProofs {
  /** By provider. */
  readonly proofs: ReadonlyMap<string, PresentedProof>;
  /** The schemes that are proved, by id. */
  readonly schemes: readonly string[];
}

/** Reads `SCHEME=SCOPE,…` and `SCHEME=NAME`. What schemes of one provider prove is one proof. */
export const readProofs = (
  { proved, subjects }: Pick<StatedQuestion, 'proved' | 'subjects'>,
  model: SecurityModel,
): Outcome<AskedProofs> => {
  const diagnostics: Diagnostic[] = [];
  const proofs = new Map<string, PresentedProof>();
  const schemes = new Set<string>();
  for (const text of proved) {
    const [scheme, rest] = schemeIn(text, model);
    if (scheme === undefined) {
      diagnostics.push(unknownScheme(text, model));
      continue;
    }
    const known = knownScopes(scheme, model);
    const scopes = known.has(rest) ? [rest] : rest.split(',').filter((scope) => scope !== '');
    const unknown = scopes.filter((scope) => !known.has(scope));
    for (const scope of unknown)
      diagnostics.push(unknownName('scope', scope, [...known.names], ` for scheme ${JSON.stringify(scheme.id)}`));
    schemes.add(scheme.id);
    const key = sourceOf(scheme);
    const earlier = proofs.get(key) ?? { scheme: scheme.id, scopes: [], subject: SOMEBODY };
    proofs.set(key, { ...earlier, scopes: [...new Set([...earlier.scopes, ...scopes])] });
  }
  const named = new Map<string, string>();
  for (const text of subjects) {
    const [scheme, subject] = schemeIn(text, model);
    const key = scheme === undefined ? '' : sourceOf(scheme);
    const proof = proofs.get(key);
    if (scheme === undefined) diagnostics.push(unknownScheme(text, model));
    else if (subject === '')
      diagnostics.push(invalid(`--subject ${text} names nobody.`, `Write --subject ${text}=NAME.`));
    else if (proof === undefined)
      diagnostics.push(
        invalid(
          `--subject ${text} says whom a proof names, and ${scheme.id} is not proved.`,
          `Add --proved ${scheme.id}, or leave the subject out.`,
        ),
      );
    else if ((named.get(key) ?? subject) !== subject)
      diagnostics.push(
        invalid(
          `${JSON.stringify(proof.scheme)} and ${JSON.stringify(scheme.id)} are proved together, by one provider, and cannot name both ${JSON.stringify(named.get(key))} and ${JSON.stringify(subject)}.`,
          'Give a provider one subject.',
        ),
      );
    else {
      named.set(key, subject);
      proofs.set(key, { ...proof, subject });
    }
  }
  return { value: { proofs, schemes: [...schemes] }, diagnostics };
};

/** The provider; a scheme that nothing uses has none. */
const sourceOf = ({ id, used, provider }: Scheme): string => (used ? provider : JSON.stringify(['unused', id]));

/** Splits behind the longest name of a scheme that the text begins with: names may hold a `=`. */
const schemeIn = (text: string, { schemes }: SecurityModel): readonly [Scheme | undefined, string] => {
  const named = new Map(schemes.flatMap((scheme) => [...scheme.aliases, scheme.id].map((name) => [name, scheme])));
  for (let end = text.length; end > 0; end = text.lastIndexOf('=', end - 1)) {
    const scheme = named.get(text.slice(0, end));
    if (scheme !== undefined) return [scheme, text.slice(end + 1)];
  }
  return [undefined, ''];
};

const unknownScheme = (text: string, { schemes }: SecurityModel): Diagnostic =>
  unknownName(
    'scheme',
    text.split('=')[0] ?? '',
    schemes.flatMap(({ id, aliases }) => [id, ...aliases]),
  );

const invalid = (message: string, fix: string): Diagnostic => report('question-invalid', undefined, { message, fix });
