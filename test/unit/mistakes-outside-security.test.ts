import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspected, type Inspected } from '../support/inspected.js';
import { mistakesIn } from '../support/mistake.js';
import { onOrder, ref, version2, version3 } from '../support/model-of.js';

const KEY = '{ key: { type: http, scheme: bearer } }';
const sound2 = version2({
  servers: "{ s: { url: 'wss://h', protocol: wss, security: [{ key: [] }] } }",
  publish: 'security: [{ key: [] }], message: { payload: { type: object } }',
  schemes: KEY,
});
const sound3 = version3({
  servers: `{ s: { host: h, protocol: wss, security: [${ref('key')}] } }`,
  channel: 'messages: { m: { payload: { type: object } } }',
  operations: onOrder(`security: [${ref('key')}]`),
  schemes: KEY,
});
const told = ({ diagnostics }: Inspected): readonly string[] =>
  mistakesIn(diagnostics).map(({ severity, code, at }) => `${severity} ${code} ${at?.pointer ?? '-'}`);

interface Elsewhere {
  readonly title: string;
  readonly given: string;
  /** `pointer: words` of each error. */
  readonly want: readonly string[];
  /** Whether the policy is. Default: yes. */
  readonly answered?: false;
}

/** A sound document with one or more mistakes outside security. */
const ELSEWHERE: readonly Elsewhere[] = [
  {
    title: 'info.externalDocs in 2.x, the most frequent one',
    given: sound2.replace('version: 1.0.0', 'version: 1.0.0, externalDocs: { url: https://x.test }'),
    want: ['/info/externalDocs: "externalDocs" is not expected to be here'],
  },
  {
    title: 'several, each once',
    given: sound2
      .replace('version: 1.0.0', 'version: 1.0.0, license: {}, contact: { email: nobody }')
      .replace('payload: { type: object }', 'payload: { type: object }, bindings: 1'),
    want: [
      '/info/license: must have required property "name"',
      '/info/contact/email: must match format "email"',
      '/channels/orders/publish/message/bindings: must be object',
    ],
  },
  {
    title: 'a payload whose schema is wrong, with an example (a 2.x message is a choice)',
    given: sound2.replace('type: object }', 'type: strng }, examples: [{ payload: 1 }], tags: [{ name: t }]'),
    want: ['/channels/orders/publish/message/payload/type: allowed values'],
  },
  {
    title: 'one of several messages, in 2.x',
    given: sound2.replace(
      'message: { payload: { type: object } }',
      'message: { oneOf: [{ payload: {} }, { paylod: {} }] }',
    ),
    want: ['/channels/orders/publish/message/oneOf/1/paylod: "paylod" is not expected'],
  },
  {
    title: 'a message that is not there',
    given: sound2.replace('message: { payload: { type: object } }', "message: { $ref: '#/components/messages/m' }"),
    want: ['/channels/orders/publish/message/$ref: leads nowhere'],
  },
  {
    title: 'parameters that do not fit',
    given: sound2.replace('orders: {', "'orders/{id}': { parameters: { key: { schema: { type: string } } },"),
    want: [
      '/channels/orders~1{id}/parameters: Missed: id',
      '/channels/orders~1{id}/parameters/key: redundant defined "key"',
    ],
  },
  {
    title: 'a message that is not of the channel, in 3.x',
    given: `${sound3.replace('action: receive,', "action: receive, messages: [{ $ref: '#/components/messages/n' }],")}  messages: { n: { payload: {} } }\n`,
    want: ['/operations/onOrder/messages/0: does not belong to the specified channel'],
  },
  {
    title: 'an operation’s channel that is not there, with messages of it',
    given: sound3.replace(
      "channel: { $ref: '#/channels/orders' }",
      "channel: { $ref: '#/channels/order' }, messages: [{ $ref: '#/channels/orders/messages/m' }]",
    ),
    want: ['/operations/onOrder/channel/$ref: leads nowhere'],
    answered: false,
  },
  {
    title: 'bindings and addresses of the wrong type, in 3.x',
    given: sound3.replace('address: orders,', 'address: 1, bindings: { kafka: { partitions: many } },'),
    want: [
      '/channels/orders/address: type must be string,null',
      '/channels/orders/bindings/kafka/partitions: type must be integer',
    ],
  },
];

