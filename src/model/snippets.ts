import { isJsonFile } from '../diagnostics/index.js';
import type { DocumentFacts } from '../document/facts.js';

/** Who reads a snippet: the document's version, and the file in which it is to be written. */
export interface SnippetFor {
  readonly facts: DocumentFacts;
  readonly file: string;
}

/** One item of `security` as this document writes it; `<scheme>` stands for a name that nobody knows. */
export const itemSnippet = (scheme: string, { facts, file }: SnippetFor, scopes: readonly string[] = []): string => {
  const ref = `${fromFile(file, facts.at.file)}#/components/securitySchemes/${scheme.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (isJsonFile(file)) return JSON.stringify(facts.major === 2 ? { [scheme]: scopes } : { $ref: ref });
  return facts.major === 2
    ? `- ${key(scheme)}: [${scopes.map(key).join(', ')}]`
    : `- $ref: '${ref.replaceAll("'", "''")}'`;
};

/** The servers of a channel as this document names them. */
export const serversSnippet = (servers: readonly string[], { facts, file }: SnippetFor): string => {
  const names = servers.map((name) => {
    const ref = `${fromFile(file, facts.at.file)}#/servers/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (isJsonFile(file)) return JSON.stringify(facts.major === 2 ? name : { $ref: ref });
    return facts.major === 2 ? key(name) : `{ $ref: '${ref.replaceAll("'", "''")}' }`;
  });
  return `${isJsonFile(file) ? '"servers"' : 'servers'}: [${names.join(', ')}]`;
};

/** Fields of a scheme as this file writes them. */
export const fieldsSnippet = (fields: Readonly<Record<string, string>>, file: string): string =>
  Object.entries(fields)
    .map(([name, value]) =>
      isJsonFile(file) ? `${JSON.stringify(name)}: ${JSON.stringify(value)}` : `${name}: ${value}`,
    )
    .join(isJsonFile(file) ? ', ' : ' and ');

/** How a file refers to the entry file; '' where it is the entry. */
const fromFile = (file: string, entry: string): string => {
  if (file === entry) return '';
  const folders = file.split(/[\\/]/).slice(0, -1);
  const way = entry.split(/[\\/]/);
  const shared = folders.findIndex((folder, index) => folder !== way[index]);
  const common = shared < 0 ? folders.length : shared;
  return [...folders.slice(common).map(() => '..'), ...way.slice(common)].join('/');
};

/** Quoted where YAML would read something else than this text. */
const key = (text: string): string =>
  /^(?:[a-z_][\w.:-]*[\w-]|[a-z_]|<scheme>)$/i.test(text) ? text : JSON.stringify(text);
