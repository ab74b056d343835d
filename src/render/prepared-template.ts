import Handlebars from 'handlebars';
import type { TemplateSource } from '../plan/plan.js';
import { LINE_HELPER, markLines } from './template-lines.js';

/** The helpers that print a value. */
export const PRINTS = ['str', 'ident', 'json', 'doc'] as const;

/** A template that is compiled when it first runs, and then kept: the files of a run share their partials. */
export interface PreparedTemplate {
  /** Without what editors leave behind: a byte order mark, carriage returns. */
  readonly plain: TemplateSource;
  /** `index` comes back as `source` of each location; `marked` tells the lines (template-lines.ts). */
  compiled(index: number, marked: boolean): Handlebars.TemplateDelegate;
}

const PREPARED = new WeakMap<TemplateSource, PreparedTemplate>();

/** Prepares a template, once for each source. */
export const prepare = (source: TemplateSource): PreparedTemplate => {
  const known = PREPARED.get(source);
  if (known !== undefined) return known;
  const plain = { ...source, text: source.text.replace(/^\ufeff|\r(?=\n)/g, '') };
  const kept = new Map<string, Handlebars.TemplateDelegate>();
  const prepared: PreparedTemplate = {
    plain,
    compiled: (index, marked) => {
      const key = `${String(index)} ${String(marked)}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const text = marked ? markLines(plain.text) : plain.text;
      const template = ENVIRONMENT.compile(text, compileOptions(String(index)));
      kept.set(key, template);
      return template;
    },
  };
  PREPARED.set(source, prepared);
  return prepared;
};

/** Only the helpers of a run exist; Handlebars' own `lookup`, `log` and decorators are taken away. */
const createEnvironment = (): typeof Handlebars => {
  const environment = Handlebars.create();
  environment.unregisterHelper('lookup');
  environment.unregisterHelper('log');
  environment.unregisterDecorator('inline');
  return environment;
};

const ENVIRONMENT = createEnvironment();

const compileOptions = (source: string): CompileOptions => {
  const options = {
    noEscape: true,
    strict: true,
    knownHelpersOnly: true,
    knownHelpers: {
      ...Object.fromEntries([...PRINTS, 'import', LINE_HELPER].map((name) => [name, true])),
      log: false,
      lookup: false,
    },
    srcName: source,
  };
  return options;
};
