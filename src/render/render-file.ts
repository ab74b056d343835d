import type { Diagnostic, Outcome } from '../diagnostics/index.js';
import type { DraftFile, PlannedFile, TemplateSource } from '../plan/plan.js';
import { printBanner } from './comment-text.js';
import { gatherImports, printImports } from './import-block.js';
import { lintTemplate } from './lint-template.js';
import { plannedForm, withPlannedEndings } from './planned-imports.js';
import { runTemplate, type ImportRule } from './run-template.js';
import { placeIn } from './template-place.js';

/** What every file of a run has in common. */
export interface RenderFrame {
  /** First line of the file, without comment marks. */
  readonly banner: string;
  readonly partials?: readonly TemplateSource[];
}

/** Renders a planned file; what the template asks to import must be planned. */
export const renderFile = (file: PlannedFile, template: TemplateSource, frame: RenderFrame): Outcome<DraftFile> => {
  const { value: draft, diagnostics } = render(file, template, frame, (asked) => plannedForm(asked, file.imports));
  if (draft === undefined) return { diagnostics };
  const text = withPlannedEndings(draft.text, [...file.imports, ...file.reexports]);
  return { value: { ...draft, text }, diagnostics };
};

/** Renders a file of the team's own; its imports are checked by `verifyExtraFile`. */
export const renderExtraFile = (
  file: Pick<PlannedFile, 'path' | 'view'>,
  template: TemplateSource,
  frame: RenderFrame,
): Outcome<DraftFile> => render(file, template, frame, (asked) => asked);

const render = (
  { path, view }: Pick<PlannedFile, 'path' | 'view'>,
  template: TemplateSource,
  { banner, partials = [] }: RenderFrame,
  importRule: ImportRule,
): Outcome<DraftFile> => {
  const refused = [template, ...partials].flatMap(lintTemplate);
  if (refused.length > 0) return { diagnostics: refused };
  const { value: run, diagnostics } = runTemplate([template, ...partials], view, importRule);
  if (run === undefined || diagnostics.length > 0) return { diagnostics: distinct(diagnostics) };

  const imports = gatherImports(run.imports);
  const block = printImports(imports);
  const body = trimBody(run.text.split('\n'), run.lines);
  const head = `${printBanner(banner)}\n${block === '' ? '' : `${block}\n`}`;
  return {
    value: {
      path,
      text: `${head}${body.text}\n`,
      placeholders: run.placeholders,
      imports,
      template: placeIn(template.at, { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } }),
      lines: [
        ...head
          .split('\n')
          .slice(0, -1)
          .map(() => null),
        ...body.lines,
      ],
    },
    diagnostics,
  };
};

/** One mistake in a loop is one mistake. */
const distinct = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...new Map(diagnostics.map((diagnostic) => [JSON.stringify([diagnostic.code, diagnostic.at]), diagnostic])).values(),
];

const trimBody = <Line>(
  texts: readonly string[],
  lines: readonly Line[],
): { readonly text: string; readonly lines: readonly Line[] } => {
  const first = texts.findIndex((line) => line.trim() !== '');
  if (first < 0) return { text: '', lines: [] };
  const end = texts.length - [...texts].reverse().findIndex((line) => line.trim() !== '');
  return { text: texts.slice(first, end).join('\n'), lines: lines.slice(first, end) };
};
