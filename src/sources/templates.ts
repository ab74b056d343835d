import { stat } from 'node:fs/promises';
import path from 'node:path';

import { report, type Diagnostic, type Outcome, type Place } from '../diagnostics/index.js';
import type { TemplateSource } from '../plan/plan.js';
import { readFolder, TEMPLATES } from './tool.js';

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

/** Finds the templates of a run: the team's folder comes first, then those of the tool. */
export const loadTemplates = async (teamFolder: string | null): Promise<Outcome<Templates>> => {
  const ours = await sourcesIn(TEMPLATES, 'built-in');
  if (teamFolder === null) return { value: merged(ours, []), diagnostics: [] };
  const found = await stat(teamFolder).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    return {
      diagnostics: [
        report('template-folder-missing', undefined, {
          message: `The template folder ${path.basename(teamFolder)} is no folder.`,
          fix: 'Create it, or correct `templates` in the configuration or `--templates`.',
        }),
      ],
    };
  }
  const theirs = await sourcesIn(teamFolder, 'team');
  const diagnostics = theirs.flatMap(notOverridable);
  return diagnostics.length > 0 ? { diagnostics } : { value: merged(ours, theirs), diagnostics };
};

interface Found {
  readonly file: string;
  readonly source: TemplateSource;
}

const sourcesIn = async (folder: string, origin: TemplateSource['origin']): Promise<readonly Found[]> => {
  const texts = await readFolder(folder, '.hbs');
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

/** The policy, the role map and the engine have no template: a team that could print them could weaken them. */
const notOverridable = ({ file, source }: Found): readonly Diagnostic[] => {
  const proved = ['policy', 'roles', 'asyncapi-guards'].includes(source.name) || /^runtime(?:\/|$)/u.test(source.name);
  if (!isFile({ file, source }) || !proved) return [];
  return [
    report('template-not-overridable', source.at, {
      message: `${file} would replace a file that has no template.`,
      fix: 'Remove it. Print what you need into a file of another name.',
    }),
  ];
};

const startOf = (file: string): Place => ({
  file,
  pointer: '',
  range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
});
