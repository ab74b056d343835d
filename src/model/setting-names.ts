import type { SchemeConfig } from '../config/config.js';
import type { DocumentFacts } from '../document/facts.js';
import type { Place } from '../diagnostics/index.js';
import type { Reporter } from './findings.js';
import type { ModelOptions } from './options.js';
import type { Scheme, SchemeType } from './security-model.js';
import { suggestion } from './wording.js';

type Path = readonly (string | number)[];

/** Reports names in the configuration that lead nowhere: what is set for them would be obeyed by nobody. */
export const reportUndefinedNames = (
  facts: DocumentFacts,
  schemes: readonly string[],
  { config, configPlaces }: ModelOptions,
  { report }: Reporter,
): void => {
  const servers = facts.servers.map(({ id }) => id);
  const operations = facts.operations.map(({ id }) => id);
  const check = (what: string, known: readonly string[], name: string, path: Path): void => {
    if (known.includes(name)) return;
    const at: Place | undefined = configPlaces?.get(JSON.stringify(path));
    report('config-name-undefined', at, {
      message: `${settingOf(path)} of the configuration names the ${what} ${JSON.stringify(name)}, which the document does not have.`,
      fix: suggestion(name, known),
    });
  };
  const checkKeys = (what: string, known: readonly string[], key: 'servers' | 'schemes'): void => {
    for (const name of Object.keys(config[key] ?? {})) check(what, known, name, [key, name]);
  };
  const checkList = (what: string, known: readonly string[], list: readonly string[] = [], path: Path): void => {
    for (const [index, name] of list.entries()) check(what, known, name, [...path, index]);
  };
  checkKeys('server', servers, 'servers');
  checkKeys('scheme', schemes, 'schemes');
  checkList('operation', operations, config.public, ['public']);
  checkList('server', servers, config.allowCleartextCredentials, ['allowCleartextCredentials']);
  checkList('operation', operations, config.allowReplayableTokens, ['allowReplayableTokens']);
  for (const [provider, listed] of Object.entries<readonly string[]>(config.providers ?? {})) {
    checkList('scheme', schemes, listed, ['providers', provider]);
  }
};

/** `servers`, `providers.idp`: the setting that holds the name. */
const settingOf = (path: Path): string => path.slice(0, -1).join('.');

/** The settings of schemes that count for some types alone. */
const OF_TYPES: readonly (readonly [keyof SchemeConfig, readonly SchemeType[]])[] = [
  ['mechanism', ['userPassword', 'apiKey']],
  ['allowHttp', ['oauth2', 'openIdConnect']],
];

/** Reports settings of schemes whose type has no use for them. */
export const reportIdleSettings = (
  schemes: readonly Pick<Scheme, 'id' | 'aliases' | 'type'>[],
  { config, configPlaces }: ModelOptions,
  { report }: Reporter,
): void => {
  for (const [name, settings] of Object.entries(config.schemes ?? {})) {
    const scheme = schemes.find(({ id, aliases }) => id === name || aliases.includes(name));
    if (scheme === undefined) continue;
    for (const [key, types] of OF_TYPES) {
      if (settings[key] === undefined || types.includes(scheme.type)) continue;
      report('config-key-unknown', configPlaces?.get(JSON.stringify(['schemes', name, key])), {
        message: `schemes.${name}.${key} of the configuration has no effect: ${JSON.stringify(name)} is of type ${scheme.type}, and ${key} is for ${types.join(' and ')}.`,
        fix: `Remove ${key}, or name the scheme that was meant.`,
      });
    }
  }
};
