/** Texts that broke code generators, by what they try (reference: advisories of 2026 for OpenAPI generators). */
export const PAYLOADS: readonly string[] = [
  // breakers of strings, comments and templates
  '*/globalThis.__pwn=1;/*',
  "'",
  '"',
  '`',
  '\\',
  "\\'",
  "';globalThis.__pwn=1;//",
  '";globalThis.__pwn=1;//',
  '${globalThis.__pwn=1}',
  '`+(globalThis.__pwn=1)+`',
  '];globalThis.__pwn=1;//',
  '})(globalThis.__pwn=1);({',
  '</script><script>globalThis.__pwn=1</script>',
  // lines and encodings
  'a\nglobalThis.__pwn=1\n//',
  'a\r*/globalThis.__pwn=1//',
  'a\u2028globalThis.__pwn=1//',
  'a\u2029globalThis.__pwn=1//',
  'a\u0085b',
  'a\0b',
  'a\ud800b',
  'a\udc00',
  '\ufeffa',
  'a\u202eb\u2066c',
  'a\u200bb\u200d',
  '\u0430dmin',
  'n\u00e9',
  'ne\u0301',
  '\u{e0061}a',
  // templates and String.replace
  '{{{constructor}}}',
  '{{constructor.constructor "globalThis.__pwn=1"}}',
  '{{> payload}}',
  '{{!-- x --}}',
  '$&',
  '$1',
  "$'",
  '__AG0_str__',
  '__AG1_ident__',
  // names that a language knows
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'then',
  'close',
  'class',
  'await',
  'POLICY',
  'createGuard',
  // paths
  '../../x',
  '..\\..\\x',
  'C:\\x',
  '/abs',
  'con',
  'file:///etc/passwd',
  // words to tools
  '# sourceMappingURL=http://evil.test',
  '@ts-nocheck',
  'eslint-disable',
  '/// <reference path="/etc/passwd" />',
  '@deprecated',
  '!!js/function "globalThis.__pwn=1"',
  '',
  ' ',
  '*',
  '@',
];

/** Puts a text into one place of a document; every other place keeps its own. */
type Place = (name: string, plain: string) => string;

/** Reads like a JSON Pointer in a URI's fragment. */
const segment = (name: string): string => {
  const escaped = name.replaceAll('~', '~0').replaceAll('/', '~1');
  // A lone surrogate has no bytes to encode.
  return /\p{Cs}/u.test(escaped) ? escaped : encodeURIComponent(escaped);
};

/** An object whose keys may be any text, `__proto__` too. */
const map = (...entries: readonly (readonly [string, unknown])[]): object => Object.fromEntries(entries);

const access = (place: Place, role: string): object => ({
  defaultContext: place('default context', 'default'),
  adminContext: place('admin context', '_admin'),
  roles: map(
    [role, { description: place('role description', 'Reads') }],
    ['FORMER', { deprecated: true, replacedBy: [role], contexts: [place('role context', 'billing')] }],
  ),
});

const key = (place: Place): object => ({
  type: 'httpApiKey',
  in: 'header',
  name: place('header name', 'X-Key'),
  description: place('scheme description', 'A key.'),
  'x-access-control': { rolesFrom: 'account', aliases: [place('header alias', 'X-Old-Key')] },
});

const login = (place: Place): object => ({
  type: 'openIdConnect',
  openIdConnectUrl: `https://idp.acme.test/${place('open id url', 'configuration')}`,
  scopes: [place('scope', 'events:read')],
  'x-access-control': {
    rolesFrom: 'claim',
    claim: {
      path: place('claim path', 'realm.roles'),
      separator: place('claim separator', ','),
      prefix: place('claim prefix', 'acme-'),
      map: map([place('claim value', 'operators'), [`FORMER@${place('mapped context', 'default')}`]]),
    },
  },
});

const message = (place: Place, kind: string): object => ({
  name: place('message name', 'event'),
  contentType: place('content type', 'application/json'),
  payload: {
    type: 'object',
    properties: map([
      place('property', 'type'),
      kind === 'first' ? { const: place('constant', 'first') } : { const: kind },
    ]),
    required: [place('property', 'type')],
  },
});

