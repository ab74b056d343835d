import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspected } from '../support/inspected.js';
import { mistakesIn } from '../support/mistake.js';
import { modelOf, onOrder, ref, version2, version3 } from '../support/model-of.js';
import { ruleTexts, versions2From, VERSIONS_3 } from '../support/rule-text.js';

const KEY = '{ key: { type: X509 } }';

void describe('S21: the direction is the application’s own', () => {
  for (const asyncapi of versions2From('2.0.0')) {
    void it(`${asyncapi}: publish is received, subscribe is sent`, () => {
      const both = version2({ asyncapi }).replace('publish: {', 'subscribe: {}, publish: {');
      assert.deepEqual(
        modelOf(both).operations.map(({ id, action }) => [id, action]),
        [
          ['orders.subscribe', 'send'],
          ['onOrder', 'receive'],
        ],
      );
    });
  }
  for (const asyncapi of VERSIONS_3) {
    for (const action of ['send', 'receive'] as const) {
      void it(`${asyncapi}: ${action} is ${action}`, () => {
        const document = version3({ asyncapi, operations: onOrder().replace('receive', action) });
        assert.deepEqual(
          modelOf(document).operations.map((operation) => operation.action),
          [action],
        );
      });
    }
  }
});

void describe('S22: protocols are free strings', () => {
  for (const protocol of ['kafka', 'kafka-secure', 'ws', 'wss', 'mqtt', 'KAFKA', 'made up']) {
    void it(`${protocol} is kept as written, in both majors`, () => {
      const server = `protocol: '${protocol}'`;
      for (const document of [
        version2({ servers: `{ s: { url: h, ${server}, security: [{ key: [] }] } }`, schemes: KEY }),
        version3({
          servers: `{ s: { host: h, ${server}, security: [${ref('key')}] } }`,
          operations: onOrder(),
          schemes: KEY,
        }),
      ]) {
        const model = modelOf(document);
        assert.equal(model.servers[0]?.protocol, protocol);
        assert.deepEqual(ruleTexts(model), ['onOrder@s protected: key']);
      }
    });
  }
});

void describe('S23: what a ws binding describes guards nothing', () => {
  void it('a binding is no level', async () => {
    const document = version3({
      servers: '{ s: { host: h, protocol: wss } }',
      channel: 'bindings: { ws: { headers: { properties: { Authorization: { type: string } } } } }',
      operations: onOrder(),
    });
    const { policy, diagnostics } = await inspected(document);
    assert.deepEqual(
      policy?.rules.map(({ status }) => status),
      ['refused'],
    );
    assert.deepEqual(
      mistakesIn(diagnostics).map(({ code }) => code),
      ['credential-in-binding', 'operation-without-security'],
    );
  });
});

void describe('S24: a kafka binding names the topic', () => {
  for (const [channel, want] of [
    ['bindings: { kafka: { topic: orders.v1 } }', 'orders.v1'],
    ['', null],
  ] as const) {
    void it(channel === '' ? 'none' : channel, () => {
      assert.equal(modelOf(version3({ channel })).channels[0]?.topic, want);
    });
  }
});

