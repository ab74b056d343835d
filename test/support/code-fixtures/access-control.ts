import type { ACCESS_CONTROL_DIAGNOSTICS } from '../../../src/diagnostics/catalogue/access-control.js';
import { onOrder, ref, version3 } from '../model-of.js';
import type { CodeFixture } from './fixture.js';

const SOURCE = '{ t: { type: plain, x-access-control: { rolesFrom: account } } }';
interface Parts {
  readonly root?: string;
  readonly schemes?: string;
  readonly security?: string;
  readonly channel?: string;
}
const document = (access: string, parts: Parts = {}): string =>
  version3({
    root: parts.root ?? '{ roles: { READER: {} } }',
    schemes: parts.schemes ?? SOURCE,
    channel: parts.channel ?? '',
    operations: onOrder(`security: [${parts.security ?? ref('t')}], x-access-control: ${access}`),
  });
const fixture = (access: string, parts: Parts = {}): CodeFixture => ({ given: document(access, parts) });
const READS = '{ roles: [READER] }';
const operation = (access: string, rest = ''): string =>
  `{ action: receive, channel: { $ref: '#/channels/orders' }, security: [${ref('t')}], x-access-control: ${access}${rest} }`;
const scheme = (access: string): CodeFixture =>
  fixture(READS, { schemes: `{ t: { type: plain, x-access-control: ${access} } }` });
const withFile = (file: string): CodeFixture => ({
  given: { 'asyncapi.yaml': document(READS), 'access.yaml': file },
  config: { accessControl: './access.yaml' },
});

/** Documents for the codes about access control. */
export const ACCESS_CONTROL_FIXTURES: Readonly<Record<keyof typeof ACCESS_CONTROL_DIAGNOSTICS, CodeFixture>> = {
  'access-control-key-unknown': fixture('{ roles: [READER], rols: [] }'),
  'access-control-value-invalid': fixture('{ roles: READER }'),
  'access-control-conflict': fixture('{ roles: [READER], access: authenticated }'),
  'access-control-dropped': {
    given: version3({
      root: '{ roles: { READER: {}, WRITER: {} } }',
      schemes: SOURCE,
      operations: `{
        write: ${operation('{ roles: [WRITER] }', `, traits: [{ x-access-control: ${READS} }]`)}, read: ${operation(READS)} }`,
    }),
  },
  'access-control-name-undefined': withFile('operations: { onOrdr: { roles: [READER] } }\n'),
  'preset-undefined': fixture(READS, { root: '{ preset: axon, roles: { READER: {} } }' }),
  'preset-unreadable': fixture('{ function: READ }', { root: '{ preset: ../roles.yaml }' }),
  'role-model-missing': {
    given: version3({ operations: onOrder(`security: [${ref('t')}], x-access-control: ${READS}`), schemes: SOURCE }),
  },
  'role-undefined': fixture('{ roles: [READER, REDER] }'),
  'role-deprecated': fixture(READS, { root: '{ roles: { READER: { deprecated: true } } }' }),
  'function-undefined': fixture('{ function: DISPATCH_COMAND }', { root: '{ preset: axon-server }' }),
  'grant-invalid': scheme("{ rolesFrom: groups, groupRoles: { staff: ['READER@*', READER] } }"),
  'operation-without-roles': fixture('{}', { root: '{ roles: {} }' }),
  'context-not-fixed': fixture('{ roles: [READER], context: { value: other } }', {
    root: '{ roles: { READER: { contexts: [shop] } } }',
  }),
  'context-unstated': {
    given: version3({
      root: '{ roles: { READER: {} } }',
      schemes: SOURCE,
      channel: 'parameters: { shop: {} }',
      operations: `{ one: ${operation(READS)}, other: ${operation('{ roles: [READER], context: { parameter: shop } }')} }`,
    }),
  },
  'context-parameter-undefined': fixture('{ roles: [READER], context: { parameter: shop } }'),
  'actor-missing': fixture(READS, { schemes: '{ t: { type: plain } }' }),
  'actor-ambiguous': {
    given: `asyncapi: 2.6.0
info: { title: Test, version: 1.0.0 }
x-access-control: { roles: { READER: {} } }
channels: { orders: { publish: { security: [{ a: [], b: [] }], x-access-control: { roles: [READER] } } } }
components:
  securitySchemes:
    a: { type: plain, x-access-control: { rolesFrom: account } }
    b: { type: X509, x-access-control: { rolesFrom: certificate } }
`,
  },
  'actor-undefined': fixture('{ roles: [READER], actor: tt }'),
  'public-conflict': { given: document(READS), config: { public: ['onOrder'] } },
  'role-repeated': fixture('{ roles: [READER, READER] }'),
  'role-never-counts': fixture('{ roles: [READER, SHOP], context: { value: main } }', {
    root: '{ roles: { READER: {}, SHOP: { contexts: [shop] } } }',
  }),
  'role-unused': fixture(READS, { root: '{ roles: { READER: {}, WRITER: {} } }' }),
  'roles-ungranted': scheme("{ rolesFrom: groups, groupRoles: { staff: ['READER@elsewhere'] } }"),
  'role-source-incomplete': scheme('{ rolesFrom: groups }'),
  'role-source-unread': scheme('{ rolesFrom: account, claim: { path: roles } }'),
  'access-control-misplaced': fixture(READS, { channel: 'x-access-control: { roles: [READER] }' }),
  'access-control-misspelt': {
    given: document(READS).replace('x-access-control: { roles: {', 'x-acces-control: { roles: {'),
  },
};
