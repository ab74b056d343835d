import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Diagnostic } from '../../src/diagnostics/index.js';
import { readDocument, validateDocument, type ReadDocument } from '../../src/document/index.js';
import type { ParserThread } from '../../src/document/parser-thread.js';
import type { ParserError, ValidationRequest } from '../../src/document/validation-messages.js';
import { inFolder, readText, told } from '../support/documents.js';

/** What the official parser says is given, so that what becomes of it is all that is tested. */

const readOf = async (text: string): Promise<ReadDocument> => {
  const { read } = await readText(text);
  assert.ok(read !== undefined);
  return read;
};

interface Asked {
  readonly requests: ValidationRequest[];
  stopped: number;
  readonly parser: ParserThread;
}

const parserThat = (answer: () => Promise<readonly ParserError[]>): Asked => {
  const asked: Asked = {
    requests: [],
    stopped: 0,
    parser: {
      check: async (request) => {
        asked.requests.push(request);
        return { errors: await answer() };
      },
      stop: () => {
        asked.stopped += 1;
      },
    },
  };
  return asked;
};

const never = (): Promise<readonly ParserError[]> => new Promise(() => undefined);

/** What is told of a document whose parser says this. */
const toldOf = async (
  text: string,
  errors: readonly (Pick<ParserError, 'message' | 'path'> & Partial<ParserError>)[],
): Promise<readonly Diagnostic[]> => {
  const parser = parserThat(() => Promise.resolve(errors.map((error) => ({ code: 'asyncapi-document', ...error }))));
  return (await validateDocument(await readOf(text), { parser: parser.parser }).verdict).diagnostics;
};

const SMALL = 'asyncapi: 3.0.0\ninfo: {title: t, version: 1.0.0}\n';
const START = { line: 1, column: 1 };

for (const [what, forParser, wanted] of [
  ['whose references are broken', 'broken', []],
  ['that is too large for it', 'large', ['warning document-validation-skipped  1:1']],
] as const) {
  test(`the parser is not asked about a document ${what}`, async () => {
    const asked = parserThat(never);
    const { verdict, stop } = validateDocument({ ...(await readOf(SMALL)), forParser }, { parser: asked.parser });
    const { diagnostics } = await verdict;
    assert.deepEqual(
      diagnostics.map(({ severity, code, at }) => {
        const { line, column } = at?.range.start ?? { line: 0, column: 0 };
        return `${severity} ${code} ${at?.pointer ?? '-'} ${String(line)}:${String(column)}`;
      }),
      wanted,
    );
    assert.deepEqual([asked.requests.length, asked.stopped], [0, 1]);
    stop();
  });
}

for (const [what, answer, deadline, wanted] of [
  ['is late', never, 5, 'warning document-validation-timeout no verdict within 0.005 s'],
  [
    'fails',
    () => Promise.reject(new Error('it broke\nat line 7')),
    60_000,
    'warning document-validation-failed no verdict: it broke.',
  ],
  [
    'stumbles',
    () =>
      Promise.resolve([
        { code: 'asyncapi-document', message: 'other', path: [] },
        { code: 'uncaught-error', message: 'Nimma', path: [] },
      ]),
    60_000,
    'warning document-validation-failed no verdict: Nimma.',
  ],
] as const) {
  test(`a parser that ${what} is told, and ended`, async () => {
    const asked = parserThat(answer);
    const { verdict } = validateDocument(await readOf(SMALL), { parser: asked.parser, deadline });
    const { diagnostics } = await verdict;
    assert.deepEqual(
      diagnostics.map(({ severity, code, message, at }) => [
        `${severity} ${code} ${/no verdict.*? s(?=\.)|no verdict: .*/.exec(message)?.[0] ?? message}`,
        at?.pointer,
        at?.range.start,
      ]),
      [[wanted, '', START]],
    );
    assert.deepEqual([asked.requests.length, asked.stopped], [1, 1]);
  });
}

test('a check that is stopped says nothing', async () => {
  const asked = parserThat(never);
  const { verdict, stop } = validateDocument(await readOf(SMALL), { parser: asked.parser });
  stop();
  assert.deepEqual([await verdict, asked.stopped], [{ diagnostics: [] }, 1]);
});

