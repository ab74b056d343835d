import { lines, type CatalogueEntry } from './entry.js';

/** Diagnostics about the fields of security schemes. */
export const SCHEME_DIAGNOSTICS = {
  'scopes-invalid': {
    title: 'Scopes are not a list of strings',
    severity: 'error',
    cause: 'Scopes that cannot be read could not be demanded.',
    fix: 'Write a list of strings; [] where no scope is needed.',
  },
  'scope-undefined': {
    title: 'A scope that no flow offers',
    severity: 'error',
    cause: 'No token could ever hold a scope that the flows of its scheme do not offer; most likely it is misspelt.',
    fix: 'Correct the scope, or offer it in a flow of the scheme.',
    example: {
      wrong: lines(
        "scopes: ['orders:raed']",
        'flows:',
        '  clientCredentials:',
        "    availableScopes: { 'orders:read': Read orders }",
      ),
      right: lines(
        "scopes: ['orders:read']",
        'flows:',
        '  clientCredentials:',
        "    availableScopes: { 'orders:read': Read orders }",
      ),
    },
  },
  'scopes-without-oauth': {
    title: 'Scopes on a scheme that has none',
    severity: 'error',
    cause:
      'Only oauth2 and openIdConnect have scopes: AsyncAPI 2 ignores them on other types, AsyncAPI 3 forbids them. What is presented for another type says nothing of scopes, so that only an authenticator of the team can give them.',
    fix: 'Remove the scopes; say by roles (x-access-control) what a caller may do.',
    example: {
      wrong: lines('type: httpApiKey', "scopes: ['orders:read']"),
      right: lines('type: httpApiKey', '# and on the operation', 'x-access-control: { roles: [ORDER_READER] }'),
    },
  },
  'scopes-unstated': {
    title: 'An oauth2 scheme demands no scope',
    severity: 'info',
    cause: 'Without scopes, any valid token of the identity provider passes.',
    fix: 'List the scopes that a caller needs, or write scopes: [] to say that none is needed.',
  },
  'scheme-type-unknown': {
    title: 'Unknown type of scheme',
    severity: 'error',
    cause: 'What the type demands is not known, so nothing could check it.',
    fix: 'Write one of the types that AsyncAPI knows.',
    example: { wrong: lines('type: httpBasic'), right: lines('type: http', 'scheme: basic') },
  },
  'scheme-type-too-early': {
    title: 'A type of scheme that came with a later version',
    severity: 'error',
    cause: 'AsyncAPI 2.0.0 has no SASL types; they came with 2.1.0.',
    fix: 'Raise asyncapi: to 2.1.0 or later.',
    example: {
      wrong: lines('asyncapi: 2.0.0', '# ...', 'type: scramSha256'),
      right: lines('asyncapi: 2.6.0', '# ...', 'type: scramSha256'),
    },
  },
  'scheme-field-missing': {
    title: 'A scheme lacks a field',
    severity: 'error',
    cause: 'The type of the scheme needs this field to say where its credential comes from.',
    fix: 'Add the field.',
  },
  'scheme-field-invalid': {
    title: 'A field of a scheme is wrong',
    severity: 'error',
    cause: 'The value cannot be used for what the field says.',
    fix: 'Write a value that the field can have.',
  },
  'scheme-field-unexpected': {
    title: 'A scheme has a field that its type does not know',
    severity: 'error',
    cause: 'The field has no meaning on this type of scheme; what it was meant to demand is not demanded.',
    fix: 'Remove the field, or correct its name.',
  },
  'api-key-location': {
    title: 'An apiKey outside user and password',
    severity: 'error',
    cause: 'In AsyncAPI an apiKey is sent to a broker as user name or password; a key in HTTP is the type httpApiKey.',
    fix: 'For a key in HTTP write type: httpApiKey; for a broker write in: user or in: password.',
    example: {
      wrong: lines('type: apiKey', 'in: header', 'name: X-Api-Key'),
      right: lines('type: httpApiKey', 'in: header', 'name: X-Api-Key'),
    },
  },
  'bearer-spelling': {
    title: 'bearerFormat with another spelling of bearer',
    severity: 'error',
    cause: 'The official schema takes bearerFormat only where scheme is spelt bearer.',
    fix: 'Write scheme: bearer.',
    example: {
      wrong: lines('type: http', 'scheme: Bearer', 'bearerFormat: JWT'),
      right: lines('type: http', 'scheme: bearer', 'bearerFormat: JWT'),
    },
  },
  'scheme-url-invalid': {
    title: 'A URL of a scheme is not absolute',
    severity: 'error',
    cause:
      'Tokens and discovery documents are fetched from this address; relative, empty and templated URLs lead nowhere.',
    fix: 'Write one absolute https URL; templates and server variables are not resolved in it.',
    example: { wrong: lines("tokenUrl: '{idp}/token'"), right: lines('tokenUrl: https://idp.example.com/token') },
  },
  'scheme-url-cleartext': {
    title: 'A URL of a scheme without TLS',
    severity: 'error',
    cause: 'Over plain http whoever is on the way can read and replace tokens and keys.',
    fix: 'Write https, or set allowHttp for the scheme in the configuration where the network is trusted.',
  },
  'flow-unknown': {
    title: 'Unknown OAuth flow',
    severity: 'error',
    cause: 'AsyncAPI knows the flows implicit, password, clientCredentials and authorizationCode.',
    fix: 'Use one of the four flows, or remove it.',
  },
  'flow-field-unexpected': {
    title: 'An OAuth flow has a field that it does not know',
    severity: 'error',
    cause: 'Each flow has the URLs that it uses and no other.',
    fix: 'Remove the field from this flow.',
    example: {
      wrong: lines(
        'clientCredentials:',
        '  authorizationUrl: https://idp.example.com/authorize',
        '  tokenUrl: https://idp.example.com/token',
      ),
      right: lines('clientCredentials:', '  tokenUrl: https://idp.example.com/token'),
    },
  },
  'flow-scopes-field': {
    title: 'An OAuth flow lists its scopes in the wrong field',
    severity: 'error',
    cause: 'The field is scopes in AsyncAPI 2 and availableScopes in AsyncAPI 3; it must be there and may be {}.',
    fix: 'Rename the field; the map may be {}.',
    example: {
      wrong: lines(
        'asyncapi: 3.0.0',
        '# ...',
        'clientCredentials:',
        '  tokenUrl: https://idp.example.com/token',
        "  scopes: { 'orders:read': Read orders }",
      ),
      right: lines(
        'asyncapi: 3.0.0',
        '# ...',
        'clientCredentials:',
        '  tokenUrl: https://idp.example.com/token',
        "  availableScopes: { 'orders:read': Read orders }",
      ),
    },
  },
} as const satisfies Record<string, CatalogueEntry>;