void describe('S25: meaning comes from the document, not from the parser’s model', () => {
  void it('names of schemes are kept, for references and in place (P1)', () => {
    const operations = onOrder(`security: [${ref('second')}, { type: plain }]`);
    const schemes = '{ first: { type: X509 }, second: { type: X509 } }';
    assert.deepEqual(ruleTexts(modelOf(version3({ operations, schemes }))), [
      'onOrder@none protected: second | #/operations/onOrder/security/1',
    ]);
  });
  void it('roots that share a component stay apart (P10)', async () => {
    const document = `${version3({
      servers: "{ s: { $ref: '#/components/servers/x' }, t: { $ref: '#/components/servers/x' } }",
      operations: `{
        onOne: { action: receive, channel: { $ref: '#/channels/orders' } },
        onTwo: { action: receive, channel: { $ref: '#/channels/two' } } }`,
      schemes: KEY,
    }).replace(
      'channels: { orders: { address: orders,  }',
      "channels: { orders: { $ref: '#/components/channels/c' }, two: { $ref: '#/components/channels/c' }",
    )}  servers: { x: { host: h, protocol: mqtt, security: [${ref('key')}] } }
  channels: { c: { address: orders } }
`;
    const { policy, diagnostics } = await inspected(document);
    assert.deepEqual(
      mistakesIn(diagnostics).filter(({ severity }) => severity === 'error'),
      [],
    );
    assert.deepEqual(
      policy?.rules.map(({ operation, server }) => `${operation}@${server ?? ''}`),
      ['onOne@s', 'onOne@t', 'onTwo@s', 'onTwo@t'],
    );
    assert.deepEqual(
      Object.values(policy.operations).map(({ channel }) => channel),
      ['#/channels/orders', '#/channels/two'],
    );
  });
  for (const verb of ['publish', 'subscribe'] as const) {
    void it(`an operation without operationId is named by channel and ${verb} (P11)`, () => {
      const document = version2({}).replace('publish: { operationId: onOrder,  }', `${verb}: {}`);
      assert.deepEqual(
        modelOf(document).operations.map(({ id }) => id),
        [`orders.${verb}`],
      );
    });
  }
});

void describe('S26: references', () => {
  void it('count from the file that holds them; %20, ~1 and ~0 are decoded; an alias gives one scheme two names', async () => {
    const { policy, diagnostics } = await inspected({
      'asyncapi.yaml': version3({
        servers: "{ s: { $ref: 'my%20servers/all.yaml#/a~1b' } }",
        operations: onOrder(),
        schemes: `{ alias: ${ref('real')}, real: { $ref: 'my%20servers/schemes.json#/x~0y' } }`,
      }),
      'my servers/all.yaml':
        "a/b: { host: h, protocol: mqtt, security: [{ $ref: '../asyncapi.yaml#/components/securitySchemes/alias' }] }",
      'my servers/schemes.json': '{ "x~y": { "type": "X509" } }',
    });
    assert.deepEqual(
      mistakesIn(diagnostics).filter(({ severity }) => severity === 'error'),
      [],
    );
    assert.deepEqual(policy?.servers['s'], {
      pointer: 'my servers/all.yaml#/a~1b',
      protocol: 'mqtt',
      host: 'h',
      security: { state: 'list', anyOf: [{ allOf: [{ scheme: 'real', scopes: [] }] }] },
    });
    assert.deepEqual(policy.schemes['real'], {
      type: 'X509',
      pointer: 'my servers/schemes.json#/x~0y',
      aliases: ['alias'],
    });
  });
});

void describe('S27: what cannot be read is never guessed', () => {
  for (const [title, files, code] of [
    [
      'a $ref to the network',
      { 'asyncapi.yaml': version3({ operations: onOrder("security: [{ $ref: 'https://x.test/s.yaml#/x' }]") }) },
      'ref-network',
    ],
    [
      'a $ref out of the folder',
      { 'asyncapi.yaml': version3({ operations: onOrder("security: [{ $ref: '../s.yaml#/x' }]") }) },
      'ref-outside',
    ],
    [
      'a syntax error that cuts security off (P15)',
      { 'asyncapi.yaml': version2({ publish: 'security: [{ key: [] }', schemes: KEY }) },
      'yaml-syntax',
    ],
    [
      'a circle of references (P7)',
      {
        'asyncapi.yaml': version3({
          operations: onOrder(`security: [${ref('a')}]`),
          schemes: `{ a: ${ref('b')}, b: ${ref('a')} }`,
        }),
      },
      'ref-circular',
    ],
  ] as const) {
    void it(title, async () => {
      const { policy, diagnostics } = await inspected(files);
      assert.deepEqual(
        diagnostics.map((diagnostic) => diagnostic.code),
        [code],
      );
      assert.equal(policy, null);
    });
  }
});
