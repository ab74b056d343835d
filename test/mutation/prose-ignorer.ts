import type { Ignorer } from '@stryker-mutator/api/ignore';

interface Visited {
  readonly node: {
    readonly type: string;
    readonly value?: unknown;
    readonly quasis?: readonly { readonly value: { readonly raw: string } }[];
  };
}

const isVisited = (path: object): path is Visited => 'node' in path;

const isProse = (text: unknown): boolean => typeof text === 'string' && text.trim().includes(' ');

/** Leaves sentences for people alone: a text with a space in it. Codes, keywords and names have none, and are mutated. */
export const proseIgnorer: Ignorer = {
  shouldIgnore: (path) => {
    if (!isVisited(path)) return undefined;
    const { type, value, quasis = [] } = path.node;
    const prose =
      (type === 'StringLiteral' && isProse(value)) ||
      (type === 'TemplateLiteral' && quasis.some((quasi) => isProse(quasi.value.raw)));
    return prose ? 'a sentence for people' : undefined;
  },
};
