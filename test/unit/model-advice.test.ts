import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspected } from '../support/inspected.js';
import { make, onOrder, ref, version2, version3, type Made, type TeamSays } from '../support/model-of.js';

const SCHEMES = "{ key: { type: X509 }, other: { type: X509 }, it's: { type: X509 }, 'a/b~c': { type: X509 } }";
const DECLARED = 'Declared: "key", "other", "it\'s" and "a/b~c".';

/** `severity code pointers: message fix` of each diagnostic, without what is said of schemes that nothing uses. */
const said = ({ diagnostics }: Made): readonly string[] =>
  diagnostics
    .filter(({ code }) => code !== 'scheme-unused')
    .map(({ severity, code, at, also, message, fix }) => {
      const places = [at, ...(also ?? [])].map((place) => place?.pointer ?? '-');
      return `${severity} ${code} ${places.join(' ')}: ${message} ${fix}`;
    });

describe('an item of security as another version writes it', () => {
  const three = (item: string): Made =>
    make(version3({ operations: onOrder(`security: [${item}]`), schemes: SCHEMES }));
  const two = (item: string): Made =>
    make(version2({ servers: `{ s: { url: 'wss://h', protocol: wss, security: [${item}] } }`, schemes: SCHEMES }));
  const write = (name: string): string => `Write - $ref: '#/components/securitySchemes/${name}'`;
  const as2 = (names: string): string =>
    `An item of security names ${names} as AsyncAPI 2 does; AsyncAPI 3.0.0 refers to a scheme.`;
  const as3 = (what: string): string =>
    `An item of security ${what} as in AsyncAPI 3; AsyncAPI 2.6.0 names schemes of components.securitySchemes.`;
  const EMPTY = 'The $ref of an item of security is empty: in YAML, what follows an unquoted # is a comment.';
  const TYPELESS = 'An item of security is neither a reference nor a scheme with a type.';

  const given: readonly (readonly [item: string, want: string])[] = [
    ['{ $ref: ~ }', `${EMPTY} ${write('<scheme>')}.`],
    ['{ $ref: ~, key: [] }', `${EMPTY} ${write('<scheme>')}.`],
    ['{ key: ~, $ref: 7 }', `The $ref of an item of security is no text. ${write('<scheme>')}.`],
    ['{ key: [] }', `${as2('"key"')} ${write('key')}. Scopes stand in the scheme.`],
    ['{ key: x }', `${as2('"key"')} ${write('key')}. Scopes stand in the scheme.`],
    [
      '{ what: ~ }',
      `${as2('"what"')} ${write('what')}. Scopes stand in the scheme. "what" is not declared. ${DECLARED}`,
    ],
    [
      '{ key: [], other: [] }',
      `${as2('"key" and "other"')} One list of AsyncAPI 3 cannot demand several together: state one on the server and one on the operation, - $ref: '#/components/securitySchemes/key' and - $ref: '#/components/securitySchemes/other'. Scopes stand in the scheme.`,
    ],
    [
      '{ key: [a], kee: [b, c] }',
      `${as2('"key" and "kee"')} ${write('key')}. Scopes stand in the scheme: scopes: [a, b, c]. "kee" is not declared. Did you mean "key"?`,
    ],
    [
      '{ who: [], what: [] }',
      `${as2('"who" and "what"')} ${write('who')} or - $ref: '#/components/securitySchemes/what'. Scopes stand in the scheme. "who" is not declared. ${DECLARED}`,
    ],
    ["{ it's: [] }", `${as2('"it\'s"')} ${write("it''s")}. Scopes stand in the scheme.`],
    ['{ a/b~c: [] }', `${as2('"a/b~c"')} ${write('a~1b~0c')}. Scopes stand in the scheme.`],
    ['{ scheme: bearer }', `${TYPELESS} ${write('<scheme>')}, or give the scheme its type, type: http.`],
    ['{ note: x }', `${TYPELESS} ${write('<scheme>')}, or give the scheme its type.`],
    [
      '{ note: x, scheme: [] }',
      `${as2('"note" and "scheme"')} ${write('note')} or - $ref: '#/components/securitySchemes/scheme'. Scopes stand in the scheme. "note" is not declared. ${DECLARED}`,
    ],
  ];
  for (const [item, want] of given) {
    test(`${item} in 3.x`, () => {
      assert.deepEqual(said(three(item)), [`error requirement-form /operations/onOrder/security/0: ${want}`]);
    });
  }

  const reverse: readonly (readonly [item: string, want: string])[] = [
    [ref('key'), `${as3('is a $ref')} Write - key: [].`],
    [ref('a~1b~0c'), `${as3('is a $ref')} Write - "a/b~c": [].`],
    [ref('kee'), `${as3('is a $ref')} Write - kee: []. "kee" is not declared there. Did you mean "key"?`],
    ["{ $ref: 'x.yaml#/key' }", `${as3('is a $ref')} Write - key: [].`],
    [
      '{ type: X509 }',
      `${as3('defines a scheme')} Move the scheme to components.securitySchemes and write - <scheme>: [], with its name there.`,
    ],
  ];
  for (const [item, want] of reverse) {
    test(`${item} in 2.x`, () => {
      assert.deepEqual(said(two(item)), [`error requirement-form /servers/s/security/0: ${want}`]);
    });
  }

  test('the same item twice is one mistake', () => {
    const places = '/operations/onOrder/security/0 /operations/onOrder/security/1';
    assert.match(
      said(three('{ key: [] }, { key: [] }')).join('\n'),
      new RegExp(`^error requirement-form ${places}: .*$`),
    );
    assert.equal(said(three('{ key: [] }, { other: [] }')).length, 2);
  });
});

