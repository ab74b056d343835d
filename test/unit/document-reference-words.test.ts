import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentFacts, parseReference } from '../../src/document/index.js';
import { head, readText } from '../support/documents.js';

const HEAD = head('3.0.0');
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');
/** So many references, each to the next; the last one back to the first. */
const circle = (count: number): string =>
  lines(count, (index) => `x-${String(index)}: {$ref: '#/x-${String((index + 1) % count)}'}`);
/** So many references, one after the other, and a definition. */
const chain = (count: number): string =>
  `${lines(count, (index) => `x-${String(index)}: {$ref: '#/x-${String(index + 1)}'}`)}x-${String(count)}: {a: 1}\n`;
const doubling = (levels: number, at = 'x'): string => {
  const [section = '', inner] = at.split('/');
  const way = inner === undefined ? section : `${section}/${inner}`;
  const each = (index: number): string =>
    `{a: {$ref: '#/${way}/k${String(index + 1)}'}, b: {$ref: '#/${way}/k${String(index + 1)}'}}`;
  const body = lines(levels, (index) => `    k${String(index)}: ${each(index)}`);
  return `${section}:\n${inner === undefined ? '' : `  ${inner}:\n`}${body}    k${String(levels)}: {}\n`;
};

const WRITE_ONE = 'Write the definition in one of these places instead of a $ref.';
const ITSELF = 'Point it at the definition itself.';
const LARGE = 'Look for definitions that refer twice or more to others, which do so again, and flatten them.';
const security = (ref: string, components: string): string =>
  `${HEAD}servers: {s: {host: h, protocol: ws, security: [{$ref: '${ref}'}]}}\ncomponents: ${components}\n`;

