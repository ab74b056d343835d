import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf, head } from '../support/documents.js';
import type { Diagnostic } from '../../src/diagnostics/index.js';

/** `code pointer line:column` with the places of `also`, and the fix. */
const shown = (diagnostics: readonly Diagnostic[]): readonly (readonly [string, string])[] =>
  diagnostics.map(({ code, at, also = [], fix }) => {
    const { line, column } = at?.range.start ?? { line: 0, column: 0 };
    const more = also.map(({ pointer }) => ` +${pointer}`).join('');
    return [`${code} ${at?.pointer ?? '-'} ${String(line)}:${String(column)}${more}`, fix];
  });

const V2 = head('2.6.0');
const V3 = head('3.0.0');
const C = "{ $ref: '#/channels/c' }";
const VERSIONS = '2.0.0, 2.1.0, 2.2.0, 2.3.0, 2.4.0, 2.5.0, 2.6.0, 3.0.0, 3.1.0';
const OBJECT = 'Write an object as the AsyncAPI specification describes it, or remove the entry.';
const INTO_OPERATIONS = 'State it on the servers, or on the operations themselves.';
const STATE_ACCESS =
  'State the role model at the root, roles and context on operations or their traits, rolesFrom and carrier on security schemes.';

for (const [what, text, wanted] of [
  ['no version', 'info: {}\n', [['version-unsupported  1:1', `Add one of: ${VERSIONS}.`]]],
  [
    'a version that is null',
    'info: {}\nasyncapi:\n',
    [['version-unsupported /asyncapi 2:9', `Write one of: ${VERSIONS}.`]],
  ],
  [
    'a document that is text',
    'text',
    [['document-not-object  1:1', 'Begin it with "asyncapi: 3.0.0" and the sections of an AsyncAPI document.']],
  ],
  ['a channel that is text', `${V3}channels: {c: text}`, [['object-expected /channels/c 3:15', OBJECT]]],
  ['a channel that is null', `${V3}channels: {c: }`, []],
  ['parameters that are a list', `${V3}channels: {c: {parameters: []}}`, []],
  [
    'a server by a number, where no server is',
    `${V2}channels: {c: {servers: [[]]}}`,
    [['server-undefined /channels/c/servers/0 3:26', 'Define it first: there is none yet.']],
  ],
  [
    'a server by no name, twice',
    `${V2}servers: {x: {url: h}}\nchannels: {c: {servers: [{}, {}]}}`,
    [
      ['server-undefined /channels/c/servers/0 4:26', 'These exist: x.'],
      ['server-undefined /channels/c/servers/1 4:30', 'These exist: x.'],
    ],
  ],
  [
    'a server that is text, by its name',
    `${V2}servers: {x: text}\nchannels: {c: {servers: [x]}}`,
    [['object-expected /servers/x 3:14', OBJECT]],
  ],
  [
    'servers of a channel that are no list',
    `${V3}channels: {c: {servers: {a: 1}}}`,
    [['list-expected /channels/c/servers 3:25', 'Write a list: "- " before each item of "servers".']],
  ],
  [
    'a 3.x server by name',
    `${V3}servers: {x: {host: h}}\nchannels: {c: {servers: [x]}}`,
    [['server-undefined /channels/c/servers/0 4:26', "Write { $ref: '#/servers/…' }."]],
  ],
  [
    'a channel by name',
    `${V3}channels: {c: {}}\noperations: {o: {action: send, channel: c}}`,
    [['channel-undefined /operations/o/channel 4:41', "Write { $ref: '#/channels/…' }."]],
  ],
  [
    'a channel that two names share',
    `${V3}channels: {c: {$ref: '#/x'}, d: {$ref: '#/x'}, e: {$ref: '#/y'}}\noperations: {o: {action: send, channel: {$ref: '#/x'}}}\nx: {}\ny: {}`,
    [
      [
        'channel-undefined /operations/o/channel 4:41',
        "Point the $ref at one of the root's: #/channels/c, #/channels/d.",
      ],
    ],
  ],
  [
    'a part of a channel',
    `${V3}channels: {c: {x: {}}}\noperations: {o: {action: send, channel: {$ref: '#/channels/c/x'}}}`,
    [['channel-undefined /operations/o/channel 4:41', "Point the $ref at one of the root's: #/channels/c."]],
  ],
  [
    'no action',
    `${V3}channels: {c: {}}\noperations: {o: {channel: ${C}}}`,
    [
      [
        'action-unknown /operations/o 4:17',
        'Write action: send where the described application sends, action: receive where it receives.',
      ],
    ],
  ],
  [
    'no channel',
    `${V3}operations: {o: {action: send, channel: }}`,
    [['channel-undefined /operations/o 3:17', "Add channel: { $ref: '#/channels/…' }."]],
  ],
  [
    'three operations of one id',
    `${V2}channels: {a: {publish: {operationId: x}, subscribe: {operationId: x}}, b: {publish: {operationId: x}}}`,
    [
      [
        'operation-duplicate /channels/a/subscribe 3:54 +/channels/a/publish +/channels/b/publish',
        'Give each operation an operationId of its own; a channel that two names share by $ref cannot state one.',
      ],
    ],
  ],
  [
    'what stands beside a $ref and says who may do what',
    `${V3}channels: {c: {$ref: '#/x', security: [], summary: s, servers: []}}\nx: {}`,
    [
      [
        'ref-sibling /channels/c/security 3:29',
        'Move security into the definition that the $ref leads to, or write the definition here.',
      ],
      [
        'ref-sibling /channels/c/servers 3:55',
        'Move servers into the definition that the $ref leads to, or write the definition here.',
      ],
    ],
  ],
  [
    'security where nobody reads it',
    `${V3}security: []\nchannels: {c: {security: []}}\ninfo2: {}`,
    [
      ['security-misplaced /security 3:1', INTO_OPERATIONS],
      ['security-misplaced /channels/c/security 4:16', INTO_OPERATIONS],
    ],
  ],
  [
    'schemes at the root',
    `${V3}securitySchemes: {}`,
    [['security-misplaced /securitySchemes 3:1', 'Move securitySchemes under components.']],
  ],
  [
    'access control where nobody reads it',
    `asyncapi: 3.0.0\ninfo: {x-access-control: {}}\nservers: {x: {host: h, x-access-control: {}}}\nchannels: {c: {x-access-control: , parameters: {p: {x-access-control: {}}}}}\n`,
    [
      ['access-control-misplaced /servers/x/x-access-control 3:24', STATE_ACCESS],
      ['access-control-misplaced /info/x-access-control 2:8', STATE_ACCESS],
      ['access-control-misplaced /channels/c/parameters/p/x-access-control 4:53', STATE_ACCESS],
    ],
  ],
  [
    'security of bindings, messages and replies',
    `${V3}channels: {c: {messages: {m: {security: []}}, bindings: {ws: {security: []}}}}\noperations: {o: {action: send, channel: ${C}, reply: {security: []}, bindings: {security: []}}}`,
    [
      ['security-misplaced /channels/c/messages/m/security 3:31', INTO_OPERATIONS],
      ['security-misplaced /operations/o/reply/security 4:75', INTO_OPERATIONS],
      ['security-misplaced /channels/c/bindings/ws/security 3:63', INTO_OPERATIONS],
      [
        'security-misplaced /operations/o/bindings/security 4:101',
        'Move it out of bindings, into the operation "o" itself.',
      ],
    ],
  ],
  [
    'security of 2.x messages',
    `${V2}channels: {c: {publish: {message: {oneOf: [{security: []}, {}]}}, subscribe: {message: {security: []}}}}`,
    [
      ['security-misplaced /channels/c/publish/message/oneOf/0/security 3:45', INTO_OPERATIONS],
      ['security-misplaced /channels/c/subscribe/message/security 3:89', INTO_OPERATIONS],
    ],
  ],
] as const satisfies readonly (readonly [string, string, readonly (readonly [string, string])[]])[]) {
  test(`tells where, and what to do: ${what}`, async () => {
    assert.deepEqual(shown((await factsOf(text)).diagnostics), wanted);
  });
}

