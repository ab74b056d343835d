import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnostic } from '../../src/diagnostics/index.js';
import { readDocument, validateDocument } from '../../src/document/index.js';
import { inFolder } from '../support/documents.js';

/** What the official parser says is given; which of it is told is tested. */

const FILES = {
  'doc.yaml': `asyncapi: 2.6.0
channels:
  c: {publish: {message: {$ref: '#/components/messages/m'}}}
  d: {tags: [{$ref: '#/x-a'}, {$ref: '#/x-b'}], twice: [{$ref: '#/x-a'}, {$ref: '#/x-a'}], own: [{$ref: '#/x-a'}, {}]}
components:
  messages:
    m: {headers: text, payload: {$ref: '#/components/schemas/s'}, tags: {}, examples: [{payload: 1}], name: [], bindings: {a: 1}}
    n: {payload: {type: object}, bogus: 1, $ref2: x}
  schemas:
    s: {type: bad, properties: {a: {$ref: 'other.yaml#/b'}}}
x-a: {}
x-b: {}
`,
  'other.yaml': `b: {type: bad}\nlost: {$ref: '#/c'}\nc: {host: h, deep: {list: [{id: 1}]}}
one: &one {k: 1}\nsame: *one
far: {b: 1, l1: {l2: {l3: {l4: {id: 1, l5: {id: 1}}}}}}\n`,
};

type TheirError = readonly [message: string, path: string, file?: string | undefined, code?: string];

const ofTheirs = async (folder: string, errors: readonly TheirError[]): Promise<readonly Diagnostic[]> => {
  const more = `x-c: {$ref: 'other.yaml#/lost'}\nx-far: {$ref: 'other.yaml#/far'}\n`;
  const item = '{a: 1, b: 1}';
  const list = `x-o: {security: [${Array<string>(11).fill(item).join(', ')}]}\n`;
  const source = { path: '-', text: FILES['doc.yaml'] + more + list, cwd: folder };
  const { value } = await readDocument(source, { allowRefs: [] });
  assert.ok(value !== undefined);
  const answer = errors.map(([message, path, file, code = 'asyncapi-document-resolved']) => ({
    message,
    code,
    path: path === '' ? [] : path.split('/'),
    ...(file === undefined ? {} : { source: `${folder}/${file}` }),
  }));
  const parser = { check: () => Promise.resolve({ errors: answer }), stop: () => undefined };
  return (await validateDocument(value, { parser }).verdict).diagnostics;
};

const unexpected = (key: string): string => `Property "${key}" is not expected to be here`;
const M = 'components/messages/m';
const N = 'components/messages/n';
const BAD = 'must be x';
const CHOICE = 'must match exactly one schema in oneOf';