describe('advice in a file is written as that file is', () => {
  const operation = (up: string): string =>
    `{ "op": { "action": "receive", "channel": { "$ref": "${up}asyncapi.yaml#/channels/orders" }, "security": "key" } }`;
  const list = (item: string): string => `Write a list: ${item}.`;
  const given: Readonly<Record<string, readonly [up: string, want: string]>> = {
    'ops.yaml': ['', list("- $ref: 'asyncapi.yaml#/components/securitySchemes/key'")],
    'ops.JSON': ['', list('{"$ref":"asyncapi.yaml#/components/securitySchemes/key"}')],
    'x.jsonl.yaml': ['', list("- $ref: 'asyncapi.yaml#/components/securitySchemes/key'")],
    'sub/ops.yaml': ['../', list("- $ref: '../asyncapi.yaml#/components/securitySchemes/key'")],
    'sub/deep/er/ops.json': ['../../../', list('{"$ref":"../../../asyncapi.yaml#/components/securitySchemes/key"}')],
  };
  for (const [name, [up, want]] of Object.entries(given)) {
    test(name, () => {
      const yaml = version3({ operations: `{ onOrder: { $ref: '${name}#/op' } }`, schemes: SCHEMES });
      const { diagnostics } = make(yaml, { files: { [name]: operation(up) } });
      const told = diagnostics.filter(({ code }) => code === 'security-not-a-list');
      assert.deepEqual(
        told.map(({ at, fix }) => [at?.file, fix]),
        [[`/app/${name}`, want]],
      );
    });
  }
  const open = async (document: object): Promise<readonly (string | undefined)[]> => {
    const found = await inspected(
      { 'asyncapi.json': JSON.stringify(document) },
      { check: () => Promise.resolve({ errors: [] }) },
    );
    return found.diagnostics.filter(({ severity }) => severity === 'error').map(({ fix }) => fix);
  };
  const info = { title: 'Test', version: '1.0.0' };
  const components = { securitySchemes: { key: { type: 'X509' } } };
  test('a document in JSON, 3.x', async () => {
    const document = {
      asyncapi: '3.0.0',
      info,
      servers: {
        'a/b~c': { host: 'h', protocol: 'wss', security: [{ $ref: '#/components/securitySchemes/key' }] },
        open: { host: 'i', protocol: 'wss' },
      },
      channels: { orders: { address: 'orders' } },
      operations: { onOrder: { action: 'receive', channel: { $ref: '#/channels/orders' } } },
      components,
    };
    assert.deepEqual(await open(document), [
      'State security ({"$ref":"#/components/securitySchemes/key"}) on server "open" too, or leave server "open" out of the channel "orders": "servers": [{"$ref":"#/servers/a~1b~0c"}].',
    ]);
  });
  test('a document in JSON, 2.x', async () => {
    const document = {
      asyncapi: '2.6.0',
      info,
      servers: {
        one: { url: 'wss://h', protocol: 'wss', security: [{ key: [] }] },
        open: { url: 'wss://i', protocol: 'wss' },
      },
      channels: { orders: { publish: { operationId: 'onOrder' } } },
      components,
    };
    assert.deepEqual(await open(document), [
      'State security ({"key":[]}) on server "open" too, or leave server "open" out of the channel "orders": "servers": ["one"].',
    ]);
  });
  test('a name that YAML would read as something else', () => {
    const names = {
      '7': '"7"',
      'it is': '"it is"',
      'a.b-c:d': 'a.b-c:d',
      'a-': 'a-',
      'a:': '"a:"',
      x: 'x',
      '-': '"-"',
    };
    for (const [name, want] of Object.entries(names)) {
      const yaml = version2({ publish: `security: [{ ${JSON.stringify(name)}: [] }]`, schemes: '{}' });
      const json = yaml.replace(`[{ ${JSON.stringify(name)}: [] }]`, `{ ${JSON.stringify(name)}: [s] }`);
      assert.deepEqual(
        make(json).diagnostics.map(({ fix }) => fix),
        [`Write a list: - ${want}: [s].`],
      );
    }
  });
});

