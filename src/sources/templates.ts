import { accessSync, constants, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';

import { report, type Diagnostic, type Outcome, type Place } from '../diagnostics/index.js';
import type { TemplateSource } from '../plan/plan.js';
import { namesIn, readFolder, TEMPLATES } from './tool.js';

/** The templates of one run. */
export interface Templates {
  /** By name: `guards` for `guards.ts.hbs`. The team's, else ours. */
  readonly files: ReadonlyMap<string, TemplateSource>;
  /** By name: `server` for `partials/server.hbs`. The team's, else ours. */
  readonly partials: ReadonlyMap<string, TemplateSource>;
  /** The team's templates for files of its own. */
  readonly extra: readonly TemplateSource[];
}

const FILE_SUFFIX = '.ts.hbs';
const PARTIALS = 'partials/';

/** Finds the templates of a run: the team's folder comes first, then those of the tool. `named` is where the team's file names it. */
export const loadTemplates = async (teamFolder: string | null, named?: Place): Promise<Outcome<Templates>> => {
  const ours = sourcesIn(TEMPLATES, 'built-in');
  if (teamFolder === null) return { value: merged(ours, []), diagnostics: [] };
  const found = await stat(teamFolder).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    return {
      diagnostics: [
        report('template-folder-missing', named, {
          message: `The template folder ${path.basename(teamFolder)} is not a folder.`,
          fix: 'Create it, or correct `templates` in the configuration or `--templates`.',
        }),
      ],
    };
  }
  const unreadable = namesIn(teamFolder, '.hbs').flatMap((name) => notReadable(teamFolder, name));
  if (unreadable.length > 0) return { diagnostics: unreadable };
  const theirs = sourcesIn(teamFolder, 'team');
  const diagnostics = theirs.flatMap((found) => notOverridable(found, ours));
  return diagnostics.length > 0 ? { diagnostics } : { value: merged(ours, theirs), diagnostics };
};

/** Looks before anything is opened: to read a pipe may take for ever. */
const notReadable = (folder: string, name: string): readonly Diagnostic[] => {
  const file = path.join(folder, name);
  let reason = 'it is not a regular file';
  try {
    const regular = statSync(file).isFile();
    accessSync(file, constants.R_OK);
    if (regular) return [];
  } catch (fault) {
    reason = `the system answers ${fault instanceof Error && 'code' in fault ? String(fault.code) : 'with a fault'}`;
  }
  return [
    report('template-syntax', startOf(file), {
      message: `${name} cannot be read: ${reason}.`,
      fix: 'Put a regular file in its place, or remove it.',
    }),
  ];
};

interface Found {
  readonly file: string;
  readonly source: TemplateSource;
}

const sourcesIn = (folder: string, origin: TemplateSource['origin']): readonly Found[] => {
  const texts = readFolder(folder, '.hbs');
  return [...texts].map(([file, text]) => ({
    file,
    source: { name: nameOf(file), text, at: startOf(path.join(folder, file)), origin },
  }));
};

const nameOf = (file: string): string =>
  file.startsWith(PARTIALS) ? file.slice(PARTIALS.length, -'.hbs'.length) : file.slice(0, -FILE_SUFFIX.length);

const isPartial = ({ file }: Found): boolean => file.startsWith(PARTIALS);

const isFile = ({ file }: Found): boolean => !file.startsWith(PARTIALS) && file.endsWith(FILE_SUFFIX);

const merged = (ours: readonly Found[], theirs: readonly Found[]): Templates => {
  const named = (found: readonly Found[]): [string, TemplateSource][] =>
    found.map(({ source }) => [source.name, source]);
  const all = [...ours, ...theirs];
  const builtIn = new Set(ours.filter(isFile).map(({ source }) => source.name));
  return {
    files: new Map(named(all.filter((found) => isFile(found) && builtIn.has(found.source.name)))),
    partials: new Map(named(all.filter(isPartial))),
    extra: theirs.filter((found) => isFile(found) && !builtIn.has(found.source.name)).map(({ source }) => source),
  };
};

/** Names without a template: a team that could print the policy, the role map or the engine could weaken them. */
const PROVED = /^(?:POLICY|ROLES|ASYNCAPI-GUARDS|RUNTIME(?:\/.*)?)$/u;

/**
 * Refuses names without a template, and names that are one of ours but for case: where file names have none (macOS,
 * Windows), `POLICY.ts` would take the place of `policy.ts` and nobody would have checked it. Upper case folds more than
 * lower case does: a long s becomes S.
 */
const notOverridable = ({ file, source }: Found, ours: readonly Found[]): readonly Diagnostic[] => {
  const folded = source.name.toUpperCase();
  const disguised = ours.some(
    (our) => isFile(our) && our.source.name !== source.name && our.source.name.toUpperCase() === folded,
  );
  if (!isFile({ file, source }) || !(PROVED.test(folded) || disguised)) return [];
  return [
    report('template-not-overridable', source.at, {
      message: disguised
        ? `${file} would replace a file of ours without being its template.`
        : `${file} would replace a file that has no template.`,
      fix: 'Remove it, or write its name in the case of ours. Print what you need into a file of another name.',
    }),
  ];
};

const startOf = (file: string): Place => ({
  file,
  pointer: '',
  range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
});