test('the parser gets each file as JSON, under the name that references count from', async () => {
  await inFolder({ 'a.yaml': `${SMALL}x: {$ref: b.yaml}`, 'b.yaml': 'yes: 0o10' }, async (folder) => {
    for (const [path, name] of [
      [`${folder}/a.yaml`, `${folder}/a.yaml`],
      ['-', `${folder}/-`],
    ] as const) {
      const asked = parserThat(() => Promise.resolve([]));
      const source = { path, text: `${SMALL}x: {$ref: b.yaml}`, cwd: folder };
      const { value } = await readDocument(source, { allowRefs: [] });
      assert.ok(value !== undefined);
      assert.deepEqual(await validateDocument(value, { parser: asked.parser }).verdict, { diagnostics: [] });
      assert.deepEqual(asked.requests, [
        {
          source: name,
          texts: new Map([
            [name, '{"asyncapi":"3.0.0","info":{"title":"t","version":"1.0.0"},"x":{"$ref":"b.yaml"}}'],
            [`${folder}/b.yaml`, '{"yes":8}'],
          ]),
        },
      ]);
    }
  });
});

test('the flows of a 2.x scheme get the scopes that the parser needs, and nothing else does', async () => {
  for (const [version, stated, sent] of [
    ['2.6.0', '{type: oauth2, flows: {a: {b: c}}}', { type: 'oauth2', flows: { a: { b: 'c', scopes: {} } } }],
    ['2.6.0', '{type: oauth2, flows: {a: {scopes: [d]}}}', { type: 'oauth2', flows: { a: { scopes: {} } } }],
    ['2.6.0', '{type: oauth2, flows: {a: {scopes: {d: e}}}}', { type: 'oauth2', flows: { a: { scopes: { d: 'e' } } } }],
    ['2.6.0', '{type: oauth2, flows: {a: text, b: [1]}}', { type: 'oauth2', flows: { a: 'text', b: [1] } }],
    ['2.6.0', '{type: oauth2, flows: [{b: c}]}', { type: 'oauth2', flows: [{ b: 'c' }] }],
    ['2.6.0', '{type: oauth2}', { type: 'oauth2' }],
    ['2.6.0', '{type: other, flows: {a: {b: c}}}', { type: 'other', flows: { a: { b: 'c' } } }],
    ['2.6.0', '[oauth2, null]', ['oauth2', null]],
    ['3.0.0', '{type: oauth2, flows: {a: {b: c}}}', { type: 'oauth2', flows: { a: { b: 'c' } } }],
  ] as const) {
    const asked = parserThat(() => Promise.resolve([]));
    const read = await readOf(`asyncapi: ${version}\nx: ${stated}`);
    await validateDocument(read, { parser: asked.parser }).verdict;
    const [text = ''] = asked.requests[0]?.texts.values() ?? [];
    assert.deepEqual(JSON.parse(text), { asyncapi: version, x: sent });
  }
});

const ROWS = `asyncapi: 2.6.0
info: {title: t}
channels:
  c: {publish: {bogus: 1, message: {$ref: '#/components/messages/m'}}}
components:
  messages:
    m: {odd: 1, payload: {type: object}}
  securitySchemes:
    s: {type: http, bad: 1}
`;

for (const [what, errors, wanted] of [
  ['of a place', [['must be x', 'info', 'title']], ['/info/title 2:15']],
  [
    'of a key that is not expected',
    [['Property "title" is not expected to be here', 'info', 'title']],
    ['/info/title 2:8'],
  ],
  ['of a key that a member has', [['Property "title" is not expected to be here', 'info']], ['/info 2:7']],
  ['of what is not there', [['must be x', 'info', 'none', 'title']], ['/info 2:7']],
  [
    'behind a reference',
    [['must be x', 'channels', 'c', 'publish', 'message', 'odd']],
    ['/components/messages/m/odd 7:14'],
  ],
  ['of the root', [['must be x']], [' 1:1']],
  [
    'twice of one place',
    [
      ['must be x', 'info'],
      ['must be y', 'info'],
    ],
    ['/info 2:7'],
  ],
  [
    'of two places',
    [
      ['must be x', 'info'],
      ['must be x', 'channels'],
    ],
    ['/info 2:7', '/channels 4:3'],
  ],
  [
    'of two fields of one scheme',
    [
      ['must have required property "a"', 'components', 'securitySchemes', 's'],
      ['must be x', 'components', 'securitySchemes', 's', 'bad'],
      ['must be y', 'components', 'securitySchemes', 's', 'type'],
    ],
    ['/components/securitySchemes/s/bad 9:26'],
  ],
  [
    'of an object and what it holds',
    [
      ['must have required property "a"', 'info'],
      ['must be x', 'info', 'title'],
    ],
    ['/info/title 2:15'],
  ],
  [
    'of a choice, and of an object that lacks something',
    [
      ['must match exactly one', 'info'],
      ['must have required property "a"', 'info', 'title'],
    ],
    ['/info/title 2:15'],
  ],
] as const) {
  test(`an error ${what} is told at ${wanted.join(' and ')}`, async () => {
    const diagnostics = await toldOf(
      ROWS,
      errors.map(([message, ...path]) => ({ message, path })),
    );
    assert.deepEqual(
      diagnostics.map(({ at }) => {
        const { line, column } = at?.range.start ?? START;
        return `${at?.pointer ?? '-'} ${String(line)}:${String(column)}`;
      }),
      wanted,
    );
  });
}

