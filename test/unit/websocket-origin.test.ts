import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOrigins, originAllowed, type Origins } from '../../src/runtime/websocket/origin.js';

const LIST = ['https://app.example.com', 'http://localhost:5173', 'capacitor://localhost'];

test('an origin is compared as it stands', () => {
  const given: readonly (readonly [string | undefined, boolean])[] = [
    ['https://app.example.com', true],
    ['http://localhost:5173', true],
    ['capacitor://localhost', true],
    [undefined, true],
    ['', false],
    ['null', false],
    ['*', false],
    ['https://app.example.com.evil.com', false],
    ['https://evilapp.example.com', false],
    ['https://appXexample.com', false],
    ['https://app.example.com@evil.com', false],
    ['https://evil.com/https://app.example.com', false],
    ['https://evil.com#https://app.example.com', false],
    ['https://evil.com?https://app.example.com', false],
    ['HTTPS://app.example.com', false],
    ['https://APP.example.com', false],
    ['http://app.example.com', false],
    ['wss://app.example.com', false],
    ['https://app.example.com:443', false],
    ['https://app.example.com:8443', false],
    ['https://app.example.com/', false],
    ['https://app.example.com/path', false],
    ['https://app.example.com.', false],
    ['https://example.com', false],
    ['https://sub.app.example.com', false],
    [' https://app.example.com', false],
    ['https://app.example.com ', false],
    ['https://app.example.com, https://app.example.com', false],
    ['https://аpp.example.com', false],
    ['https://xn--pp-6kc.example.com', false],
    ['app.example.com', false],
    ['//app.example.com', false],
    ['file://', false],
    ['http://localhost', false],
    ['http://localhost:51730', false],
    ['http://127.0.0.1:5173', false],
    ['chrome-extension://app.example.com', false],
    ['__proto__', false],
    ['length', false],
    ['0', false],
  ];
  for (const [origin, want] of given) {
    const headers = origin === undefined ? ['Host', 'x'] : ['Host', 'x', 'Origin', origin];
    assert.equal(originAllowed(headers, LIST, false), want, origin);
  }
});

test('cookies, repeated lines and no browsers at all', () => {
  const good = ['Origin', 'https://app.example.com'];
  const cookie = ['Cookie', 'token=x'];
  const given: readonly (readonly [readonly string[], Origins, boolean, boolean])[] = [
    [[...good, ...cookie], LIST, true, true],
    [cookie, LIST, true, false],
    [cookie, LIST, false, true],
    [['Origin', 'https://evil.test', ...cookie], LIST, true, false],
    [[...good, ...good], LIST, false, false],
    [[...good, 'ORIGIN', 'https://evil.test'], LIST, false, false],
    [[], LIST, true, true],
    [good, 'no-browsers', false, false],
    [[], 'no-browsers', false, true],
    [cookie, 'no-browsers', true, false],
  ];
  for (const [headers, origins, cookieIsEvidence, want] of given) {
    assert.equal(originAllowed(headers, origins, cookieIsEvidence), want, `${headers.join(' ')} ${String(origins)}`);
  }
});

test('a list holds what browsers send, or is refused', () => {
  for (const good of ['no-browsers', LIST, ['https://[::1]:8443']]) checkOrigins(good);
  const wrong = [
    [],
    [''],
    [' '],
    ['null'],
    ['*'],
    ['https://*.example.com'],
    ['https://a.test/'],
    ['https://A.test'],
    ['a.test'],
    [undefined],
    ['https://a.test,https://b.test'],
    'https://a.test',
    undefined,
  ];
  for (const origins of wrong)
    assert.throws(
      () => {
        checkOrigins(origins);
      },
      { name: 'TypeError', message: /origins/ },
    );
});