const document3 = (place: Place): object => {
  const channel = place('channel', 'events');
  const role = place('role', 'READ');
  const keyId = place('scheme', 'token');
  const parameter = place('parameter', 'context');
  const ref = (...path: readonly string[]): object => ({ $ref: `#/${path.map(segment).join('/')}` });
  return {
    asyncapi: '3.0.0',
    info: {
      title: place('title', 'Events'),
      version: place('version', '1.0.0'),
      description: place('description', 'All events.'),
    },
    'x-access-control': access(place, role),
    servers: map([
      place('server', 'gateway'),
      {
        host: place('host', 'gateway.acme.test'),
        pathname: place('pathname', '/ws'),
        protocol: 'wss',
        description: place('server description', 'The gateway.'),
        security: [ref('components', 'securitySchemes', keyId), ref('components', 'securitySchemes', 'login')],
      },
    ]),
    channels: map([
      channel,
      {
        address: `events/{${parameter}}/${place('address', 'all')}`,
        parameters: map([parameter, { description: place('parameter description', 'Where.') }]),
        messages: map(
          ['first', message(place, 'first')],
          ['second', message(place, 'second')],
          ['third', message(place, 'third')],
        ),
      },
    ]),
    operations: map(
      [
        place('operation', 'append'),
        {
          action: 'receive',
          channel: ref('channels', channel),
          summary: place('summary', 'Appends.'),
          messages: [ref('channels', channel, 'messages', 'first')],
          'x-access-control': { roles: [role], context: { parameter } },
        },
      ],
      [
        'count',
        {
          action: 'receive',
          channel: ref('channels', channel),
          messages: [ref('channels', channel, 'messages', 'second')],
          reply: { channel: ref('channels', channel), messages: [ref('channels', channel, 'messages', 'third')] },
          'x-access-control': { roles: [role, 'FORMER'], context: { value: place('context', 'billing') } },
        },
      ],
      [
        place('sent operation', 'read'),
        {
          action: 'send',
          channel: ref('channels', channel),
          messages: [ref('channels', channel, 'messages', 'third')],
          'x-access-control': { roles: [role], context: { header: place('context header', 'X-Context') } },
        },
      ],
    ),
    components: { securitySchemes: map([keyId, key(place)], ['login', login(place)]) },
  };
};

const document2 = (place: Place): object => {
  const role = place('role', 'READ');
  const keyId = place('scheme', 'token');
  const parameter = place('parameter', 'context');
  const scope = place('scope', 'events:read');
  return {
    asyncapi: '2.6.0',
    info: { title: place('title', 'Events'), version: '1.0.0', description: place('description', 'All events.') },
    'x-access-control': access(place, role),
    servers: map([
      place('server', 'gateway'),
      {
        url: `wss://gateway.acme.test/${place('path', 'ws')}`,
        protocol: 'wss',
        protocolVersion: place('protocol version', '13'),
        security: [map([keyId, []]), map(['oauth', [scope]])],
      },
    ]),
    channels: map([
      `events/{${parameter}}/${place('channel', 'all')}`,
      {
        description: place('channel description', 'Events.'),
        parameters: map([parameter, { description: 'Where.', schema: { type: 'string' } }]),
        publish: {
          operationId: place('operation', 'append'),
          description: place('operation description', 'Appends.'),
          message: message(place, 'first'),
          'x-access-control': { roles: [role], context: { parameter } },
        },
        subscribe: {
          operationId: place('sent operation', 'read'),
          message: { oneOf: [message(place, 'second'), message(place, 'third')] },
          'x-access-control': { roles: [role, 'FORMER'], context: { field: place('context field', 'tenant') } },
        },
      },
    ]),
    components: {
      securitySchemes: map(
        [keyId, key(place)],
        [
          'oauth',
          {
            type: 'oauth2',
            description: place('scheme description', 'Tokens.'),
            flows: {
              clientCredentials: {
                tokenUrl: `https://idp.acme.test/${place('token url', 'token')}`,
                scopes: map([scope, place('scope description', 'Reads events.')]),
              },
            },
            'x-access-control': { rolesFrom: 'account', usernameClaim: place('username claim', 'email') },
          },
        ],
      ),
    },
  };
};

const DOCUMENTS = { '2.6': document2, '3.0': document3 } as const;

export type Major = keyof typeof DOCUMENTS;

/** The places of a document that hold a text of its author's. */
export const placesOf = (major: Major): readonly string[] => {
  const names = new Set<string>();
  DOCUMENTS[major]((name, plain) => {
    names.add(name);
    return plain;
  });
  return [...names];
};

/** A document with a text in these places. */
export const hostileDocument = (major: Major, places: readonly string[], text: string): string =>
  JSON.stringify(DOCUMENTS[major]((name, plain) => (places.includes(name) ? text : plain)));

/** A document with these texts in the places that they are named after. */
export const documentOf = (major: Major, texts: ReadonlyMap<string, string>): string =>
  JSON.stringify(DOCUMENTS[major]((name, plain) => texts.get(name) ?? plain));