for (const [what, text, wanted] of [
  [
    'through itself',
    `${HEAD}x-a: {$ref: '#/x-a/b'}`,
    [['ref-circular /x-a/$ref', 'The $ref "#/x-a/b" leads through itself.', ITSELF]],
  ],
  [
    'to itself',
    `${HEAD}x-a: {$ref: '#/x-a'}`,
    [['ref-circular /x-a/$ref', 'The $ref "#/x-a" leads back to itself.', WRITE_ONE]],
  ],
  [
    'round a circle',
    HEAD + circle(3),
    [
      [
        'ref-circular /x-0/$ref +/x-1/$ref +/x-2/$ref',
        'The $ref "#/x-1" leads back to itself, through "#/x-2", "#/x-0".',
        WRITE_ONE,
      ],
    ],
  ],
  [
    'round a circle of six, from outside',
    `${HEAD}y: {$ref: '#/x-5'}\n${circle(6)}`,
    [
      [
        'ref-circular /x-5/$ref +/x-0/$ref +/x-1/$ref +/x-2/$ref +/x-3/$ref +/x-4/$ref',
        'The $ref "#/x-0" leads back to itself, through "#/x-1", "#/x-2", "#/x-3", "#/x-4", "#/x-5".',
        WRITE_ONE,
      ],
    ],
  ],
  [
    'round a circle of eight',
    HEAD + circle(8),
    [
      [
        'ref-circular /x-0/$ref +/x-1/$ref +/x-2/$ref +/x-3/$ref +/x-4/$ref +/x-5/$ref +/x-6/$ref +/x-7/$ref',
        'The $ref "#/x-1" leads back to itself, through "#/x-2", "#/x-3", "#/x-4", "#/x-5", "#/x-6", 2 more.',
        WRITE_ONE,
      ],
    ],
  ],
  ['over as many others as may be', HEAD + chain(100), []],
  [
    'over one too many',
    HEAD + chain(101),
    [
      [
        'document-limit /x-0/$ref',
        'The $ref "#/x-1" leads through too many other references, one after the other.',
        ITSELF,
      ],
    ],
  ],
  [
    'over as many others as may be, into a circle',
    `${HEAD}${chain(100).replace('{a: 1}', "{$ref: '#/x-100'}")}`,
    [['ref-circular /x-100/$ref', 'The $ref "#/x-100" leads back to itself.', WRITE_ONE]],
  ],
  [
    'over one too many, to the first of a long way',
    `${HEAD}${chain(100)}y: {$ref: '#/x-0'}`,
    [
      [
        'document-limit /y/$ref',
        'The $ref "#/x-0" leads through too many other references, one after the other.',
        ITSELF,
      ],
    ],
  ],
  [
    'nowhere, from the root',
    `${HEAD}x-a: {$ref: '#/nowhere'}`,
    [
      [
        'ref-unresolved /x-a/$ref',
        'The $ref "#/nowhere" leads nowhere: the root has no "nowhere".',
        'Define "nowhere" there, or point the $ref at a definition that exists.',
      ],
    ],
  ],
  [
    'nowhere, from a section',
    `${HEAD}channels: {first: {}, second: {}}\nx-a: {$ref: '#/channels/unlike'}`,
    [
      [
        'ref-unresolved /x-a/$ref',
        'The $ref "#/channels/unlike" leads nowhere: #/channels has no "unlike".',
        'Define "unlike" there, or point the $ref at a definition that exists. These exist: first, second.',
      ],
    ],
  ],
  [
    'nowhere, from what is no section',
    `${HEAD}channels: {first: {address: a}}\nx-a: {$ref: '#/channels/first/unlike'}`,
    [
      [
        'ref-unresolved /x-a/$ref',
        'The $ref "#/channels/first/unlike" leads nowhere: #/channels/first has no "unlike".',
        'Define "unlike" there, or point the $ref at a definition that exists.',
      ],
    ],
  ],
  [
    'near a name',
    `${HEAD}channels: {first: {}}\nx-a: {$ref: '#/channels/frist'}`,
    [
      [
        'ref-unresolved /x-a/$ref',
        'The $ref "#/channels/frist" leads nowhere: #/channels has no "frist".',
        'Did you mean "first"?',
      ],
    ],
  ],
  [
    'to no scheme',
    security('#/components/securitySchemes/unlike', '{securitySchemes: {basic: {type: plain}}}'),
    [
      [
        'scheme-undefined /servers/s/security/0/$ref',
        'The $ref "#/components/securitySchemes/unlike" leads nowhere: #/components/securitySchemes has no "unlike".',
        'Declare the scheme there, with its type, or point the $ref at one that is declared. These exist: basic.',
      ],
    ],
  ],
  [
    'past a scheme of that name',
    security('#/components/schemas/basic', '{schemas: {}, securitySchemes: {basic: {type: plain}}}'),
    [
      [
        'scheme-undefined /servers/s/security/0/$ref',
        'The $ref "#/components/schemas/basic" leads nowhere: #/components/schemas has no "basic".',
        "Write $ref: '#/components/securitySchemes/basic'.",
      ],
    ],
  ],
  ['into schemes that are a list', security('#/components/securitySchemes/a', '{securitySchemes: []}'), []],
  ['into schemes that are text', security('#/components/securitySchemes/a', '{securitySchemes: text}'), []],
  ['into components that are a list', security('#/components/securitySchemes/a', '[]'), []],
  ['into channels that are text', `${HEAD}channels: text\nx-a: {$ref: '#/channels/c'}`, []],
  ['into servers that are a list', `${HEAD}servers: []\nx-a: {$ref: '#/servers/c'}`, []],
  [
    'into servers that are null',
    `${HEAD}servers:\nx-a: {$ref: '#/servers/c'}`,
    [
      [
        'ref-unresolved /x-a/$ref',
        'The $ref "#/servers/c" leads nowhere: #/servers has no "c".',
        'Define "c" there, or point the $ref at a definition that exists.',
      ],
    ],
  ],
  [
    'nowhere, by an alias',
    `${HEAD}x-a: &a {$ref: '#/nowhere'}\nx-b: *a`,
    [
      [
        'ref-unresolved /x-a/$ref',
        'The $ref "#/nowhere" leads nowhere: the root has no "nowhere".',
        'Define "nowhere" there, or point the $ref at a definition that exists.',
      ],
    ],
  ],
  [
    'to an anchor',
    `${HEAD}x-a: {$ref: '#nowhere'}`,
    [
      [
        'ref-unresolved /x-a/$ref',
        'The $ref "#nowhere" leads nowhere: what follows # must begin with a /.',
        "Write the way from the root of the file: '#/nowhere'.",
      ],
    ],
  ],
  [
    'to references that multiply the document',
    `${HEAD}${doubling(40)}`,
    [
      [
        'document-limit ',
        'References multiply this document: written out, it has more than 2,000,000 nodes beside its payloads.',
        LARGE,
      ],
    ],
  ],
  [
    'to references that multiply its schemas',
    `${HEAD}${doubling(40, 'components/schemas')}`,
    [['document-limit ', 'References multiply this document: written out, it has more than 100,000,000 nodes.', LARGE]],
  ],
  ['to references that multiply schemas less', `${HEAD}${doubling(20, 'components/schemas')}`, []],
  [
    'to references that multiply it, and in a circle',
    `${HEAD}${doubling(40)}x-a: {$ref: '#/x-a'}`,
    [['ref-circular /x-a/$ref', 'The $ref "#/x-a" leads back to itself.', WRITE_ONE]],
  ],
  [
    'to references that multiply it, and over too many',
    `${HEAD}${doubling(40, 'components/schemas')}${chain(101)}`,
    [
      [
        'document-limit /x-0/$ref',
        'The $ref "#/x-1" leads through too many other references, one after the other.',
        ITSELF,
      ],
    ],
  ],
] as const satisfies readonly (readonly [string, string, readonly (readonly [string, string, string])[]])[]) {
  test(`a $ref that leads ${what}`, async () => {
    const { diagnostics } = await readText(text);
    assert.deepEqual(
      diagnostics.map(({ code, at, message, fix, also = [] }) => [
        `${code} ${at?.pointer ?? '-'}${also.map(({ pointer }) => ` +${pointer}`).join('')}`,
        message,
        fix,
      ]),
      wanted,
    );
  });
}

