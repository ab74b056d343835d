import type { MapNode, Node } from '../document/node.js';
import type { Reporter } from './findings.js';
import { described, textOf, textsOf, valueAt } from './node-values.js';
import { takesScopes } from './scheme-types.js';
import type { SchemeType } from './security-model.js';
import { suggestion } from './wording.js';

/** 3.x: the scheme lists the scopes that its uses demand (S13, S14). */
export const readScopes = (
  id: string,
  type: SchemeType,
  node: MapNode,
  offered: ReadonlySet<string> | null,
  reporter: Reporter,
): readonly string[] => {
  const stated = valueAt(node, 'scopes');
  const title = `Scheme ${JSON.stringify(id)}`;
  if (!takesScopes(type)) {
    const entry = node.entries.get('scopes');
    if (entry !== undefined) {
      reporter.unreadable('scopes-without-oauth', entry.keyAt, {
        message: `${title} of type ${type} lists scopes; only oauth2 and openIdConnect have scopes.`,
        fix: 'Remove scopes. What a caller may do is said by roles: x-access-control on the operation.',
      });
    }
    return [];
  }
  if (stated === null) {
    const misplaced = [...node.entries].some(([key, { value }]) => value.kind === 'list' && !key.startsWith('x-'));
    if (type === 'oauth2' && !misplaced) {
      reporter.report('scopes-unstated', node.at, {
        message: `${title} states no scopes: any valid token passes.`,
        fix: 'List the scopes that a caller needs, or write scopes: [] to say that none is needed.',
        severity: 'info',
      });
    }
    return [];
  }
  return checkedScopes(stated, id, offered, 'availableScopes', reporter);
};

/** The scopes of a list, each checked against those that the scheme's flows offer (S14, M15). */
export const checkedScopes = (
  node: Node,
  scheme: string,
  offered: ReadonlySet<string> | null,
  field: 'scopes' | 'availableScopes',
  reporter: Reporter,
): readonly string[] => {
  const scopes = textsOf(node);
  const wrong = node.kind === 'list' ? node.items.find((item) => textOf(item) === null) : node;
  if (wrong !== undefined) {
    reporter.unreadable('scopes-invalid', wrong.at, {
      message:
        wrong === node
          ? `The scopes for scheme ${JSON.stringify(scheme)} are ${described(wrong)}, not a list.`
          : `One of the scopes for scheme ${JSON.stringify(scheme)} is ${described(wrong)}.`,
      fix: `Write a list of strings${textOf(wrong) === null ? '' : `: [${textOf(wrong) ?? ''}]`}; [] where no scope is needed.`,
    });
  }
  for (const { text, node: item } of scopes) {
    if (offered === null || offered.has(text)) continue;
    reporter.unreadable(
      'scope-undefined',
      item.at,
      {
        message: `No flow of scheme ${JSON.stringify(scheme)} offers the scope ${JSON.stringify(text)}: it is not in its ${field}.`,
        fix: suggestion(text, offered),
      },
      `${scheme} ${text}`,
    );
  }
  return scopes.map(({ text }) => text);
};
