import { nearestNames, report, type Diagnostic } from '../diagnostics/index.js';
import { optionEntries, type OptionName } from './option-table.js';

const PREFIX = 'ASYNCAPI_GUARDS_';
const DOCUMENT = `${PREFIX}DOCUMENT`;

/** What the environment states. */
export interface EnvironmentValues {
  readonly document: string | undefined;
  readonly values: ReadonlyMap<OptionName, readonly string[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the options that the environment states. A repeatable one is a list with commas. */
export const environmentValues = (environment: Readonly<Record<string, string | undefined>>): EnvironmentValues => {
  const values = new Map<OptionName, readonly string[]>();
  const names = [DOCUMENT];
  for (const [name, entry] of optionEntries()) {
    if (entry.value === undefined || entry.asked === true) continue;
    const variable = PREFIX + name.toUpperCase().replaceAll('-', '_');
    names.push(variable);
    const value = environment[variable];
    // CI systems set variables to nothing where they mean to leave them out.
    if (value === undefined || value === '') continue;
    values.set(name, entry.repeatable === true ? value.split(',').map((part) => part.trim()) : [value]);
  }
  const unknown = Object.keys(environment).filter((name) => name.startsWith(PREFIX) && !names.includes(name));
  return {
    document: environment[DOCUMENT] === '' ? undefined : environment[DOCUMENT],
    values,
    // The value is not shown: it may be a secret of somebody else's.
    diagnostics: unknown.sort().map((name) => {
      const [nearest] = nearestNames(name, names);
      return report('environment-unknown', undefined, {
        message: `The environment variable ${name} names no option.`,
        fix: nearest === undefined ? 'Remove it or rename it.' : `Did you mean ${nearest}?`,
      });
    }),
  };
};
