import { tellsEach } from '../support/mistake.js';
import { ref, version2, version3 } from '../support/model-of.js';

const SOURCE = '{ key: { type: http, scheme: bearer, x-access-control: { rolesFrom: account } } }';
const ROOT = '{ roles: { READER: {}, WRITER: {} } }';
const SECURITY = `security: [${ref('key')}]`;
const operation = (rest: string): string =>
  `{ action: receive, channel: { $ref: '#/channels/orders' }, ${SECURITY}, ${rest} }`;
/** A second operation that asks for both roles, so that none is unused. */
const OTHER = operation('x-access-control: { roles: [READER, WRITER] }');
const document3 = (rest: string, traits = '{}', channel = ''): string =>
  version3({
    root: ROOT,
    channel,
    operations: `{ onOrder: ${operation(rest)}, other: ${OTHER} }`,
    traits,
    schemes: SOURCE,
  }).replace('address: orders', channel === '' ? 'address: orders' : "address: 'orders/{room}'");
const document2 = (rest: string, traits = '{}'): string =>
  version2({ root: ROOT, publish: `security: [{ key: [] }], ${rest}`, traits, schemes: SOURCE }).replace(
    / \} \}\ncomponents/,
    ', subscribe: { security: [{ key: [] }], x-access-control: { roles: [READER, WRITER] } } } }\ncomponents',
  );
const PUBLISH = '/channels/orders/publish';
const OF_TRAIT = "traits: [{ $ref: '#/components/operationTraits/t' }]";

tellsEach('S11: a trait and its operation say different things', [
  {
    title: '2.x: the trait takes the roles of the operation away',
    given: document2('x-access-control: { roles: «[WRITER] }, traits: [{ x-access-control: { roles: »[READER] } }]'),
    code: 'access-control-dropped',
    severity: 'warning',
    pointer: `${PUBLISH}/x-access-control/roles`,
    fix: 'State roles at one place only',
  },
  {
    title: '3.x: the operation takes the roles of the trait away',
    given: document3(
      `x-access-control: { roles: »[WRITER] }, ${OF_TRAIT}`,
      '{ t: { x-access-control: { roles: «[READER] } } }',
    ),
    code: 'access-control-dropped',
    severity: 'warning',
    pointer: '/components/operationTraits/t/x-access-control/roles',
    fix: 'State roles at one place only',
  },
  {
    title: '3.x: in a file',
    given: {
      'asyncapi.yaml': document3("x-access-control: { roles: »[WRITER] }, traits: [{ $ref: 'trait.yaml' }]"),
      'trait.yaml': 'x-access-control: { roles: «[READER] }\n',
    },
    code: 'access-control-dropped',
    severity: 'warning',
    pointer: '/x-access-control/roles',
    fix: 'State roles at one place only',
  },
  {
    title: '2.x: the last of several traits',
    given: document2(
      'traits: [{ x-access-control: { roles: «[WRITER] } }, { x-access-control: { roles: »[READER] } }]',
    ),
    code: 'access-control-dropped',
    severity: 'warning',
    pointer: `${PUBLISH}/traits/0/x-access-control/roles`,
    fix: 'State roles at one place only',
  },
  {
    title: '2.x: one key of a map',
    given: document2(
      'x-access-control: { roles: [READER], context: { header: «a } }, traits: [{ x-access-control: { context: { header: »b } } }]',
    ),
    code: 'access-control-dropped',
    severity: 'warning',
    pointer: `${PUBLISH}/x-access-control/context/header`,
    fix: 'State context at one place only',
  },
]);

tellsEach('roles and the like beside x-access-control', [
  {
    title: 'a context',
    given: document3(
      'x-access-control: { roles: [READER] }, «context: { parameter: room }',
      '{}',
      'parameters: { room: {} }',
    ),
    code: 'access-control-misplaced',
    pointer: '/operations/onOrder/context',
    fix: 'Move it under x-access-control: write x-access-control: { roles: [READER], context: { parameter: room } }.',
  },
  {
    title: 'roles',
    given: document3('«roles: [WRITER]'),
    code: 'access-control-misplaced',
    pointer: '/operations/onOrder/roles',
    fix: 'Write x-access-control: { roles: [WRITER] }.',
  },
  {
    title: 'roles, 2.x',
    given: document2('«roles: [WRITER]'),
    code: 'access-control-misplaced',
    pointer: `${PUBLISH}/roles`,
    fix: 'Write x-access-control: { roles: [WRITER] }.',
  },
  {
    title: 'one role, and a context: one mistake',
    given: document3("«role: WRITER, »context: { value: 'a b' }"),
    code: 'access-control-misplaced',
    pointer: '/operations/onOrder/role',
    fix: 'Write x-access-control: { roles: [WRITER], context: { value: "a b" } }.',
  },
  {
    title: 'roles of a trait',
    given: document3(OF_TRAIT, '{ t: { «roles: [WRITER] } }'),
    code: 'access-control-misplaced',
    pointer: '/components/operationTraits/t/roles',
    fix: 'Write x-access-control: { roles: [WRITER] }.',
  },
  {
    title: 'roles of a trait in a JSON file, 2.x',
    given: {
      'asyncapi.yaml': document2("traits: [{ $ref: 'trait.json' }]"),
      'trait.json': '{ «"roles": ["WRITER"] }',
    },
    code: 'access-control-misplaced',
    pointer: '/roles',
    fix: 'Write "x-access-control": {"roles":["WRITER"]}.',
  },
  {
    title: 'rolesFrom on a scheme',
    given: document3('x-access-control: { roles: [READER] }').replace(
      'x-access-control: { rolesFrom: account }',
      '«rolesFrom: account',
    ),
    code: 'scheme-field-unexpected',
    pointer: '/components/securitySchemes/key/rolesFrom',
    fix: 'under x-access-control of a security scheme',
  },
  {
    title: 'security within it',
    given: document3(`x-access-control: { roles: [READER], «${SECURITY} }`),
    code: 'access-control-key-unknown',
    pointer: '/operations/onOrder/x-access-control/security',
    fix: 'on the server, operation or trait itself',
    answered: false,
  },
]);