for (const [what, text, wanted] of [
  ['a sound document', HEAD, 'fit'],
  ['a circle', HEAD + circle(2), 'broken'],
  ['a chain that is too long', HEAD + chain(101), 'broken'],
  ['as many broken references as it bears', HEAD + lines(1000, (index) => `x-${String(index)}: {$ref: '#/no'}`), 'fit'],
  ['one broken reference more', HEAD + lines(1001, (index) => `x-${String(index)}: {$ref: '#/no'}`), 'broken'],
  ['much that is written out', `${HEAD}${doubling(20, 'components/schemas')}`, 'large'],
  ['less of that', `${HEAD}${doubling(16, 'components/schemas')}`, 'fit'],
  ['as many keys as it bears', `${HEAD}x:\n${lines(20_000, (index) => ` k${String(index)}: 1`)}`, 'fit'],
  ['one key more', `${HEAD}x:\n${lines(20_001, (index) => ` k${String(index)}: 1`)}`, 'large'],
  ['multiplied schemas', `${HEAD}${doubling(40, 'components/schemas')}`, 'broken'],
  ['a multiplied outline', `${HEAD}${doubling(40)}`, undefined],
  ['a multiplied outline and a circle', `${HEAD}${doubling(40)}${circle(2)}`, undefined],
] as const) {
  test(`for the official parser, ${what} is ${wanted ?? 'nothing'}`, async () => {
    assert.equal((await readText(text)).read?.forParser, wanted);
  });
}

const FILE = '/f/a.yaml';
for (const [text, from, wanted] of [
  ['b.yaml', FILE, { kind: 'file', file: '/f/b.yaml', segments: [] }],
  ['b.yaml', '-', { kind: 'file', file: '/in/b.yaml', segments: [] }],
  ['#/a~1b', FILE, { kind: 'file', file: FILE, segments: ['a/b'] }],
  ['#/a', '-', { kind: 'file', file: '-', segments: ['a'] }],
  ['b%20c.yaml#/d%25', FILE, { kind: 'file', file: '/f/b c.yaml', segments: ['d%'] }],
  ['b%zz.yaml#/%zz', FILE, { kind: 'file', file: '/f/b%zz.yaml', segments: ['%zz'] }],
  ['b.yaml#c', FILE, { kind: 'anchor' }],
  ['a\0b', FILE, { kind: 'absolute' }],
  ['/b', FILE, { kind: 'absolute' }],
  ['FILE:b', FILE, { kind: 'absolute' }],
  ['c:b', FILE, { kind: 'absolute' }],
  ['b\\c', FILE, { kind: 'absolute' }],
  ['ftp://h.test/b', FILE, { kind: 'network' }],
  ['http://[', FILE, { kind: 'network' }],
  ['http://h.test/b#/c', FILE, { kind: 'file', file: 'http://h.test/b', segments: ['c'] }],
  ['//h.test/b', FILE, { kind: 'network' }],
  ['//h.test/b', 'https://x.test/c', { kind: 'file', file: 'https://h.test/b', segments: [] }],
  ['b', 'https://x.test/c/d', { kind: 'file', file: 'https://x.test/c/b', segments: [] }],
  ['/b', 'https://x.test/c/d', { kind: 'file', file: 'https://x.test/b', segments: [] }],
  ['file:///b', 'https://x.test/c/d', { kind: 'absolute' }],
] as const) {
  test(`the $ref ${JSON.stringify(text)} in ${from} names ${JSON.stringify(wanted)}`, () => {
    assert.deepEqual(parseReference(text, from, '/in'), wanted);
  });
}

test('ways through ways are followed as far as 20, and no further', async () => {
  const through = (count: number): string =>
    `${HEAD}components: {securitySchemes: {a: {$ref: '#/x/k0/p'}}}\nx:\n${lines(count, (index) => `  k${String(index)}: {$ref: '#/x/k${String(index + 1)}/p'}`)}  k${String(count)}: {type: X509, p: {$ref: '#/x/k${String(count)}'}}\n`;
  const codes = async (text: string): Promise<readonly string[]> =>
    (await readText(text)).diagnostics.map(({ code }) => code);
  assert.deepEqual(await codes(through(2)), []);
  assert.deepEqual(await codes(through(30)), ['document-limit']);
  const { read } = await readText(through(2));
  assert.equal(read && documentFacts(read).value?.schemes[0]?.pointer, '#/x/k2');
});
