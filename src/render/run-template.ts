import type Handlebars from 'handlebars';
import { report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type { Json } from '../document/node.js';
import type { DraftFile, Placeholder, TemplateSource } from '../plan/plan.js';
import { isPlainIdentifier } from './identifier.js';
import type { AskedImport } from './import-block.js';
import { PrintRecord } from './print-helpers.js';
import { sealView, ViewKeyFault, type SealedView } from './sealed-view.js';
import { prepare, PRINTS, type PreparedTemplate } from './prepared-template.js';
import { LINE_HELPER, lineMark, readMarks } from './template-lines.js';
import { placeIn, type TemplateSpan } from './template-place.js';
import { placeOfKey } from './view-key-place.js';

/** The import as it will be printed; null where it is not planned. */
export type ImportRule = (asked: AskedImport) => AskedImport | null;

/** What came of one template. */
export interface TemplateRun {
  readonly text: string;
  readonly lines: DraftFile['lines'];
  readonly placeholders: readonly Placeholder[];
  readonly imports: readonly AskedImport[];
}

/** Stands where an import was asked for; lines of nothing else are dropped. */
const IMPORT_MARK = '\u0002';

/** Runs the first of the sources, with the others as its partials, over a sealed view. */
export const runTemplate = (
  sources: readonly TemplateSource[],
  view: Json,
  importRule: ImportRule,
): Outcome<TemplateRun> => {
  const prepared = sources.map(prepare);
  const plain = prepared.map((source) => source.plain);
  const run = execute(prepared, false, view, importRule);
  if (run.text === null || run.record.diagnostics.length > 0) return { diagnostics: run.record.diagnostics };

  const read = readMarks(execute(prepared, true, view, importRule).text ?? '', plain);
  const lines = read.text === run.text ? read.lines : run.text.split('\n').map(() => null);
  return {
    value: { text: run.text, lines, placeholders: run.record.placeholders, imports: run.imports },
    diagnostics: [],
  };
};

interface Execution {
  readonly text: string | null;
  readonly record: PrintRecord;
  readonly imports: readonly AskedImport[];
}

const execute = (
  prepared: readonly PreparedTemplate[],
  marked: boolean,
  view: Json,
  importRule: ImportRule,
): Execution => {
  const [main] = prepared;
  const record = new PrintRecord();
  const imports: AskedImport[] = [];
  const sealed = sealView(view);
  const sources = prepared.map((source) => source.plain);
  const helpers = helpersFor(record, imports, sources, sealed, importRule);
  const compiled = prepared.map((source, index) => [source.plain.name, source.compiled(index, marked)] as const);
  const partials = Object.fromEntries(compiled.slice(1));
  try {
    const text = compiled[0]?.[1](sealed.root, { helpers, partials }) ?? '';
    return { text: text.replace(/^[ \t]*\u0002[\u0002 \t]*\n/gm, '').replaceAll(IMPORT_MARK, ''), record, imports };
  } catch (fault) {
    if (main !== undefined) record.diagnostics.push(runFault(fault, main.plain, sources));
    return { text: null, record, imports };
  }
};

const helpersFor = (
  record: PrintRecord,
  imports: AskedImport[],
  sources: readonly TemplateSource[],
  sealed: SealedView,
  importRule: ImportRule,
): Record<string, Handlebars.HelperDelegate> => {
  const placeOf = ({ loc }: HelperCall) => placeIn((sources[Number(loc.source)] ?? sources[0])?.at ?? NOWHERE, loc);
  const prints = PRINTS.map((kind): [string, Handlebars.HelperDelegate] => [
    kind,
    (value: unknown, call: HelperCall) => record.print(kind, sealed.plain(value), placeOf(call)),
  ]);
  return {
    ...Object.fromEntries(prints),
    import: (name: unknown, call: HelperCall) => {
      const asked = { name: String(name), from: String(call.hash['from']), type: call.hash['type'] === true };
      const planned = isPlainIdentifier(asked.name) ? importRule(asked) : null;
      if (planned === null) record.diagnostics.push(unplanned(asked, placeOf(call)));
      else imports.push(planned);
      return IMPORT_MARK;
    },
    [LINE_HELPER]: ({ loc }: HelperCall) => lineMark(loc.source, loc.start.line),
  };
};

/** What Handlebars hands to a helper as its last argument, as far as we read it. */
interface HelperCall {
  readonly hash: Readonly<Record<string, unknown>>;
  readonly loc: TemplateSpan & { readonly source: string };
}

const NOWHERE = { file: '', pointer: '', range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } } };

const unplanned = ({ name, from, type }: AskedImport, at: ReturnType<typeof placeIn>): Diagnostic =>
  report('template-import-unplanned', at, {
    message: `The template imports ${type ? 'the type ' : ''}${name} from ${from}, which this file's plan does not list.`,
    fix: 'Import only what the built-in template of this file imports; code of your own belongs to an extra file.',
  });

const runFault = (fault: unknown, main: TemplateSource, sources: readonly TemplateSource[]): Diagnostic => {
  if (fault instanceof ViewKeyFault) {
    return report('template-view-key', placeOfKey(fault.key, sources), {
      message: `The template asks for ${fault.key}, which ${fault.path} does not have.`,
      fix: 'Correct the name; docs/templates.md lists what each view holds.',
    });
  }
  const start = placeIn(main.at, { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } });
  const message = fault instanceof Error ? fault.message : String(fault);
  const partial = /partial (\S+) could not be found/.exec(message)?.[1];
  if (partial !== undefined) {
    return report('template-partial-unknown', start, {
      message: `The template includes the partial ${partial}, which does not exist.`,
      fix: `Add partials/${partial}.ts.hbs to the templates folder, or correct the name.`,
    });
  }
  return report('template-expression-refused', start, {
    message:
      fault instanceof RangeError ? 'The partials include each other without end.' : `The template fails: ${message}`,
    fix: 'Compare it with the built-in template (asyncapi-guards templates diff).',
  });
};
