import type { PlannedImport } from '../plan/plan.js';
import type { AskedImport } from './import-block.js';

/** The planned form of an import that a template asks for; null where the plan has none. File endings are the plan's. */
export const plannedForm = (asked: AskedImport, planned: readonly PlannedImport[]): AskedImport | null => {
  const match = planned.find(
    ({ from, names, typeOnly }) =>
      withoutEnding(from) === withoutEnding(asked.from) && names.includes(asked.name) && (asked.type || !typeOnly),
  );
  return match === undefined ? null : { ...asked, from: match.from };
};

/** Gives the modules that a template names itself, after `from`, the endings of the plan. */
export const withPlannedEndings = (text: string, planned: readonly { readonly from: string }[]): string =>
  text.replace(/\bfrom '(\.[^'\n]+)'/g, (words, specifier: string) => {
    const match = planned.find(({ from }) => withoutEnding(from) === withoutEnding(specifier));
    return match === undefined ? words : `from '${match.from}'`;
  });

const withoutEnding = (specifier: string): string =>
  specifier.startsWith('.') ? specifier.replace(/\.(?:js|ts)$/, '') : specifier;
