import type { Diagnostic } from '../diagnostics/index.js';
import { codeSpan } from './code-span.js';
import { markdownTable } from './policy-markdown.js';
import { printedPath } from './printed-path.js';

/** Prints a command's own Markdown, and what it found, as one text. */
export const markdownAnswer = (own: string, diagnostics: readonly Diagnostic[], cwd: string): string => {
  if (diagnostics.length === 0) return own;
  const rows = diagnostics.map(({ severity, code, message, fix, at }) => [
    severity === 'error' ? '**error**' : severity,
    codeSpan(code),
    at === undefined ? '' : codeSpan(`${printedPath(cwd, at.file)}:${String(at.range.start.line)}`),
    `${codeSpan(message)} fix: ${codeSpan(fix)}`,
  ]);
  return `${own}${own === '' ? '' : '\n'}${markdownTable(['severity', 'code', 'place', 'finding'], rows)}\n`;
};
