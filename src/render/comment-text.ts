/** Prints a character that must not stand in a comment so that a reader sees it. */
const spell = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/**
 * Prints a string as text of a block comment: it cannot end the comment, start a tag or line, or address a tool.
 * `\@` is TSDoc's own escape.
 */
export const printCommentText = (value: string): string =>
  value
    .replace(/[\r\n\t\v\f\u0085\u2028\u2029]+/g, ' ')
    .trim()
    .replace(/[\0-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g, spell)
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, spell)
    .replace(/[\u{e0000}-\u{e007f}]/gu, spell)
    .replaceAll('*/', '*\\/')
    .replace(/^\//, '\\/')
    .replace(/\*$/, '\\*')
    .replaceAll('@', '\\@')
    .replace(/source(Mapping)?(URL)/gi, 'source$1 $2')
    .replace(/(eslint|tslint|oxlint|biome|prettier)([-:])/gi, '$1 $2');

/** Prints the first line of a file, which may name a document. */
export const printBanner = (banner: string): string => `// ${printCommentText(banner)}\n`;