tellsEach('roles that say nothing, or twice the same', [
  {
    title: 'roles without a value',
    given: document3('x-access-control: { «roles:  }'),
    code: 'operation-without-roles',
    pointer: '/operations/onOrder/x-access-control/roles',
    fix: 'State x-access-control.roles',
  },
  {
    title: 'roles without a value, 2.x',
    given: document2('x-access-control: { «roles:  }'),
    code: 'operation-without-roles',
    pointer: `${PUBLISH}/x-access-control/roles`,
    fix: 'State x-access-control.roles',
  },
  {
    title: 'an empty list of roles',
    given: document3('x-access-control: { roles: «[] }'),
    code: 'operation-without-roles',
    pointer: '/operations/onOrder/x-access-control/roles',
    fix: 'State x-access-control.roles',
  },
  {
    title: 'a role twice',
    given: document3('x-access-control: { roles: [»WRITER, «WRITER] }'),
    code: 'role-repeated',
    severity: 'warning',
    pointer: '/operations/onOrder/x-access-control/roles/1',
    fix: 'Name it once',
  },
  {
    title: 'a scheme twice',
    given: document3('x-access-control: { roles: [READER] }').replace(
      SECURITY,
      `security: [»${ref('key')}, «${ref('key')}]`,
    ),
    code: 'alternative-repeated',
    severity: 'warning',
    pointer: '/operations/onOrder/security/1',
    fix: 'Leave one of the two out',
  },
  {
    title: 'a scheme twice, by an alias, in a file',
    given: {
      'asyncapi.yaml': version3({
        operations: "{ onOrder: { $ref: 'on-order.yaml' } }",
        schemes: `{ key: { type: http, scheme: bearer }, alias: ${ref('key')} }`,
      }),
      'on-order.yaml': `action: receive
channel: { $ref: 'asyncapi.yaml#/channels/orders' }
security:
  - »{ $ref: 'asyncapi.yaml#/components/securitySchemes/key' }
  - «{ $ref: 'asyncapi.yaml#/components/securitySchemes/alias' }
`,
    },
    code: 'alternative-repeated',
    severity: 'warning',
    pointer: '/security/1',
    fix: 'Leave one of the two out',
  },
  {
    title: 'schemes twice in another order, 2.x',
    given: version2({
      publish: 'security: [»{ a: [], b: [] }, «{ b: [], a: [] }]',
      schemes: '{ a: { type: http, scheme: bearer }, b: { type: httpApiKey, in: header, name: X-Key } }',
    }),
    code: 'alternative-repeated',
    severity: 'warning',
    pointer: `${PUBLISH}/security/1`,
    fix: 'Leave one of the two out',
  },
]);

const IN_ROOM = 'x-access-control: { roles: [READER, WRITER], context: { parameter: room } }';
tellsEach('a context that one operation takes from the parameter of its channel, and another does not', [
  {
    title: 'is told at the one that does not',
    given: document3('x-access-control: { roles: [READER] }', '{}', 'parameters: { room: {} }')
      .replace('onOrder: {', 'onOrder: «{')
      .replace(`other: ${OTHER}`, `other: »${operation(IN_ROOM)}`),
    code: 'context-unstated',
    severity: 'warning',
    pointer: '/operations/onOrder',
    fix: 'context: { parameter: room }',
  },
  {
    title: '2.x',
    given: document2('x-access-control: { roles: [READER] }')
      .replace(
        'channels: { orders: {',
        "channels: { 'orders/{room}': { parameters: { room: { schema: { type: string } } },",
      )
      .replace('publish: {', 'publish: «{')
      .replace('subscribe: {', 'subscribe: »{')
      .replace('x-access-control: { roles: [READER, WRITER] }', IN_ROOM),
    code: 'context-unstated',
    severity: 'warning',
    pointer: '/channels/orders~1{room}/publish',
    fix: 'context: { parameter: room }',
  },
]);
