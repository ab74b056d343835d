import { existsSync } from 'node:fs';
import path from 'node:path';

import { report, type Diagnostic, type Outcome, type Place } from '../diagnostics/index.js';
import type { Node } from '../document/node.js';
import { isOrigin, originProblem } from './allowed-origin.js';
import { readTree } from './config-file.js';
import type { Config, Side, Target } from './config.js';
import { chooseDocuments, type DocumentChoice } from './document-choice.js';
import { loadConfig, type ConfigEntry } from './load-config.js';
import { packageTargets } from './package-targets.js';

/** What a caller states for one run. It wins over the configuration file. Paths are relative to `cwd`. */
export interface RunOptions {
  readonly document?: string;
  readonly config?: string;
  readonly out?: string;
  readonly targets?: readonly Target[];
  readonly side?: Side;
  /** For every server that sockets connect to. */
  readonly describes?: 'server' | 'client';
  readonly accessControl?: string;
  readonly allowRefs?: readonly string[];
  readonly templates?: string;
  readonly allowInvalidDocument?: boolean;
}

/** Everything that one document's run is told, with absolute paths. */
export interface Settings {
  readonly cwd: string;
  /** Paths in it are absolute, apart from `messages`, which is as the emitted code imports it. */
  readonly config: Config;
  /** Where the configuration file says what, by the JSON text of its path: `["servers","prod"]`. */
  readonly configPlaces: ReadonlyMap<string, Place>;
  /** Where the configuration file names the document; null where something else does. */
  readonly documentAt: Place | null;
  readonly out: string;
  readonly describes: 'server' | 'client' | null;
  readonly accessControl: AccessControlSource | null;
  readonly templates: {
    readonly folder: string;
    readonly packages: readonly string[];
    /** Where the configuration file names the folder; null where an option does. */
    readonly at: Place | null;
  } | null;
  /** What package.json depends on. */
  readonly packageTargets: readonly Target[];
}

/** Where the team's access control stands. */
export type AccessControlSource = { readonly file: string; readonly at: Place | null } | { readonly node: Node };

/** Settles what each document's run is told: options, then the configuration file, then defaults. */
export const loadSettings = async (cwd: string, options: RunOptions): Promise<Outcome<readonly Settings[]>> => {
  const loaded = await loadConfig(cwd, options.config);
  if (loaded.value === undefined) return { diagnostics: loaded.diagnostics };
  const { file, entries } = loaded.value;
  const base = file === null ? cwd : path.dirname(file);
  const chosen = chooseDocuments(cwd, base, entries, options.document);
  if (chosen.value === undefined) return { diagnostics: chosen.diagnostics };
  const targets = packageTargets(cwd);
  const settings = chosen.value.map((choice) => settle({ cwd, base, options, targets, ...choice }));
  const diagnostics = [
    ...sharedFolders(settings, options.out === undefined),
    ...missingMessages(base, chosen.value),
    ...wrongOrigins(chosen.value),
  ];
  return diagnostics.length > 0 ? { diagnostics } : { value: settings, diagnostics: loaded.diagnostics };
};

/** Reads the team's access control, if it has one. */
export const readAccessControl = async (source: AccessControlSource | null): Promise<Outcome<Node | null>> => {
  if (source === null) return { value: null, diagnostics: [] };
  if ('node' in source) return { value: source.node, diagnostics: [] };
  return readTree(source.file, 'access-control file', source.at ?? undefined);
};

interface Known extends DocumentChoice {
  readonly cwd: string;
  readonly base: string;
  readonly options: RunOptions;
  readonly targets: readonly Target[];
}

const settle = ({ cwd, base, entry, document, options, targets }: Known): Settings => {
  const { config } = entry;
  const out = options.out === undefined ? path.resolve(base, config.out ?? './guards') : path.resolve(cwd, options.out);
  const allowRefs = [
    ...(config.allowRefs ?? []).map((origin) => originOrFolder(base, origin)),
    ...(options.allowRefs ?? []).map((origin) => originOrFolder(cwd, origin)),
  ];
  const stated = options.targets ?? config.targets;
  return {
    cwd,
    out,
    config: {
      ...config,
      document,
      out,
      allowRefs,
      ...(stated === undefined ? {} : { targets: stated }),
      ...(options.side === undefined ? {} : { side: options.side }),
      ...(options.allowInvalidDocument === true ? { allowInvalidDocument: true } : {}),
      ...(config.messages === undefined ? {} : { messages: importedFrom(out, base, config) }),
    },
    configPlaces: entry.places,
    documentAt: options.document === undefined ? placeOf(entry, 'document') : null,
    describes: options.describes ?? null,
    accessControl: accessControlSource(cwd, base, entry, options),
    templates: templateFolder(cwd, base, entry, options),
    packageTargets: targets,
  };
};

