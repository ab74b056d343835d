import { visible } from './visible.js';

/**
 * Text of a document as a Markdown code span, fit for a table cell. In there nothing is markup, and neither mentions nor
 * addresses become links, as they would even where they are escaped.
 */
export const codeSpan = (text: string): string => {
  const shown = text === '' ? '""' : visible(text);
  const longest = Math.max(0, ...(shown.match(/`+/gu) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  // A space on both sides is taken off again; without it a backtick would join the fence.
  const padding = /^[ `]|[ `]$/u.test(shown) && shown.trim() !== '' ? ' ' : '';
  // Within a table the backslash is taken off again, in code too.
  return `${fence}${padding}${shown.replaceAll('|', '\\|')}${padding}${fence}`;
};
