import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatPath,
  matchPath,
  parameterKey,
  pathTemplate,
  requestSegments,
} from '../../src/runtime/websocket/channel-path.js';
import { socketMember } from '../../src/runtime/member-name.js';

test('pathname and address make one path', () => {
  const given = [
    ['', 'news', '/news'],
    ['/', '/news', '/news'],
    ['/ws', 'news', '/ws/news'],
    ['/ws/', '/news', '/ws/news'],
    ['ws', 'news', '/ws/news'],
    ['/ws', '/', '/ws'],
    ['/ws', '', '/ws'],
    ['', '/', '/'],
    ['/', '', '/'],
    ['/ws', 'news/', '/ws/news/'],
    ['/a%20b', 'c d', '/a%20b/c%20d'],
  ] as const;
  for (const [pathname, address, path] of given) {
    const template = pathTemplate(pathname, address);
    assert.equal(formatPath(template, {}), path);
    assert.deepEqual(matchPath(template, requestSegments(path) ?? []), {}, path);
  }
});

test('a parameter is one segment, or a part of one', () => {
  const given = [
    ['{a}', '/x', { a: 'x' }],
    ['{a}', '/x%2Fy', { a: 'x/y' }],
    ['{a}', '/%7Bb%7D', { a: '{b}' }],
    ['{a}', '/x/y', undefined],
    ['{a}', '/', undefined],
    ['v{a}', '/v1', { a: '1' }],
    ['v{a}', '/v', undefined],
    ['{a}.json', '/x.json', { a: 'x' }],
    ['{a}.json', '/.json', undefined],
    ['{a}.json', '/a.json.json', { a: 'a.json' }],
    ['{a}-{b}', '/x-y', { a: 'x', b: 'y' }],
    ['{a}-{b}', '/x-y-z', { a: 'x', b: 'y-z' }],
    ['{a}-{b}', '/x-', undefined],
    ['{a}-{b}', '/-x', undefined],
    ['{a}/{a}', '/x/x', { a: 'x' }],
    ['{a}/{a}', '/x/y', undefined],
    ['__proto__', '/__proto__', {}],
    ['{__proto__}', '/x', Object.fromEntries([['__proto__', 'x']])],
  ] as const;
  for (const [address, path, want] of given) {
    assert.deepEqual(matchPath(pathTemplate('', address), requestSegments(path) ?? []), want, `${address} ${path}`);
  }
});

test('what was formatted is what is matched', () => {
  const template = pathTemplate('/ws', 'rooms/{room}/{user}-{device}');
  for (const room of ['a', 'ä', 'a b', 'a/b', '%2F', '?', '#', '{x}', '..a', '日本']) {
    const path = formatPath(template, { room, user: 'u', device: 'd' });
    assert.deepEqual(matchPath(template, requestSegments(`${path}?q=1`) ?? []), { room, user: 'u', device: 'd' });
  }
  for (const room of ['.', '..'])
    assert.throws(() => formatPath(template, { room, user: 'u', device: 'd' }), TypeError);
});

test('a path of many parts is matched in little time', () => {
  const template = pathTemplate('', '{a}-{b}-{c}-{d}-{e}x');
  const started = Date.now();
  assert.equal(matchPath(template, ['-'.repeat(16_000)]), undefined);
  assert(Date.now() - started < 200);
});

test('parameters are given whole', () => {
  assert.equal(parameterKey(['a', 'b'], { b: '2', a: '1' }), parameterKey(['a', 'b'], { a: '1', b: '2' }));
  assert.notEqual(parameterKey(['a', 'b'], { a: '1,2', b: '3' }), parameterKey(['a', 'b'], { a: '1', b: '2,3' }));
  for (const values of [{}, { a: '' }, { a: 1 }, { a: 'x', c: 'y' }, { a: undefined }]) {
    assert.throws(() => parameterKey(['a'], values), TypeError);
  }
  assert.throws(() => parameterKey(['toString'], {}), TypeError);
});

test('names of ours and of Object stay free', () => {
  const given = {
    events: 'events',
    close: 'close_',
    closed: 'closed_',
    then: 'then_',
    toString: 'toString_',
    __proto__x: '__proto__x',
  };
  for (const [name, want] of Object.entries(given)) assert.equal(socketMember(name), want);
  assert.equal(socketMember('__proto__'), '__proto___');
});