test('what our own stages tell, and what is in files that nobody could read, is left out', async () => {
  const said = { message: 'must be x', path: ['info'] };
  for (const [error, count] of [
    [{ code: 'invalid-ref' }, 0],
    [{ code: 'asyncapi2-server-security' }, 0],
    [{ code: 'asyncapi2-operation-security' }, 0],
    [{ code: 'asyncapi2-tags' }, 1],
    [{ source: '/nowhere/other.yaml' }, 0],
    [{ source: '/nowhere/-' }, 1],
  ] as const) {
    assert.equal((await toldOf(ROWS, [{ ...said, ...error }])).length, count, JSON.stringify(error));
  }
});

const GENERAL = 'Write what the specification of AsyncAPI 3.0.0 describes for this part.';
const unexpected = (key: string): string => `Property "${key}" is not expected to be here`;
const atRoot = (action: string): string =>
  `AsyncAPI 3 states operations at the root: operations: { <name>: { action: ${action}, channel: { $ref: '#/channels/…' } } }.`;

for (const [message, version, fix, said = `${message}.`] of [
  ['a  b\n c', '3.0.0', GENERAL, 'a b c.'],
  ['is it?', '3.0.0', GENERAL, 'is it.'],
  ['must be x. Did you mean "y"?', '2.6.0', 'Write "y".', 'must be x.'],
  ['must have required property "host"', '3.0.0', 'Add host.'],
  ['must be equal to one of the allowed values: a, b', '3.0.0', 'Write one of a, b.'],
  ['"x" property type must be string,null', '3.0.0', 'Write string or null.'],
  ['"x" must match format "uri"', '3.0.0', 'Write a legal uri.'],
  [
    'Operation message does not belong to the specified channel',
    '3.0.0',
    'Point the $ref at a message under the channel: #/channels/<channel>/messages/<message>.',
  ],
  ['Not all parameters are described here. Missed: id', '3.0.0', 'Describe id under parameters of the channel.'],
  ['has redundant defined "id" parameter', '3.0.0', "Remove id, or use it in the channel's address."],
  [
    unexpected('boguss'),
    '3.0.0',
    'Correct the name "boguss", move it to the object that it belongs to, or remove it here.',
  ],
  [unexpected('Security'), '3.0.0', 'Move it to where security is read: on servers, operations and their traits.'],
  [unexpected('publish'), '2.6.0', 'Move it to where publish is read: on channels.'],
  [unexpected('publish'), '3.0.0', atRoot('receive')],
  [unexpected('subscribe'), '3.1.0', atRoot('send')],
  [
    unexpected('operations'),
    '2.0.0',
    'AsyncAPI 2 states operations on their channel: publish where the application receives, subscribe where it sends.',
  ],
  [unexpected('operations'), '3.0.0', 'Move it to where operations is read: at the root.'],
] as const) {
  test(`words and fix of: ${message} (${version})`, async () => {
    const diagnostics = await toldOf(`asyncapi: ${version}\ninfo: {title: t}\n`, [{ message, path: ['info'] }]);
    assert.deepEqual(
      diagnostics.map((diagnostic) => [diagnostic.message, diagnostic.fix]),
      [[`Not valid AsyncAPI ${version}: ${said}`, fix]],
    );
  });
}

test('an item of security that is {} is told in words of its own', async () => {
  const text = 'asyncapi: 3.0.0\nservers: {s: {security: [{}]}}\n';
  const diagnostics = await toldOf(text, [{ message: 'must be x', path: ['servers', 's', 'security', 0] }]);
  assert.deepEqual(told(diagnostics), ['document-invalid /servers/s/security/0']);
  assert.equal(diagnostics[0]?.fix, 'Leave {} out: nothing is demanded where security is absent.');
});
