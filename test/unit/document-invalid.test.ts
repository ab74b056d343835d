import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspected } from '../support/inspected.js';

const HEAD = `asyncapi: 2.6.0
info: {title: t, version: 1.0.0}
channels:
  orders:
    publish: {message: {$ref: '#/components/messages/Order'}}
  bills:
    subscribe: {message: {oneOf: [{$ref: '#/components/messages/Bill'}]}}
`;

/** `pointer, also` of each error outside security. */
const outside = async (text: string | Readonly<Record<string, string>>): Promise<readonly (readonly string[])[]> =>
  (await inspected(text)).diagnostics
    .filter(({ code }) => code === 'document-invalid')
    .map(({ at, also = [] }) => [at?.pointer ?? '-', ...also.map(({ pointer }) => pointer)]);

// A message is a choice of two forms for the official schema: one mistake in it makes all of its fields wrong.
for (const [what, components, wanted] of [
  [
    'in the schema that the payload of a message refers to',
    `
  messages:
    Order: {name: order, title: Order, summary: s, payload: {$ref: '#/components/schemas/Order'}}
    Bill: {name: bill, payload: {type: string}}
  schemas:
    Order: {type: object, properties: {count: {type: amount}}}`,
    [['/components/schemas/Order/properties/count/type']],
  ],
  [
    'two references away',
    `
  messages:
    Order: {name: order, title: Order, payload: {$ref: '#/components/schemas/Order'}}
    Bill: {name: bill, payload: {type: string}}
  schemas:
    Order: {type: object, properties: {count: {$ref: '#/components/schemas/Count'}}}
    Count: {type: amount}`,
    [['/components/schemas/Count/type']],
  ],
  [
    'beside the payload that refers to a sound schema',
    `
  messages:
    Order: {name: order, bogus: 1, payload: {$ref: '#/components/schemas/Order'}}
    Bill: {name: bill, payload: {type: string}}
  schemas:
    Order: {type: object}`,
    [['/components/messages/Order/bogus']],
  ],
  [
    'made in two places',
    `
  messages:
    Order: {name: order, payload: {type: string}, bogus: 1}
    Bill: {name: bill, bogus: 1, payload: {type: string}}`,
    [['/components/messages/Order/bogus', '/components/messages/Bill/bogus']],
  ],
  [
    'beside another of its own',
    `
  messages:
    Order: {name: order, payload: {type: string}, bogus: 1}
    Bill: {name: bill, odd: 1, payload: {type: string}}`,
    [['/components/messages/Order/bogus'], ['/components/messages/Bill/odd']],
  ],
] as const) {
  test(`a mistake ${what} is told once`, async () => {
    assert.deepEqual(await outside(`${HEAD}components:${components}\n`), wanted);
  });
}

test('two servers of one definition are two, one server twice is a mistake', async () => {
  const document = (names: readonly string[]): string => `asyncapi: 3.0.0
info: {title: t, version: 1.0.0}
servers: {a: {$ref: '#/components/servers/p'}, b: {$ref: '#/components/servers/p'}}
channels: {c: {address: c, servers: [${names.map((name) => `{$ref: '#/servers/${name}'}`).join(', ')}]}}
operations: {x: {action: receive, channel: {$ref: '#/channels/c'}}}
components:
  servers: {p: {host: a.test, protocol: wss, security: [{$ref: '#/components/securitySchemes/k'}]}}
  securitySchemes: {k: {type: http, scheme: bearer}}`;
  assert.deepEqual(await outside(document(['a', 'b'])), []);
  assert.deepEqual(await outside(document(['a', 'a'])), [['/channels/c/servers']]);
  assert.deepEqual(await outside(document(['a', 'b', 'a'])), [['/channels/c/servers']]);
});

test('a server that the official parser loses between two files is there', async () => {
  const files = (server: string): Readonly<Record<string, string>> => ({
    'asyncapi.yaml': `asyncapi: 3.0.0
info: {title: t, version: 1.0.0}
servers: {a: {$ref: 'parts.yaml#/a'}}
channels: {c: {address: c, servers: [{$ref: '#/servers/a'}]}}
operations: {x: {$ref: 'parts.yaml#/x'}}`,
    'parts.yaml': `a: {${server}, security: [{type: http, scheme: bearer}]}
x: {action: receive, channel: {$ref: 'asyncapi.yaml#/channels/c'}}`,
  });
  assert.deepEqual(await outside(files('host: a.test, protocol: wss')), []);
  assert.deepEqual(await outside(files('protocol: wss')), [['/a']]);
});

test('a server that it loses at a step of a list is there', async () => {
  const files = (server: string): Readonly<Record<string, string>> => ({
    'asyncapi.yaml': `asyncapi: 3.1.0
info: {title: t, version: 1.0.0}
servers: {b: {host: b.test, protocol: amqp}, a: {$ref: 'parts.yaml#/a'}}
channels: {c: {address: c, servers: [{$ref: '#/servers/a'}, {$ref: '#/servers/b'}]}}
operations: {x: {$ref: 'parts.yaml#/x'}, y: {action: receive, channel: {$ref: '#/channels/c'}}}`,
    'parts.yaml': `a: {${server}}
x: {action: receive, channel: {$ref: 'asyncapi.yaml#/channels/c'}}`,
  });
  assert.deepEqual(await outside(files('host: a.test, protocol: ws')), []);
  assert.deepEqual(await outside(files('protocol: ws')), [['/a']]);
});

test('a server that it loses, and tells at the root of another part, is there', async () => {
  const files = (server: string): Readonly<Record<string, string>> => ({
    'asyncapi.yaml': `asyncapi: 3.0.0
info: {title: t, version: 1.0.0}
servers: {a: {$ref: 'parts/more.yaml#/x/two%20words/part'}}
channels: {o: {address: 'o/{t}'}, b: {$ref: 'parts/more.yaml#/components/channels/c'}}`,
    'parts/more.yaml': `x: {two words: {part: {${server}, protocol: mqtt}}}
components: {channels: {c: {address: c, servers: [{$ref: '../asyncapi.yaml#/servers/a'}]}}}`,
  });
  assert.deepEqual(await outside(files('host: a.test')), []);
  assert.equal((await outside(files('pathname: /a'))).length, 1);
});
