import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Scheme, SecurityModel } from '../model/security-model.js';

/** Warns about declared schemes that nothing applies, where others are applied: was one forgotten? One warning for all. */
export const unusedSchemes = ({ schemes, rules }: SecurityModel): readonly Diagnostic[] => {
  // For what is refused a scheme may have been meant.
  if (rules.some(({ status }) => status === 'refused')) return [];
  const applied = schemes.filter(({ used }) => used);
  const written = new Set(applied.map(withoutScopes));
  const [first, ...rest] = schemes.filter((scheme) => !scheme.used && !written.has(withoutScopes(scheme)));
  // Where nothing is applied at all, that is an error of its own (M11).
  if (first === undefined || applied.length === 0) return [];
  const names = [first, ...rest].map(({ id }) => JSON.stringify(id)).join(', ');
  return [
    report('scheme-unused', first.at, {
      message: `No server or operation that the document's root reaches applies ${names}, while others are applied.`,
      fix: 'Name it in the security of those that are to demand it, or remove it.',
      also: rest.map(({ at }) => at),
    }),
  ];
};

/** AsyncAPI 3 writes a scheme once for each list of scopes: a copy in use stands for the declaration. */
const withoutScopes = ({ fields }: Scheme): string =>
  JSON.stringify(
    Object.entries(fields)
      .filter(([key]) => key !== 'scopes' && key !== 'description')
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