for (const [what, errors, wanted] of [
  ['two names of one definition', [['must not have duplicate items', 'channels/d/tags']], []],
  [
    'one name twice',
    [['must not have duplicate items', 'channels/d/twice']],
    ['/channels/d/twice must not have duplicate items.'],
  ],
  [
    'items that are no references',
    [['must not have duplicate items', 'channels/d/own']],
    ['/channels/d/own must not have duplicate items.'],
  ],
  [
    'a choice beside what is wrong inside',
    [
      [CHOICE, 'components'],
      [BAD, `${N}/bogus`],
    ],
    ['/components/messages/n/bogus must be x.'],
  ],
  [
    'a choice beside what lacks something inside',
    [
      [CHOICE, 'components'],
      ['must have required property "a"', N],
    ],
    ['/components/messages/n must have required property "a".'],
  ],
  [
    'something missing beside what is missing inside',
    [
      ['must have required property "a"', 'components'],
      ['must have required property "b"', N],
    ],
    ['/components must have required property "a".', '/components/messages/n must have required property "b".'],
  ],
  [
    'something missing beside what is wrong inside',
    [
      ['must have required property "a"', 'components'],
      [BAD, N],
    ],
    ['/components/messages/n must be x.'],
  ],
  [
    'something missing beside what is wrong elsewhere',
    [
      ['must have required property "a"', M],
      [BAD, 'components/schemas'],
    ],
    ['/components/messages/m must have required property "a".', '/components/schemas must be x.'],
  ],
  [
    'the branch that was not meant, beside a wrong field',
    [
      [unexpected('payload'), `${N}/payload`],
      [BAD, `${N}/bogus`],
    ],
    ['/components/messages/n/bogus must be x.'],
  ],
  [
    'the branch that was not meant, beside a wrong schema that its payload leads to',
    [
      [unexpected('payload'), `${M}/payload`],
      [BAD, 'components/schemas/s/type'],
    ],
    ['/components/schemas/s/type must be x.'],
  ],
  [
    'the branch that was not meant, beside a wrong schema in another file',
    [
      [unexpected('payload'), `${M}/payload`],
      [BAD, 'b/type', 'other.yaml'],
    ],
    ['/b/type must be x.'],
  ],
  [
    'the branch that was not meant, beside another message that is wrong',
    [
      [unexpected('payload'), `${M}/payload`],
      [BAD, `${N}/bogus`],
    ],
    [`/components/messages/m/payload ${unexpected('payload')}.`, '/components/messages/n/bogus must be x.'],
  ],
  [
    'fields of a message of the wrong kind',
    ['headers', 'payload', 'tags', 'examples', 'name', 'bindings'].map(
      (key) => [unexpected(key), `${M}/${key}`] as const,
    ),
    [
      '/components/messages/m/headers "headers" property type must be object.',
      '/components/messages/m/tags "tags" property type must be array.',
      '/components/messages/m/name "name" property type must be string.',
    ],
  ],
  [
    'a field that no message has',
    [[unexpected('bogus'), `${N}/bogus`]],
    [`/components/messages/n/bogus ${unexpected('bogus')}.`],
  ],
  [
    'a field behind a reference beside what is wrong',
    [
      [unexpected('payload'), 'components/schemas/s'],
      [BAD, 'channels'],
    ],
    ['/channels must be x.'],
  ],
  [
    'a field behind a reference alone',
    [[unexpected('payload'), 'components/schemas/s']],
    [`/components/schemas/s ${unexpected('payload')}.`],
  ],
  [
    'an example beside the schema that is wrong',
    [
      [CHOICE, `${M}/examples/0`],
      [BAD, `${M}/bindings/a`],
    ],
    ['/components/messages/m/bindings/a must be x.'],
  ],
  [
    'an example beside what another message does wrong',
    [
      ['schema is invalid: x', `${M}/examples/0`],
      [BAD, `${N}/bogus`],
    ],
    ['/components/messages/m/examples/0 schema is invalid: x.', '/components/messages/n/bogus must be x.'],
  ],
  [
    'of one place, the rule that says most',
    [
      ['must have required property "a"', M],
      [unexpected('zebra'), M],
      [BAD, M],
    ],
    ['/components/messages/m must be x.'],
  ],
  [
    'of one place, the first of two that say as much',
    [
      [BAD, M],
      ['must be y', M],
    ],
    ['/components/messages/m must be x.'],
  ],
  [
    'of one place, the payload in the document before the payload alone',
    [
      [CHOICE, 'components/schemas/s'],
      ['must be alone', 'components/schemas/s', undefined, 'asyncapi2-schemas-v2'],
      ['must be inside', 'components/schemas/s'],
    ],
    ['/components/schemas/s must be inside.'],
  ],
  [
    'of one place, a rule of another name before the document',
    [
      [BAD, 'components/schemas/s'],
      ['must be said', 'components/schemas/s', undefined, 'asyncapi2-tags'],
    ],
    ['/components/schemas/s must be said.'],
  ],
  ['a field that is there', [['must have required property "headers"', M]], []],
  [
    'a field behind the reference that it is missed at',
    [['must have required property "host"', 'lost', 'other.yaml']],
    [],
  ],
  ['a field that an item has', [['Item at index 0 must have required property "id"', 'c', 'other.yaml']], []],
  ['a field that a part has', [['"deep" property must have required property "list"', '', 'other.yaml']], []],
  [
    'a field that no such item has',
    [['Item at index 1 must have required property "id"', 'c', 'other.yaml']],
    ['/c Item at index 1 must have required property "id".'],
  ],
  [
    'a field that no such part has',
    [['"list" property must have required property "id"', 'c', 'other.yaml']],
    ['/c "list" property must have required property "id".'],
  ],
  ['a field of a part in another file', [['"deep" property must have required property "list"', 'x-c']], []],
  ['a field of a part four steps away', [['"l4" property must have required property "id"', 'x-far']], []],
  [
    'a field of a part five steps away',
    [['"l5" property must have required property "id"', 'x-far']],
    ['/x-far "l5" property must have required property "id".'],
  ],
  [
    'two mistakes in the eleventh item of a security',
    [
      [BAD, 'x-o/security/10/a'],
      ['must be y', 'x-o/security/10/b'],
    ],
    ['/x-o/security/10/a must be x.'],
  ],
  [
    'mistakes in two items of a security',
    [
      [BAD, 'x-o/security/1/a'],
      ['must be y', 'x-o/security/10/b'],
    ],
    ['/x-o/security/1/a must be x.', '/x-o/security/10/b must be y.'],
  ],
] as const) {
  test(`of the official parser's errors is told, of ${what}: ${String(wanted.length)}`, async () => {
    await inFolder(FILES, async (folder) => {
      const diagnostics = await ofTheirs(folder, errors);
      assert.deepEqual(
        diagnostics.map(
          ({ at, message }) => `${at?.pointer ?? '-'} ${message.replace('Not valid AsyncAPI 2.6.0: ', '')}`,
        ),
        wanted,
      );
    });
  });
}

for (const [what, error, wanted] of [
  ['a key that is not expected is its key', [unexpected('bogus'), `${N}/bogus`], '8:34-8:39'],
  ['a wrong value is the value', [BAD, `${N}/bogus`], '8:41-8:42'],
  ['a key beside the place is the place', [unexpected('m'), N], '8:8-8:53'],
  ['an item is the item', [unexpected('0'), 'channels/d/own/0'], '4:98-4:113'],
  ['nothing that is there is what holds it', [BAD, `${N}/bogus/deep/er`], '8:41-8:42'],
] as const) {
  test(`the place of an official error about ${what}`, async () => {
    await inFolder(FILES, async (folder) => {
      const [found] = await ofTheirs(folder, [error]);
      const { start, end } = found?.at?.range ?? assert.fail();
      assert.equal(`${String(start.line)}:${String(start.column)}-${String(end.line)}:${String(end.column)}`, wanted);
    });
  });
}
