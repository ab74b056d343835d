import Handlebars from 'handlebars';
import { report, type Diagnostic } from '../diagnostics/index.js';
import type { TemplateSource } from '../plan/plan.js';
import { TemplateLint } from './template-lint.js';
import { placeIn } from './template-place.js';

const LINTED = new WeakMap<TemplateSource, readonly Diagnostic[]>();

/** Checks what a template says before anything is rendered from it: it may print and repeat, and nothing else. */
export const lintTemplate = (template: TemplateSource): readonly Diagnostic[] => {
  // Each file of a run is rendered with all partials.
  const known = LINTED.get(template);
  if (known !== undefined) return known;
  const found = lintAnew(template);
  LINTED.set(template, found);
  return found;
};

const lintAnew = (template: TemplateSource): readonly Diagnostic[] => {
  const hidden = hiddenCharacter(template);
  if (hidden !== null) return [hidden];
  let program;
  try {
    program = Handlebars.parse(template.text);
  } catch (fault) {
    return [syntaxFault(template, fault)];
  }
  const lint = new TemplateLint(template.at);
  lint.accept(program);
  return lint.diagnostics;
};

const HIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f]|(?!^)\ufeff|\r(?!\n)/;

const hiddenCharacter = (template: TemplateSource): Diagnostic | null => {
  const at = template.text.search(HIDDEN);
  if (at < 0) return null;
  const before = template.text.slice(0, at).split('\n');
  const start = { line: before.length, column: before.at(-1)?.length ?? 0 };
  const code = template.text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return report('template-character', placeIn(template.at, { start, end: start }), {
    message: `The template holds the character U+${code}, which does not show.`,
    fix: 'Delete it; where a value needs it, let the print helpers escape it.',
  });
};

const syntaxFault = (template: TemplateSource, fault: unknown): Diagnostic => {
  const message = fault instanceof Error ? fault.message : String(fault);
  const line = Number(/\bline (\d+)/.exec(message)?.[1] ?? /(\d+):\d+$/.exec(message)?.[1] ?? 1);
  const start = { line, column: 0 };
  const words = message.split('\n');
  return report('template-syntax', placeIn(template.at, { start, end: start }), {
    message: `The template cannot be read: ${(words.length > 2 ? words.at(-1) : words[0]) ?? message}`,
    fix: 'Correct the Handlebars syntax here, or start again from the built-in template, under `templates/` of this package.',
  });
};
