import type { Place } from '../diagnostics/index.js';

/** A piece of a template as Handlebars gives it: lines count from 1, columns from 0. */
export interface TemplateSpan {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** The place of a span of a template. */
export const placeIn = (template: Place, { start, end }: TemplateSpan): Place => ({
  file: template.file,
  pointer: '',
  range: {
    start: { line: start.line, column: start.column + 1 },
    end: { line: end.line, column: end.column + 1 },
  },
});
