import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { make, modelOf, onOrder, ref, told, version2, version3 } from '../support/model-of.js';
import { ruleTexts, versions2From, VERSIONS_3 } from '../support/rule-text.js';

const SCHEMES = '{ a: { type: X509 }, b: { type: userPassword }, c: { type: http, scheme: basic } }';
const list = (major: 2 | 3, names: readonly string[]): string =>
  `[${names.map((name) => (name === '' ? '{}' : major === 2 ? `{ ${name}: [] }` : ref(name))).join(', ')}]`;
/** A document whose server `s` and operation state these lists; null: absent. */
const levels = (asyncapi: string, server: readonly string[] | null, operation: readonly string[] | null): string => {
  const major = asyncapi.startsWith('2') ? 2 : 3;
  const security = (names: readonly string[] | null): string =>
    names === null ? '' : `security: ${list(major, names)}`;
  return major === 2
    ? version2({
        asyncapi,
        servers: `{ s: { url: h, protocol: mqtt, ${security(server)} } }`,
        publish: security(operation),
        schemes: SCHEMES,
      })
    : version3({
        asyncapi,
        servers: `{ s: { host: h, protocol: mqtt, ${security(server)} } }`,
        operations: onOrder(security(operation)),
        schemes: SCHEMES,
      });
};
const WITH_OPERATION_LEVEL = [...versions2From('2.4.0'), ...VERSIONS_3];
const EVERY = [...versions2From('2.0.0'), ...VERSIONS_3];

void describe('S1: where security may stand', () => {
  for (const asyncapi of EVERY) {
    void it(`${asyncapi}: on a server`, () => {
      assert.deepEqual(ruleTexts(modelOf(levels(asyncapi, ['a'], null))), ['onOrder@s protected: a']);
    });
  }
  for (const asyncapi of versions2From('2.0.0')) {
    const late = WITH_OPERATION_LEVEL.includes(asyncapi);
    void it(`${asyncapi}: ${late ? '' : 'not '}on an operation`, () => {
      assert.deepEqual(
        told(make(levels(asyncapi, ['a'], ['b']))),
        late ? [] : ['error operation-security-too-early /channels/orders/publish/security'],
      );
    });
  }
  for (const asyncapi of VERSIONS_3) {
    void it(`${asyncapi}: not at the root, nor on a channel`, () => {
      const document = version3({ asyncapi, channel: 'security: []', operations: onOrder(), schemes: SCHEMES });
      assert.deepEqual(told(make(`security: [${ref('a')}]\n${document}`)), [
        'error security-misplaced /channels/orders/security',
        'error security-misplaced /security',
      ]);
    });
  }
  void it('components count only where the root leads to them', () => {
    const component = `  servers: { s: { host: h, protocol: mqtt, security: [${ref('a')}] } }\n`;
    const root = version3({ operations: onOrder(`security: [${ref('b')}]`), schemes: SCHEMES });
    assert.deepEqual(ruleTexts(modelOf(`${root}${component}`)), ['onOrder@none protected: b']);
    const led = root.replace('servers: {}', "servers: { s: { $ref: '#/components/servers/s' } }");
    assert.deepEqual(ruleTexts(modelOf(`${led}${component}`)), ['onOrder@s protected: a and b']);
  });
});

void describe('S2: versions', () => {
  for (const asyncapi of EVERY) {
    void it(`${asyncapi} is understood`, () => {
      assert.equal(modelOf(levels(asyncapi, ['a'], null)).asyncapi, asyncapi);
    });
  }
  for (const asyncapi of ['1.2.0', '2.0.0-rc1', '2.7.0', '3.0.1', '3.2.0', '4.0.0', "'3.0'", '3']) {
    void it(`${asyncapi} is not`, () => {
      const made = make(levels(asyncapi, null, null));
      assert.deepEqual([told(made), made.model], [['error version-unsupported /asyncapi'], undefined]);
    });
  }
});

void describe('S3: the form of an item', () => {
  for (const [asyncapi, item, want] of [
    ['2.6.0', '{ a: [] }', ['onOrder@none protected: a']],
    ['3.0.0', ref('a'), ['onOrder@none protected: a']],
    ['3.1.0', '{ type: plain }', ['onOrder@none protected: #/operations/onOrder/security/0']],
  ] as const) {
    void it(`${asyncapi}: ${item}`, () => {
      const document = asyncapi.startsWith('2')
        ? version2({ asyncapi, publish: `security: [${item}]`, schemes: SCHEMES })
        : version3({ asyncapi, operations: onOrder(`security: [${item}]`), schemes: SCHEMES });
      assert.deepEqual(ruleTexts(modelOf(document)), want);
    });
  }
});

void describe('S4: alternatives are OR, levels are AND', () => {
  for (const asyncapi of WITH_OPERATION_LEVEL) {
    for (const [server, operation, want] of [
      [['a'], ['b'], 'a and b'],
      [['a', 'b'], ['c'], 'a | b and c'],
      [['a'], ['a'], 'a and a'],
      [['b', 'a'], null, 'b | a'],
      [null, ['c', 'a', 'b'], 'c | a | b'],
    ] as const) {
      void it(`${asyncapi}: ${JSON.stringify(server)} on the server, ${JSON.stringify(operation)} on the operation`, () => {
        assert.deepEqual(ruleTexts(modelOf(levels(asyncapi, server, operation))), [`onOrder@s protected: ${want}`]);
      });
    }
  }
});

