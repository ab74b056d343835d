import type { RenderedFile, RolesFile } from '../plan/plan.js';
import { printBanner, printCommentText } from './comment-text.js';
import { printLiteral } from './literal.js';
import type { PrintFrame } from './print-frame.js';
import { printString } from './printed-text.js';

/** Prints `roles.ts`: the role types, the role map both ways round, and the deprecated roles. */
export const renderRoles = (file: RolesFile, { banner }: PrintFrame): RenderedFile => {
  const names = file.roles.map(({ name }) => name);
  const deprecated = file.roles.filter((role) => role.deprecated);
  const blocks = [
    printBanner(banner),
    `${roleComment(file)}\n${printUnion('Role', names)}`,
    contextBlock(file.contexts),
    '/** A role that an account holds in a context; `*` is every context. */\nexport type Grant = `${Role}@${string}`;\n',
    `/** All roles, in document order. */\n${printConst('ROLES', names, 'readonly Role[]')}`,
    `/** Operation -> the roles of which any one suffices. */\n${printConst('ROLE_MAP', file.roleMap, 'Record<string, readonly Role[]>')}`,
    `/** Role -> the operations that ask for it. */\n${printConst('OPERATIONS_BY_ROLE', file.operationsByRole, 'Record<Role, readonly string[]>')}`,
    `/** Roles that still count but should no longer be granted -> what replaces them. */\n${printConst(
      'DEPRECATED_ROLES',
      Object.fromEntries(deprecated.map(({ name, replacedBy }) => [name, replacedBy])),
      'Partial<Record<Role, readonly string[]>>',
    )}`,
  ];
  return { path: 'roles.ts', text: blocks.join('\n') };
};

const roleComment = ({ roles }: RolesFile): string => {
  if (roles.length === 0) return '/** The document names no roles. */';
  const lines = roles.map(({ name, description, deprecated, replacedBy }) => {
    const successor = replacedBy.length === 0 ? '' : `, replaced by ${replacedBy.join(', ')}`;
    const notes = [sentence(description), deprecated ? `Deprecated${successor}.` : ''].filter((note) => note !== '');
    return ` * - ${printCommentText(name)}${notes.length === 0 ? '' : `: ${printCommentText(notes.join(' '))}`}\n`;
  });
  return `/**\n * A role of the document.\n *\n${lines.join('')} */`;
};

const sentence = (text: string): string => (/[\p{L}\p{N})]$/u.test(text) ? `${text}.` : text);

const contextBlock = (contexts: readonly string[]): string =>
  contexts.length === 0
    ? '/** A context in which roles count. */\nexport type Context = string;\n'
    : `/** A context in which roles count; the document names some, any other is one too. */\n${printUnion(
        'Context',
        contexts,
        ['(string & Record<never, never>)'],
      )}`;

const printUnion = (name: string, values: readonly string[], more: readonly string[] = []): string => {
  const members = [...values.map(printString), ...more];
  const list = members.length === 0 ? 'never' : members.join(' | ');
  const line = `export type ${name} = ${list};\n`;
  if (line.length <= 81 || members.length < 2) return line;
  const below = `  ${list};\n`;
  if (below.length <= 81) return `export type ${name} =\n${below}`;
  return `export type ${name} =\n${members.map((member) => `  | ${member}`).join('\n')};\n`;
};

type Listing = readonly string[] | Readonly<Record<string, readonly string[]>>;

const printConst = (name: string, value: Listing, type: string): string => {
  const head = `export const ${name} = `;
  // An empty literal needs no check, and with one its line would be too long.
  const tail = Object.keys(value).length === 0 ? ' as const;' : ` as const satisfies ${type};`;
  const list = Array.isArray(value);
  const layout = { indent: 0, before: head.length, after: tail.length, spread: list ? 0 : 1 };
  return `${head}${printLiteral(value, layout)}${tail}\n`;
};