test('what hides a requirement leaves no facts, and nothing else does', async () => {
  for (const [text, readable] of [
    [`${V3}channels: {c: text}`, false],
    [`${V3}channels: {c: {servers: [x]}}`, false],
    [`${V2}channels: {c: {servers: [x]}}`, false],
    [`${V3}channels: {c: {}}\noperations: {o: {channel: ${C}}}`, true],
    [`${V3}channels: {c: {}}\noperations: {o: {action: send}}`, true],
    [`${V3}security: []`, true],
    [`${V3}securityy: []\noperation: {}`, false],
    [`${V3}x-acces-control: {}`, false],
  ] as const) {
    assert.equal((await factsOf(text)).facts !== undefined, readable, text);
  }
});

test('misplaced security is known to be there', async () => {
  for (const [text, misplaced] of [
    [V3, false],
    [`${V3}security: []`, true],
    [`${V3}channels: {c: {security: }}`, true],
    [`${V3}channels: {c: {x-access-control: {}}}`, false],
  ] as const) {
    assert.equal((await factsOf(text)).facts?.misplacedSecurity, misplaced, text);
  }
});

const FIELD = 'object-expected';
for (const [version, section, key, wanted, fix] of [
  [
    '3.0.0',
    'servers',
    'security: []',
    'security-misplaced',
    'Indent it one step more: then it belongs to the server "one".',
  ],
  ['3.0.0', 'servers', 'host: h', FIELD, 'Indent it one step more: then it belongs to the server "one".'],
  [
    '3.0.0',
    'servers',
    'x-access-control: {}',
    'access-control-misplaced',
    'Move it into the operations that are to ask for it.',
  ],
  ['3.0.0', 'servers', 'host: ', null, ''],
  ['3.0.0', 'servers', 'roles: [A]', null, ''],
  ['3.0.0', 'channels', 'security: []', 'security-misplaced', 'Move it into the operations that are to ask for it.'],
  ['3.0.0', 'channels', 'address: a', FIELD, 'Indent it one step more: then it belongs to the channel "one".'],
  ['3.0.0', 'channels', 'address: {}', null, ''],
  [
    '3.0.0',
    'operations',
    'security: []',
    'security-misplaced',
    'Indent it one step more: then it belongs to the operation "one".',
  ],
  [
    '3.0.0',
    'operations',
    'x-access-control: {}',
    'access-control-misplaced',
    'Indent it one step more: then it belongs to the operation "one".',
  ],
  [
    '3.0.0',
    'operations',
    'roles: [A]',
    'access-control-misplaced',
    'Move it into x-access-control of the operation "one".',
  ],
  ['3.0.0', 'operations', 'action: send', FIELD, 'Indent it one step more: then it belongs to the operation "one".'],
] as const) {
  test(`${key} among the names of ${section} is ${wanted ?? 'no field of one of them'}`, async () => {
    const one = section === 'operations' ? `{action: send, channel: ${C}}` : '{host: h}';
    const rest = section === 'operations' ? 'channels: {c: {}}\n' : '';
    const { facts, diagnostics } = await factsOf(`${head(version)}${rest}${section}:\n  one: ${one}\n  ${key}\n`);
    const mine = diagnostics.filter(({ message }) => message.includes('among the names'));
    const [name = ''] = key.split(':');
    assert.deepEqual(
      mine.map((told) => [told.code, told.at?.pointer, told.at?.range.start.column, told.fix, told.message]),
      wanted === null
        ? []
        : [
            [
              wanted,
              `/${section}/${name}`,
              3,
              fix,
              `"${name}" stands among the names of ${section}, and is a field of ${section === 'operations' ? 'an operation' : `a ${section.slice(0, -1)}`}.`,
            ],
          ],
    );
    if (wanted !== null) assert.equal(facts, undefined);
  });
}

test('fields without any name before them are one mistake, and wait for a name', async () => {
  const { diagnostics } = await factsOf(`${V3}servers: {host: h, protocol: ws, security: []}`);
  assert.deepEqual(
    diagnostics.map(({ code, at, also = [], fix }) => [code, at?.pointer, also.map(({ pointer }) => pointer), fix]),
    [
      [
        'object-expected',
        '/servers/host',
        ['/servers/protocol', '/servers/security'],
        'Give the server a name, and put its fields under that: servers: { <name>: { host: … } }.',
      ],
    ],
  );
});
