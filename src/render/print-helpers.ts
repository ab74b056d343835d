import { report, type Diagnostic, type Place } from '../diagnostics/index.js';
import type { Json } from '../document/node.js';
import type { Placeholder } from '../plan/plan.js';
import { printCommentText } from './comment-text.js';
import { isPlainIdentifier } from './identifier.js';
import { printLiteral } from './literal.js';
import { printString } from './printed-text.js';

/** Gathers what one render prints. */
export class PrintRecord {
  readonly placeholders: Placeholder[] = [];
  readonly diagnostics: Diagnostic[] = [];

  /** Gives the token that will stand in the draft. */
  print(kind: Placeholder['kind'], value: unknown, at: Place): string {
    const token = `__AG${String(this.placeholders.length)}_${kind}__`;
    const printed = encode(kind, value);
    if (printed === null) {
      this.diagnostics.push(report('template-value-unfit', at, unfit(kind, value)));
      return token;
    }
    this.placeholders.push({ kind, token, ...printed });
    return token;
  }
}

const encode = (kind: Placeholder['kind'], value: unknown): Pick<Placeholder, 'value' | 'encoded'> | null => {
  if (kind === 'json') {
    return isJson(value)
      ? { value, encoded: printLiteral(value, { indent: 0, before: 0, after: 0, spread: 0 }) }
      : null;
  }
  if (typeof value !== 'string') return null;
  if (kind === 'str') return { value, encoded: printString(value) };
  if (kind === 'doc') return { value, encoded: printCommentText(value) };
  return isPlainIdentifier(value) ? { value, encoded: value } : null;
};

const isJson = (value: unknown): value is Json => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  return Object.values(value).every(isJson);
};

const unfit = (kind: Placeholder['kind'], value: unknown): { readonly message: string; readonly fix: string } => {
  const what = typeof value === 'string' ? printString(value) : `a value of type ${typeof value}`;
  if (kind === 'ident') {
    return {
      message: `{{ident}} was given ${what}, which is not a free identifier.`,
      fix: 'Print a name with {{str …}}.',
    };
  }
  return {
    message: `{{${kind}}} was given ${what}.`,
    fix: 'Print text with {{str …}} and any plain data with {{json …}}.',
  };
};
