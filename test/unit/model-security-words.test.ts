import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { make, onOrder, ref, version2, version3 } from '../support/model-of.js';

const SCHEMES =
  "{ key: { type: X509 }, idp: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://idp.test/t', availableScopes: { read: '' } } } } }";

/** A document with this `security`. */
const three = (security: string): string =>
  version3({ operations: onOrder(`security: ${security}`), schemes: SCHEMES });
const two = (security: string): string =>
  version2({
    servers: `{ s: { url: 'wss://h', protocol: wss, security: ${security} } }`,
    schemes: SCHEMES.replace('availableScopes', 'scopes'),
  });
/** A document whose operation takes its context from a parameter. */
const withContext = (channel: string, parameter: string): string =>
  version3({
    root: '{ roles: { R: {} } }',
    channel,
    operations: onOrder(
      `security: [${ref('key')}], x-access-control: { roles: [R], context: { parameter: ${parameter} } }`,
    ),
    schemes: '{ key: { type: X509, x-access-control: { rolesFrom: account } } }',
  });

interface Wording {
  readonly title: string;
  readonly yaml: string;
  /** Whether the policy is answered all the same. */
  readonly answered: boolean;
  /** Severity, code and fix of each diagnostic. */
  readonly want: readonly string[];
}

/** What a person is told to write instead. */
const WORDINGS: readonly Wording[] = [
  {
    title: 'nothing, in 3.x',
    yaml: three('~'),
    answered: false,
    want: [
      "error security-not-a-list: Write a list: - $ref: '#/components/securitySchemes/key'; or remove it where nothing is demanded here.",
    ],
  },
  {
    title: 'nothing, in 2.x',
    yaml: two('~'),
    answered: false,
    want: ['error security-not-a-list: Write a list: - key: []; or remove it where nothing is demanded here.'],
  },
  {
    title: 'an empty text, in 3.x',
    yaml: three("''"),
    answered: false,
    want: ["error security-not-a-list: Write a list: - $ref: '#/components/securitySchemes/key'."],
  },
  {
    title: 'a name, in 3.x',
    yaml: three('key'),
    answered: false,
    want: ["error security-not-a-list: Write a list: - $ref: '#/components/securitySchemes/key'."],
  },
  {
    title: 'a name, in 2.x',
    yaml: two('idp'),
    answered: false,
    want: ['error security-not-a-list: Write a list: - idp: [].'],
  },
  {
    title: 'a name that is nearly one, in 3.x',
    yaml: three('keey'),
    answered: false,
    want: ["error security-not-a-list: Write a list: - $ref: '#/components/securitySchemes/key'."],
  },
  {
    title: 'a reference without its list',
    yaml: three(ref('key')),
    answered: false,
    want: ["error security-not-a-list: Write a list: - $ref: '#/components/securitySchemes/key'."],
  },
  {
    title: 'a reference that is nearly one without its list',
    yaml: three(ref('kex')),
    answered: false,
    want: ["error security-not-a-list: Write a list: - $ref: '#/components/securitySchemes/key'."],
  },
  {
    title: 'a scheme without its list, in 3.x',
    yaml: three('{ type: X509 }'),
    answered: false,
    want: ['error security-not-a-list: Write a list: put "- " before the scheme.'],
  },
  {
    title: 'a map with a scheme of that name, in 2.x',
    yaml: two('{ type: [] }'),
    answered: false,
    want: ['error security-not-a-list: Write a list: - type: [].'],
  },
  {
    title: 'a requirement without its list, in 3.x',
    yaml: three('{ key: [] }'),
    answered: false,
    want: ["error security-not-a-list: Write a list: - $ref: '#/components/securitySchemes/key'."],
  },
  {
    title: 'a requirement without its list, in 2.x',
    yaml: two('{ idp: [read] }'),
    answered: false,
    want: ['error security-not-a-list: Write a list: - idp: [read].'],
  },
  {
    title: 'two requirements without their list, in 2.x',
    yaml: two('{ idp: [read], key: [] }'),
    answered: false,
    want: ['error security-not-a-list: Write a list: - idp: [read], and so on; one item for each choice.'],
  },
  {
    title: 'an empty map, in 2.x',
    yaml: two('{}'),
    answered: false,
    want: ['error security-not-a-list: Write a list: - key: [].'],
  },
  {
    title: 'a name in the list, in 3.x',
    yaml: three('[key]'),
    answered: false,
    want: ["error requirement-invalid: Write a reference: - $ref: '#/components/securitySchemes/key'."],
  },
  {
    title: 'a name in the list, in 2.x',
    yaml: two('[idp]'),
    answered: false,
    want: ['error requirement-invalid: Write a map from scheme to scopes: - idp: [].'],
  },
  {
    title: 'a list in the list, in 3.x',
    yaml: three('[[key]]'),
    answered: false,
    want: ['error requirement-invalid: Write its items into security itself: a list within the list has no meaning.'],
  },
  {
    title: 'an empty text in the list, in 3.x',
    yaml: three("['']"),
    answered: false,
    want: ["error requirement-invalid: Write a reference: - $ref: '#/components/securitySchemes/key'."],
  },
  {
    title: 'a number in the list, in 3.x',
    yaml: three('[7]'),
    answered: false,
    want: ["error requirement-invalid: Write a reference: - $ref: '#/components/securitySchemes/key'."],
  },
  {
    title: 'a requirement in 3.x',
    yaml: three('[{ idp: [read] }]'),
    answered: false,
    want: [
      "error requirement-form: Write - $ref: '#/components/securitySchemes/idp'. Scopes stand in the scheme: scopes: [read].",
    ],
  },
  {
    title: 'a reference in 2.x',
    yaml: two(`[${ref('key')}]`),
    answered: false,
    want: ['error requirement-form: Write - key: [].'],
  },
  {
    title: 'scopes beside a reference',
    yaml: three("[{ $ref: '#/components/securitySchemes/idp', scopes: [read] }]"),
    answered: false,
    want: ['error ref-sibling: Declare a scheme with these scopes and refer to that.'],
  },
  {
    title: 'access beside a reference',
    yaml: three("[{ $ref: '#/components/securitySchemes/idp', x-access-control: {} }]"),
    answered: false,
    want: ['error ref-sibling: Move x-access-control into the scheme.'],
  },
  {
    title: 'an extension beside a reference',
    yaml: three("[{ $ref: '#/components/securitySchemes/idp', x-note: {} }]"),
    answered: true,
    want: ['error ref-sibling: Move x-note into the scheme.'],
  },
  {
    title: 'a description beside a reference',
    yaml: three("[{ $ref: '#/components/securitySchemes/idp', description: text }]"),
    answered: true,
    want: [],
  },
  {
    title: 'a type beside a reference',
    yaml: three("[{ $ref: '#/components/securitySchemes/idp', type: X509 }]"),
    answered: true,
    want: ['warning ref-sibling: Move type into the scheme.'],
  },
  {
    title: 'a parameter that the address has',
    yaml: withContext("address: 'orders/{tenant}'", 'tenant').replace('address: orders, ', ''),
    answered: false,
    want: [
      'error context-parameter-undefined: Its address has {tenant}: add `parameters: { tenant: {} }` to channel "orders".',
    ],
  },
  {
    title: 'a parameter that is nearly one',
    yaml: withContext('parameters: { tenant: {} }', 'tenent'),
    answered: false,
    want: ['error context-parameter-undefined: Did you mean "tenant"?'],
  },
  {
    title: 'a parameter of a channel without any',
    yaml: withContext('', 'tenant'),
    answered: false,
    want: [
      'error context-parameter-undefined: Write {tenant} into the address of channel "orders" and add `parameters: { tenant: {} }`, or take the context from a header, field or value.',
    ],
  },
];

describe('security written wrongly', () => {
  for (const { title, yaml, answered, want } of WORDINGS) {
    test(title, () => {
      const { model, diagnostics } = make(yaml);
      const said = diagnostics.filter(({ code }) => code !== 'scheme-unused' && code !== 'scopes-unstated');
      assert.deepEqual(
        said.map(({ severity, code, fix }) => `${severity} ${code}: ${fix}`),
        want,
      );
      assert.equal(model !== undefined, answered);
    });
  }
});
