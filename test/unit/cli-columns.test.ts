import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { broken, columns, padded } from '../../src/cli/columns.js';
import { explanationText } from '../../src/cli/explanation-text.js';
import { policyText } from '../../src/cli/policy-text.js';
import { version3 } from '../support/model-of.js';
import { outlined } from '../support/outlined.js';

const FAMILY = '👩‍👩‍👧‍👦';

suite('columns', () => {
  for (const [text, want] of [
    ['', 0],
    ['orders', 6],
    ['注文', 4],
    ['ｆｕｌｌ', 8],
    ['한국어', 6],
    ['заказ', 5],
    ['طلب', 3],
    ['n\u00e9', 2],
    ['ne\u0301', 2],
    ['😀', 2],
    [FAMILY, 2],
    ['🇫🇷', 2],
  ] as const) {
    test(`${JSON.stringify(text)} takes ${String(want)}`, () => {
      assert.equal(columns(text), want);
      assert.equal(columns(padded(text, 20)), 20);
    });
  }

  test('what a reader takes for one character is not broken', () => {
    assert.deepEqual(broken(`a注${FAMILY}文e\u0301b`, 4), ['a注', `${FAMILY}文`, 'e\u0301b']);
    assert.deepEqual(broken('abcdef', 4), ['abcd', 'ef']);
    assert.deepEqual(broken('注文', 4), ['注文']);
  });
});

/** Of names with ideographs and ASCII alone, counted by hand. */
const widthOf = (line: string): number =>
  [...line.matchAll(/./gu)].reduce((sum, [it]) => sum + (it > '\u2e80' ? 2 : 1), 0);

/** A scheme, a server, an operation and a role of this name. */
const documentOf = (name: string): string => {
  const quoted = JSON.stringify(name);
  const security = `[{ $ref: ${JSON.stringify(`#/components/securitySchemes/${name}`)} }, { $ref: '#/components/securitySchemes/b' }]`;
  return version3({
    root: `{ roles: { ${quoted}: {} } }`,
    servers: `{ ${quoted}: { host: h.test, protocol: wss, security: ${security} } }`,
    operations: `{ ${quoted}: { action: receive, channel: { $ref: '#/channels/orders' }, x-access-control: { roles: [${quoted}] } } }`,
    schemes: `{ ${quoted}: { type: httpApiKey, in: header, name: X-Key, x-access-control: { rolesFrom: account } }, b: { type: http, scheme: bearer, x-access-control: { rolesFrom: account } } }`,
  }).replace('title: Test', `title: ${quoted}`);
};

suite('a terminal of 80 columns', () => {
  for (const [what, name] of [
    ['a few', '注文を送る'],
    ['mixed', '注文-v1.を送る'],
    ['up to who checks', '注文'.repeat(9)],
    ['beyond', '注文'.repeat(15)],
    ['a line full', '注文'.repeat(17)],
    ['more than a line', '注文'.repeat(60)],
  ] as const) {
    test(`keeps ideographs in it: ${what}`, () => {
      const { policy, outline } = outlined(documentOf(name));
      const lines = policyText(policy, outline, false).split('\n');
      assert.deepEqual(
        lines.filter((line) => widthOf(line) > 80),
        [],
      );
      const answers = lines.filter((line) => /(?:guard|checked by)$/u.test(line));
      assert.equal(answers.length, 4);
      assert.deepEqual(
        answers.map((line) => widthOf(line.replace(/(?:guard|checked by)$/u, ''))),
        answers.map(() => 52),
      );
    });
  }

  test('puts the types of schemes under each other', () => {
    const { policy, outline } = outlined(documentOf('注文を送る'));
    const [, one = '', other = ''] = policyText(policy, outline, false).split('\nschemes')[1]?.split('\n') ?? [];
    assert.deepEqual([widthOf(one.replace(/httpApiKey.*/u, '')), widthOf(other.replace(/http .*/u, ''))], [14, 14]);
  });

  test('holds what explain says', () => {
    const answer = explanationText(
      {
        operation: '注文を送る',
        server: '東京',
        status: 'refused',
        because: [`注文 ${'東京都'.repeat(30)} を送る ${'ab'.repeat(30)}`],
      },
      false,
    );
    assert.deepEqual(
      answer.split('\n').filter((line) => widthOf(line) > 80),
      [],
    );
  });
});
