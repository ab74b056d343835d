import { nearestNames } from '../diagnostics/index.js';
import type { Node } from '../document/node.js';
import { entriesOf, isNull, textOf, textsOf, valueAt } from './node-values.js';
import { schemeNames } from './scheme-names.js';
import { itemSnippet, type SnippetFor } from './snippets.js';

/** What the author of a `security` that is no list most likely meant, as a list (M8). */
export const correctedList = (node: Node, to: SnippetFor): string => {
  if (isNull(node)) return `${itemSnippet(firstName(to), to)}; or remove it where nothing is demanded here.`;
  if (node.kind !== 'map' || valueAt(node, '$ref') !== null) return correctedItem(node, to);
  if (valueAt(node, 'type') !== null && to.facts.major === 3) return 'put "- " before the scheme.';
  const names = entriesOf(node).map(({ key, value }) => ({
    name: key,
    scopes: textsOf(value).map(({ text }) => text),
  }));
  const [first = { name: firstName(to), scopes: [] }, ...rest] = names;
  const snippet = itemSnippet(nearName(first.name, to), to, first.scopes);
  return rest.length === 0 ? `${snippet}.` : `${snippet}, and so on; one item for each choice.`;
};

/** What the author of an item that is no requirement most likely meant. */
export const correctedItem = (node: Node, to: SnippetFor): string => {
  const text = textOf(node) ?? textOf(valueAt(node, '$ref'));
  return `${itemSnippet(text === null || text === '' ? firstName(to) : nearName(nameIn(text), to), to)}.`;
};

/** The last segment of what may be a pointer. */
const nameIn = (text: string): string =>
  text
    .slice(text.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');

const nearName = (name: string, { facts }: SnippetFor): string => {
  const names = schemeNames(facts);
  return names.includes(name) ? name : (nearestNames(name, names)[0] ?? name);
};

const firstName = ({ facts }: SnippetFor): string => schemeNames(facts)[0] ?? '<scheme>';
