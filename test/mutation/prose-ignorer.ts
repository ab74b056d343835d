import type { Ignorer } from '@stryker-mutator/api/ignore';

/** As Babel walks over a file. */
interface Visited {
  readonly node: {
    readonly type: string;
    readonly value?: unknown;
    readonly quasis?: readonly { readonly value: { readonly raw: string } }[];
    readonly key?: { readonly name?: string };
  };
  readonly parentPath: Visited | null;
}

const isVisited = (path: object): path is Visited => 'node' in path;

const isProse = (text: unknown): boolean => typeof text === 'string' && text.trim().includes(' ');

const isInMessage = ({ node, parentPath }: Visited): boolean =>
  (node.type === 'ObjectProperty' && (node.key?.name === 'message' || node.key?.name === 'fix')) ||
  (parentPath !== null && isInMessage(parentPath));

/**
 * Leaves sentences for people alone: texts with a space in them, and all texts of a message or fix. Codes, keywords and
 * names elsewhere are mutated.
 */
export const proseIgnorer: Ignorer = {
  shouldIgnore: (path) => {
    if (!isVisited(path)) return undefined;
    const { type, value, quasis = [] } = path.node;
    const isText = type === 'StringLiteral' || type === 'TemplateLiteral';
    const prose = isText && (isProse(value) || quasis.some((quasi) => isProse(quasi.value.raw)) || isInMessage(path));
    return prose ? 'a sentence for people' : undefined;
  },
};