describe('the URL of a source of identity', () => {
  const given: readonly (readonly [url: string, why: string | null, code?: 'cleartext'])[] = [
    ['', 'is empty'],
    ['https://{h}/x', 'is a template: "https://{h}/x"'],
    ['https://i.test/}', 'is a template: "https://i.test/}"'],
    ['//i.test/x', 'is not an absolute URL: "//i.test/x"'],
    ['i.test/x', 'is not an absolute URL: "i.test/x"'],
    ['https:i.test', 'is not an absolute URL: "https:i.test"'],
    ['https:///i.test', 'is not an absolute URL: "https:///i.test"'],
    [' https://i.test', 'is not an absolute URL: " https://i.test"'],
    ['https://i.test/a b', 'is not an absolute URL: "https://i.test/a b"'],
    ['https://i.test\\a', 'is not an absolute URL: "https://i.test\\\\a"'],
    ['https://i.test:99999/', 'is not an absolute URL: "https://i.test:99999/"'],
    ['ftp://i.test', 'is not an https URL: "ftp://i.test"'],
    ['https://u:p@i.test/x', 'holds a user name before an "@"'],
    ['//u@i.test', 'holds a user name before an "@"'],
    ['https://i.test/x@y', null],
    ['https://i.test?x@y', null],
    ['HTTPS://i.test', null],
    ['http://localhost/x', null],
    ['http://127.0.0.1', null],
    ['http://[::1]:9/x', null],
    ['http://128.0.0.1', 'is "http://128.0.0.1"', 'cleartext'],
    ['http://127.0.0.1.test', 'is "http://127.0.0.1.test"', 'cleartext'],
    ['http://localhost.test', 'is "http://localhost.test"', 'cleartext'],
    ['http://my-localhost', 'is "http://my-localhost"', 'cleartext'],
  ];
  for (const [url, why, code = 'invalid'] of given) {
    test(JSON.stringify(url), () => {
      const scheme = `{ type: openIdConnect, openIdConnectUrl: ${JSON.stringify(url)}, scopes: [] }`;
      const made = make(version3({ operations: onOrder(`security: [${ref('x')}]`), schemes: `{ x: ${scheme} }` }));
      const rest =
        code === 'cleartext'
          ? ': whoever is on the way can read and replace what is obtained there. Write https:, or, where the network is trusted, set schemes.x.allowHttp: true in the configuration.'
          : '. Write one absolute URL, such as https://idp.example.com/token. Server variables and templates are not resolved here.';
      const at = '/components/securitySchemes/x/openIdConnectUrl';
      assert.deepEqual(
        said(made),
        why === null ? [] : [`error scheme-url-${code} ${at}: openIdConnectUrl of scheme "x" ${why}${rest}`],
      );
    });
  }
});

describe('schemes that nothing applies, and security that demands nothing', () => {
  const schemes = '{ a: { type: X509 }, b: { type: X509 } }';
  const PUBLIC: TeamSays = { config: { public: ['onOrder'] } };
  const server = (security: string): string => `{ s: { host: h, protocol: wss, security: ${security} } }`;
  const unapplied = (severity: string): string =>
    `${severity} schemes-unapplied /components/securitySchemes/a /components/securitySchemes/b: No server or operation applies "a" and "b": nothing is guarded. Add security to the server or the operations: - $ref: '#/components/securitySchemes/a'.`;
  const EMPTY =
    'warning security-empty /servers/s/security: security is an empty list: nothing is required at this level. Leave security out where this level demands nothing, or state the schemes that it demands.';
  const given: readonly (readonly [title: string, made: () => Made, want: readonly string[]])[] = [
    ['nothing states security', () => make(version3({ operations: onOrder(), schemes })), [unapplied('error')]],
    ['no operation at all', () => make(version3({ schemes })), [unapplied('error')]],
    ['all is public', () => make(version3({ operations: onOrder(), schemes }), PUBLIC), [unapplied('warning')]],
    [
      'all is public, and the server demands nothing',
      () => make(version3({ servers: server('[]'), operations: onOrder(), schemes }), PUBLIC),
      [unapplied('warning'), EMPTY],
    ],
    [
      'the server demands nothing',
      () => make(version3({ servers: server('[]'), operations: onOrder(), schemes })),
      [
        'error operation-without-security /operations/onOrder /servers/s/security: Operation "onOrder" has no security on server "s": neither the operation nor the server demands a scheme. Add security (- $ref: \'#/components/securitySchemes/a\') to the operation or the server. Where anyone may use it, list it under public in the configuration.',
      ],
    ],
    [
      'anyone satisfies what the server demands',
      () => make(version2({ servers: "{ s: { url: 'wss://h', protocol: wss, security: [{}] } }", schemes }), PUBLIC),
      [
        'warning security-empty /servers/s/security: security holds {}, which anyone satisfies: nothing is required at this level. Leave security out where this level demands nothing, or state the schemes that it demands.',
      ],
    ],
    [
      'security that is no list',
      () => make(version3({ operations: onOrder('security: ~'), schemes })),
      [
        "error security-not-a-list /operations/onOrder/security: security is null; it is a list of alternatives. Write a list: - $ref: '#/components/securitySchemes/a'; or remove it where nothing is demanded here.",
      ],
    ],
    [
      'a scheme in place is no declared one',
      () => make(version3({ operations: onOrder('security: [{ type: plain }]') })),
      [],
    ],
  ];
  for (const [title, made, want] of given) {
    test(title, () => {
      assert.deepEqual(said(made()), want);
    });
  }
});
