import type { TemplateLine, TemplateSource } from '../plan/plan.js';

/** Name of the helper that tells lines; only ever called from text that `markLines` wrote. */
export const LINE_HELPER = 'line';

const TAG = /\{\{!--[\s\S]*?--\}\}|\{\{[\s\S]*?\}\}/g;
/** Tags that print nothing where they stand alone on a line; Handlebars drops such a line, or we do. */
const SILENT = /^\{\{(?:[#/^!>]|else\b|import\b)/;

/** The empty comment keeps a brace that begins the line away from the braces of the call. */
const MARK = `{{${LINE_HELPER}}}{{!}}`;

/**
 * Puts a call of the line helper before each line that prints something. Lines that Handlebars drops are left alone,
 * so that the rendered text is the same but for the marks; the caller compares.
 */
export const markLines = (text: string): string => {
  const tags = [...text.matchAll(TAG)].map((match) => ({ start: match.index, text: match[0] }));
  let offset = 0;
  return text
    .split('\n')
    .map((line) => {
      const start = offset;
      offset += line.length + 1;
      const inside = tags.some((tag) => tag.start < start && start < tag.start + tag.text.length);
      const silent = tags
        .filter((tag) => tag.start >= start && tag.start < offset)
        .every((tag) => SILENT.test(tag.text) && line.replace(TAG, '').trim() === '');
      const blank = line.trim() === '' || (silent && line.includes('{{'));
      return inside || blank ? line : `${MARK}${line}`;
    })
    .join('\n');
};

/** What the line helper prints: control characters cannot come from a template (lint) or from a print helper. */
export const lineMark = (source: string, line: number): string => `\u0001${source}:${String(line)}\u0001`;

/** The rendered text without its marks, and for each of its lines the template line that printed it. */
export const readMarks = (
  marked: string,
  sources: readonly TemplateSource[],
): { readonly text: string; readonly lines: readonly (TemplateLine | null)[] } => {
  const pattern = /\u0001(\d+):(\d+)\u0001/g;
  const lines = marked.split('\n').map((line) => {
    const [, source, number] = /\u0001(\d+):(\d+)\u0001/.exec(line) ?? [];
    const template = sources[Number(source)];
    if (template === undefined) return null;
    const text = template.text.split('\n')[Number(number) - 1] ?? '';
    return { file: template.at.file, line: Number(number), text };
  });
  return { text: marked.replace(pattern, ''), lines };
};
