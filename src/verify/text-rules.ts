import type { Comment } from './comments.js';
import type { Fault } from './fault.js';

const HIDDEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

/** Refuses characters that make a text read differently from what it does. */
export const hiddenCharacters = (text: string): readonly Fault[] => {
  const at = text.search(HIDDEN);
  if (at < 0) return [];
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return [
    {
      code: 'template-character',
      at,
      message: `the text holds the character U+${code}, which does not show.`,
      fix: 'Delete it from the template; where a value needs it, let the print helpers escape it.',
    },
  ];
};

/** Orders to compilers, linters, bundlers and coverage tools. `\@` is the escape that `doc` prints, and no order. */
const ORDERS =
  /(?<!\\)@ts-|(?<!\\)@jsx|\beslint[-:]|\btslint[-:]|\boxlint-|\bbiome-ignore|\bprettier-ignore|source(?:Mapping)?URL|^\/\/\/\s*<|^\/\*\s*(?:eslint|globals?|exported)\b/im;

/** Refuses comments that give orders to a tool. */
export const orderingComments = (comments: readonly Comment[]): readonly Fault[] =>
  comments
    .filter(({ text }) => ORDERS.test(text))
    .map(({ at, text }) => ({
      code: 'template-comment-refused',
      at,
      message: `the comment ${JSON.stringify(text.slice(0, 60))} gives orders to a tool.`,
      fix: 'Delete the comment, and correct what it was meant to hide.',
    }));
