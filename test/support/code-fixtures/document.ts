import type { DOCUMENT_DIAGNOSTICS } from '../../../src/diagnostics/catalogue/document.js';
import { onOrder, ref, version2, version3 } from '../model-of.js';
import type { CodeFixture } from './fixture.js';

const KEY = '{ key: { type: plain } }';
const operation = (rest: string): string => version3({ operations: onOrder(rest), schemes: KEY });
const sound = operation(`security: [${ref('key')}]`);

/** Documents for the codes about reading. A validation that takes too long needs a deadline, and has a test of its own. */
export const DOCUMENT_FIXTURES: Readonly<
  Record<Exclude<keyof typeof DOCUMENT_DIAGNOSTICS, 'document-validation-timeout'>, CodeFixture>
> = {
  'document-unreadable': { given: { 'missing/asyncapi.yaml': '' } },
  'document-binary': { given: 'asyncapi: 3.0.0\u0000' },
  'document-limit': { given: '['.repeat(200) },
  'document-empty': { given: '# nothing\n' },
  'document-several': { given: `${sound}---\n${sound}` },
  'yaml-syntax': { given: 'asyncapi: [3.0.0' },
  'key-duplicate': { given: `${sound}channels: {}\n` },
  'key-not-text': { given: `${sound}? [a]\n: b\n` },
  'tag-unsupported': { given: `${sound}x-note: !secret a\n` },
  'alias-invalid': { given: `${sound}x-note: *nobody\n` },
  'ref-network': { given: operation("security: [{ $ref: 'https://idp.test/scheme.yaml' }]") },
  'ref-outside': { given: operation("security: [{ $ref: '../scheme.yaml' }]") },
  'ref-unreadable': { given: operation("security: [{ $ref: './scheme.yaml' }]") },
  'ref-unresolved': {
    given: sound.replace('address: orders,', "address: orders, messages: { m: { $ref: '#/components/messages/m' } }"),
  },
  'ref-circular': {
    given: version3({ operations: onOrder(`security: [${ref('a')}]`), schemes: `{ a: ${ref('b')}, b: ${ref('a')} }` }),
  },
  'document-not-object': { given: '[asyncapi]' },
  'document-validation-skipped': {
    given: `${sound}x-keys:\n${Array.from({ length: 20_001 }, (_, index) => `  k${String(index)}: 1\n`).join('')}`,
  },
  'version-unsupported': { given: sound.replace('3.0.0', '4.0.0') },
  'object-expected': { given: version3({ servers: '{ s: text }' }) },
  'list-expected': { given: operation(`security: [${ref('key')}], traits: {}`) },
  'channel-undefined': {
    given: `${operation(`security: [${ref('key')}]`).replace('#/channels/orders', '#/components/channels/c')}  channels: { c: { address: c } }\n`,
  },
  'server-undefined': {
    given: version2({ servers: '{ s: { url: h, protocol: mqtt, security: [{ key: [] }] } }', schemes: KEY }).replace(
      'orders: {',
      'orders: { servers: [t],',
    ),
  },
  'action-unknown': { given: sound.replace('receive', 'publish') },
  'operation-duplicate': {
    given: version2({ publish: 'security: [{ key: [] }]', schemes: KEY }).replace(
      'publish: {',
      'subscribe: { operationId: onOrder, security: [{ key: [] }] }, publish: {',
    ),
  },
  'scheme-id-duplicate': {
    given: version3({
      operations: onOrder("security: [{ type: plain }, { $ref: '#/components/securitySchemes/~1x' }]").replace(
        '~1x',
        '%23~1operations~1onOrder~1security~10',
      ),
      schemes: "{ '#/operations/onOrder/security/0': { type: plain } }",
    }),
  },
  'document-invalid': { given: sound.replace('1.0.0', '1.0.0, foo: 1'), check: 'official' },
  'document-validation-failed': { given: sound, check: () => Promise.reject(new Error('it ended with code 1')) },
};
