import type { SCHEME_DIAGNOSTICS } from '../../../src/diagnostics/catalogue/schemes.js';
import { onOrder, ref, version2, version3 } from '../model-of.js';
import type { CodeFixture } from './fixture.js';

const IDP = 'https://idp.test/t';
const scheme = (text: string): CodeFixture => ({
  given: version3({ operations: onOrder(`security: [${ref('x')}]`), schemes: `{ x: ${text} }` }),
});
const oauth = (flows: string): CodeFixture => scheme(`{ type: oauth2, scopes: [], flows: { ${flows} } }`);
const OFFERS = `flows: { password: { tokenUrl: '${IDP}', availableScopes: { r: '' } } }`;

/** Documents for the codes about the fields of schemes. */
export const SCHEME_FIXTURES: Readonly<Record<keyof typeof SCHEME_DIAGNOSTICS, CodeFixture>> = {
  'scopes-invalid': scheme(`{ type: oauth2, scopes: r, ${OFFERS} }`),
  'scope-undefined': scheme(`{ type: oauth2, scopes: [w], ${OFFERS} }`),
  'scopes-without-oauth': scheme('{ type: plain, scopes: [r] }'),
  'scopes-unstated': scheme(`{ type: oauth2, ${OFFERS} }`),
  'scheme-type-unknown': scheme('{ type: httpBasic }'),
  'scheme-type-too-early': {
    given: version2({
      asyncapi: '2.0.0',
      servers: '{ s: { url: h, protocol: mqtt, security: [{ x: [] }] } }',
      schemes: '{ x: { type: plain } }',
    }),
  },
  'scheme-field-missing': scheme('{ type: httpApiKey, in: header }'),
  'scheme-field-invalid': scheme("{ type: httpApiKey, in: header, name: 'a b' }"),
  'scheme-field-unexpected': scheme('{ type: plain, name: x }'),
  'api-key-location': scheme('{ type: apiKey, in: header, name: x }'),
  'bearer-spelling': scheme('{ type: http, scheme: Bearer, bearerFormat: JWT }'),
  'scheme-url-invalid': scheme("{ type: openIdConnect, openIdConnectUrl: '{idp}' }"),
  'scheme-url-cleartext': scheme('{ type: openIdConnect, openIdConnectUrl: http://idp.test }'),
  'flow-unknown': oauth('deviceCode: {}'),
  'flow-field-unexpected': oauth(`password: { tokenUrl: '${IDP}', authorizationUrl: '${IDP}', availableScopes: {} }`),
  'flow-scopes-field': oauth(`password: { tokenUrl: '${IDP}', scopes: {} }`),
};