void describe('S5: several names in one item of 2.x', () => {
  for (const asyncapi of versions2From('2.0.0')) {
    void it(`${asyncapi}: all are needed`, () => {
      const servers = '{ s: { url: h, protocol: mqtt, security: [{ b: [], a: [] }, { c: [] }] } }';
      assert.deepEqual(ruleTexts(modelOf(version2({ asyncapi, servers, schemes: SCHEMES }))), [
        'onOrder@s protected: b & a | c',
      ]);
    });
  }
});

void describe('S6: no AND within a list of 3.x', () => {
  for (const asyncapi of VERSIONS_3) {
    void it(`${asyncapi}: a list in the list is refused`, () => {
      const operations = onOrder(`security: [[${ref('a')}, ${ref('b')}]]`);
      const made = make(version3({ asyncapi, operations, schemes: SCHEMES }));
      assert.deepEqual(
        [told(made), made.model],
        [['error requirement-invalid /operations/onOrder/security/0'], undefined],
      );
    });
  }
});

void describe('S7: absent, empty, anonymous', () => {
  const forms = [
    ['absent', null],
    ['empty', []],
    ['anonymous', ['']],
    ['anonymous', ['a', '']],
  ] as const;
  for (const asyncapi of WITH_OPERATION_LEVEL) {
    for (const [serverState, server] of forms) {
      for (const [operationState, operation] of forms) {
        void it(`${asyncapi}: ${serverState} ${JSON.stringify(server)} and ${operationState} ${JSON.stringify(operation)} leave it open: refused`, () => {
          const { model, diagnostics } = make(levels(asyncapi, server, operation));
          assert.ok(model);
          assert.deepEqual(
            [model.servers[0]?.security.state, model.operations[0]?.security.state],
            [serverState, operationState],
          );
          assert.deepEqual(ruleTexts(model), ['onOrder@s refused:']);
          assert.equal(diagnostics.filter(({ severity }) => severity === 'error').length, 1);
        });
      }
    }
    for (const [state, stated] of forms) {
      void it(`${asyncapi}: ${state} ${JSON.stringify(stated)} leaves the other level`, () => {
        assert.deepEqual(ruleTexts(modelOf(levels(asyncapi, ['a'], stated))), ['onOrder@s protected: a']);
        assert.deepEqual(ruleTexts(modelOf(levels(asyncapi, stated, ['a']))), ['onOrder@s protected: a']);
      });
    }
  }
  for (const value of ['null', 'a', '{ a: [] }', '1', 'true']) {
    void it(`${value} is no list`, () => {
      const made = make(version2({ publish: `security: ${value}`, schemes: SCHEMES }));
      assert.deepEqual(
        [told(made), made.model],
        [['error security-not-a-list /channels/orders/publish/security'], undefined],
      );
    });
  }
});

void describe('S8: nothing is inherited', () => {
  void it('a reply and another operation of the channel keep their own rules', () => {
    const operations = `{
      ask: { action: send, channel: { $ref: '#/channels/orders' }, security: [${ref('a')}], reply: { channel: { $ref: '#/channels/orders' } } },
      other: { action: receive, channel: { $ref: '#/channels/orders' } } }`;
    assert.deepEqual(ruleTexts(modelOf(version3({ operations, schemes: SCHEMES }))), [
      'ask@none protected: a',
      'other@none refused:',
    ]);
  });
});

void describe('S9: the servers of an operation', () => {
  const two2 =
    '{ s: { url: h, protocol: mqtt, security: [{ a: [] }] }, t: { url: h, protocol: mqtt, security: [{ b: [] }] } }';
  const two3 = `{ s: { host: h, protocol: mqtt, security: [${ref('a')}] }, t: { host: h, protocol: mqtt, security: [${ref('b')}] } }`;
  const both = ['onOrder@s protected: a', 'onOrder@t protected: b'];
  for (const [asyncapi, stated, want] of [
    ...(['2.0.0', '2.1.0'] as const).map((version) => [version, 'servers: [t], ', both] as const),
    ...versions2From('2.2.0').flatMap((version) => [
      [version, 'servers: [t], ', ['onOrder@t protected: b']] as const,
      [version, 'servers: [], ', both] as const,
      [version, '', both] as const,
    ]),
  ]) {
    void it(`${asyncapi}: channel with ${stated === '' ? 'none' : stated}`, () => {
      const document = version2({ asyncapi, servers: two2, schemes: SCHEMES });
      assert.deepEqual(ruleTexts(modelOf(document.replace('orders: {', `orders: { ${stated}`))), want);
    });
  }
  for (const asyncapi of VERSIONS_3) {
    for (const [stated, want] of [
      ["servers: [{ $ref: '#/servers/t' }]", ['onOrder@t protected: b']],
      ['servers: []', both],
      ['', both],
    ] as const) {
      void it(`${asyncapi}: channel with ${stated === '' ? 'none' : stated}`, () => {
        const document = version3({
          asyncapi,
          servers: two3,
          channel: stated,
          operations: onOrder(),
          schemes: SCHEMES,
        });
        assert.deepEqual(ruleTexts(modelOf(document)), want);
      });
    }
    void it(`${asyncapi}: no servers at all`, () => {
      const document = version3({ asyncapi, operations: onOrder(`security: [${ref('a')}]`), schemes: SCHEMES });
      assert.deepEqual(ruleTexts(modelOf(document)), ['onOrder@none protected: a']);
    });
  }
});