const accessControlSource = (
  cwd: string,
  base: string,
  entry: ConfigEntry,
  options: RunOptions,
): AccessControlSource | null => {
  if (options.accessControl !== undefined) return { file: path.resolve(cwd, options.accessControl), at: null };
  if (entry.accessControl !== null) return { node: entry.accessControl };
  const { accessControl } = entry.config;
  return typeof accessControl === 'string'
    ? { file: path.resolve(base, accessControl), at: placeOf(entry, 'accessControl') }
    : null;
};

const templateFolder = (cwd: string, base: string, entry: ConfigEntry, options: RunOptions): Settings['templates'] => {
  const { templates } = entry.config;
  const packages = typeof templates === 'object' ? (templates.packages ?? []) : [];
  if (options.templates !== undefined) return { folder: path.resolve(cwd, options.templates), packages, at: null };
  if (templates === undefined) return null;
  const folder = path.resolve(base, typeof templates === 'string' ? templates : templates.folder);
  return { folder, packages, at: placeOf(entry, 'templates') };
};

/** Where the configuration file states a key; null where it does not. */
const placeOf = ({ places }: ConfigEntry, key: keyof Config): Place | null => places.get(JSON.stringify([key])) ?? null;

const originOrFolder = (base: string, allowed: string): string =>
  isOrigin(allowed) ? allowed : path.resolve(base, allowed);

/** The command line's own are judged with its other options. */
const wrongOrigins = (choices: readonly DocumentChoice[]): readonly Diagnostic[] =>
  choices.flatMap(({ entry }) =>
    (entry.config.allowRefs ?? []).flatMap((allowed, index) => {
      const problem = originProblem(allowed);
      if (problem === null) return [];
      return report('config-value-invalid', entry.places.get(JSON.stringify(['allowRefs'])), {
        message: `\`allowRefs[${String(index)}]\` ${problem.message}.`,
        fix: problem.fix,
      });
    }),
  );

/** A path, not the name of a package: it begins as one, or ends as a source file does. */
const isFile = (module: string): boolean =>
  module.startsWith('.') || path.isAbsolute(module) || /\.[jt]s$/.test(module);

/** A module of payload types that is not there would only show when the emitted code is compiled. */
const missingMessages = (base: string, choices: readonly DocumentChoice[]): readonly Diagnostic[] =>
  choices
    .flatMap(({ entry }) => (entry.config.messages === undefined ? [] : [{ entry, module: entry.config.messages }]))
    .filter(({ module }) => isFile(module) && !existsSync(path.resolve(base, module)))
    .map(({ entry, module }) =>
      report('config-value-invalid', placeOf(entry, 'messages') ?? undefined, {
        message: `\`messages\` names the module ${module}, and there is no such file.`,
        fix: 'Write its path as seen from the configuration file, with its ending: `./src/messages.ts`.',
      }),
    );

/** The module of payload types as the emitted code imports it, with the extension that its other imports have; a package keeps its name. */
const importedFrom = (
  out: string,
  base: string,
  { messages = '', importExtension = 'js' }: Partial<Config>,
): string => {
  if (!isFile(messages)) return messages;
  const extension = importExtension === '' ? '' : `.${importExtension}`;
  const module = path.resolve(base, messages).replace(/\.[jt]s$/, extension);
  const relative = path.relative(out, module).split(path.sep).join('/');
  return relative.startsWith('.') ? relative : `./${relative}`;
};

const sharedFolders = (settings: readonly Settings[], isConfigured: boolean): readonly Diagnostic[] =>
  settings
    .filter((one, index) => settings.findIndex((other) => other.out === one.out) !== index)
    .map((one) =>
      report('config-value-invalid', isConfigured ? outPlace(one) : undefined, {
        message: `Two documents are generated into one folder: ${path.relative(one.cwd, one.out)}.`,
        fix: 'Give each document an `out` of its own.',
      }),
    );

/** Where a folder is chosen; without `out` each document has the same. */
const outPlace = ({ configPlaces, documentAt }: Settings): Place | undefined =>
  configPlaces.get(JSON.stringify(['out'])) ?? documentAt ?? undefined;