void describe('M23: mistakes outside security', () => {
  for (const { title, given, want, answered = true } of ELSEWHERE) {
    void it(title, async () => {
      const sound = await inspected(given.includes('asyncapi: 2') ? sound2 : sound3);
      const found = await inspected(given);
      assert.deepEqual(told(sound), []);
      const errors = mistakesIn(found.diagnostics);
      assert.deepEqual(
        errors.map(({ severity, at }) => `${severity} ${at?.pointer ?? '-'}`),
        want.map((line) => `error ${line.slice(0, line.indexOf(': '))}`),
      );
      for (const [index, { message, fix }] of errors.entries()) {
        const words = want[index]?.replace(/^.*?: /, '') ?? '';
        assert.ok(message.includes(words), message);
        assert.doesNotMatch(`${message}${fix}`, /\n|must not be valid|must match "(?:then|else)"/);
      }
      assert.deepEqual(
        found.policy?.rules.map(({ status, requirements }) => [status, requirements]),
        answered ? sound.policy?.rules.map(({ status, requirements }) => [status, requirements]) : undefined,
        'the policy is exact',
      );
    });
  }

  void it('what a YAML alias repeats is one mistake', async () => {
    const server = (rest: string): string =>
      `  s: &s { url: 'wss://h', protocol: wss, ${rest} }\n  t: *s\n  u: { <<: *s, description: another }\n`;
    const text = (rest: string): string => sound2.replace(/servers: .*\n/, `servers:\n${server(rest)}`);
    assert.deepEqual(told(await inspected(text('security: word'))), ['error security-not-a-list /servers/s/security']);
    assert.deepEqual(told(await inspected(text('security: [{ key: [] }], x-access-control: { roles: [A] }'))), [
      'error access-control-misplaced /servers/s/x-access-control',
    ]);
    assert.deepEqual(told(await inspected(text('securty: [{ key: [] }]'))), [
      'error security-misspelt /servers/s/securty',
    ]);
  });

  void it('a version that is not understood is one mistake, whatever the references lead to', async () => {
    const given = sound3.replace('asyncapi: 3.0.0', 'asyncapi: 3.2.0').replace("'#/channels/orders'", "'./no.yaml'");
    assert.deepEqual(told(await inspected(given)), ['error version-unsupported /asyncapi']);
  });

  void it('{} in 3.x demands nothing, and is the official schema’s to refuse', async () => {
    const { policy, diagnostics } = await inspected(
      version3({
        servers: `{ s: { host: h, protocol: wss, security: [${ref('key')}] } }`,
        operations: onOrder('security: [{}]'),
        schemes: KEY,
      }),
    );
    assert.deepEqual(told({ policy, diagnostics }), [
      'warning security-empty /operations/onOrder/security',
      'error document-invalid /operations/onOrder/security/0',
    ]);
    assert.match(diagnostics.at(-1)?.fix ?? '', /Leave \{\} out/);
    assert.equal(policy?.operations['onOrder']?.security.state, 'anonymous');
  });
});

void describe('two mistakes are two errors', () => {
  const oauth = (major: 2 | 3, flow: string): string =>
    `{ x: { type: oauth2, ${major === 3 ? 'scopes: [], ' : ''}flows: { clientCredentials: { ${flow} } } } }`;
  const applied = (schemes: string): string => version2({ publish: 'security: [{ x: [] }]', schemes });
  const S = '/components/securitySchemes';
  for (const [title, given, want] of [
    [
      'in one flow',
      applied(oauth(2, "tokenUrl: 'https://i.test', authorizationUrl: 'https://i.test', availableScopes: {}")),
      [
        `error flow-field-unexpected ${S}/x/flows/clientCredentials/authorizationUrl`,
        `error flow-scopes-field ${S}/x/flows/clientCredentials/availableScopes`,
      ],
    ],
    [
      'in two schemes',
      version2({
        publish: 'security: [{ x: [] }, { y: [] }]',
        schemes: '{ x: { type: basic }, y: { type: apiKey, in: query, name: k } }',
      }),
      [`error scheme-type-unknown ${S}/x/type`, `error api-key-location ${S}/y/in`],
    ],
    [
      'of the form and of the scheme behind it',
      version3({ operations: onOrder('security: [{ x: [] }]'), schemes: '{ x: { type: httpBasic } }' }),
      ['error requirement-form /operations/onOrder/security/0', `error scheme-type-unknown ${S}/x/type`],
    ],
    [
      'of the version',
      version2({ asyncapi: '2.0.0', publish: 'security: [{ x: [] }]', schemes: '{ x: { type: plain } }' }),
      [
        'error operation-security-too-early /channels/orders/publish/security',
        `error scheme-type-too-early ${S}/x/type`,
      ],
    ],
    [
      'in security and elsewhere',
      applied('{ x: { type: http, scheme: Bearer, bearerFormat: JWT } }').replace('1.0.0', '1.0.0, foo: 1'),
      ['error document-invalid /info/foo', `error bearer-spelling ${S}/x/scheme`],
    ],
    [
      'where a flow without scopes would make the parser crash (P17)',
      applied(oauth(2, "tokenUrl: 'https://i.test'")).replace('1.0.0', '1.0.0, foo: 1'),
      ['error document-invalid /info/foo', `error flow-scopes-field ${S}/x/flows/clientCredentials`],
    ],
    [
      'of which one is in a scheme that nothing applies',
      version2({
        publish: 'security: [{ x: [] }]',
        schemes: '{ y: { type: plian }, x: { type: httpBasic } }',
      }),
      [`warning scheme-type-unknown ${S}/y/type`, `error scheme-type-unknown ${S}/x/type`],
    ],
    [
      'alike in a scheme that is applied and one that is not',
      version2({
        asyncapi: '2.0.0',
        servers: "{ s: { url: 'wss://h', protocol: wss, security: [{ x: [] }] } }",
        schemes: '{ y: { type: plain }, x: { type: plain } }',
      }),
      [`warning scheme-type-too-early ${S}/y/type`, `error scheme-type-too-early ${S}/x/type`],
    ],
  ] as const) {
    void it(title, async () => {
      assert.deepEqual(told(await inspected(given)), want);
    });
  }
});
