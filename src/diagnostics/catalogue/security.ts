import type { CatalogueEntry } from './entry.js';

/** Diagnostics about `security` blocks and security schemes. */
export const SECURITY_DIAGNOSTICS = {
  'scheme-undefined': {
    title: 'Undefined scheme',
    severity: 'error',
    cause: 'A requirement names a scheme that the document does not declare, so nobody can tell what it demands.',
  },
  'security-not-a-list': {
    title: 'security is not a list',
    severity: 'error',
    cause:
      'security is a list of alternatives in every AsyncAPI version; any other value cannot be read as a requirement.',
  },
  'requirement-form': {
    title: 'A requirement in the form of the other major version',
    severity: 'error',
    cause:
      'AsyncAPI 2 names schemes with scopes; AsyncAPI 3 refers to schemes or defines them in place. The other form demands nothing.',
  },
  'requirement-invalid': {
    title: 'An item of security is no requirement',
    severity: 'error',
    cause: 'Each item of security is a map; any other value cannot be read.',
  },
  'security-misspelt': {
    title: 'A key that looks like `security`',
    severity: 'error',
    cause: 'A server or operation that states its security under another name demands nothing.',
  },
  'security-misplaced': {
    title: 'security where it has no meaning',
    severity: 'error',
    cause:
      'Servers, operations and operation traits state security; anywhere else it demands nothing, whatever was meant.',
  },
  'ref-sibling': {
    title: 'A field beside $ref',
    severity: 'error',
    cause:
      'A reference has no other fields: what stands beside $ref is ignored, so that scopes or roles written there are lost.',
  },
  'scopes-invalid': {
    title: 'Scopes are not a list of strings',
    severity: 'error',
    cause: 'Scopes that cannot be read could not be demanded.',
  },
  'scope-undefined': {
    title: 'A scope that no flow offers',
    severity: 'error',
    cause: 'No token could ever hold a scope that the flows of its scheme do not offer; most likely it is misspelt.',
  },
  'scopes-without-oauth': {
    title: 'Scopes on a scheme that has none',
    severity: 'error',
    cause:
      'Only oauth2 and openIdConnect have scopes. On other types nothing can prove them; AsyncAPI 2 ignores them, AsyncAPI 3 forbids them.',
  },
  'scopes-unstated': {
    title: 'An oauth2 scheme demands no scope',
    severity: 'info',
    cause: 'Without scopes, any valid token of the identity provider passes.',
  },
  'scheme-type-unknown': {
    title: 'Unknown type of scheme',
    severity: 'error',
    cause: 'What the type demands is not known, so nothing could check it.',
  },
  'scheme-type-too-early': {
    title: 'A type of scheme that came with a later version',
    severity: 'error',
    cause: 'AsyncAPI 2.0.0 has no SASL types; they came with 2.1.0.',
  },
  'scheme-field-missing': {
    title: 'A scheme lacks a field',
    severity: 'error',
    cause: 'The type of the scheme needs this field to say where its credential comes from.',
  },
  'scheme-field-invalid': {
    title: 'A field of a scheme is wrong',
    severity: 'error',
    cause: 'The value cannot be used for what the field says.',
  },
  'scheme-field-unexpected': {
    title: 'A scheme has a field that its type does not know',
    severity: 'error',
    cause: 'The field has no meaning on this type of scheme; what it was meant to demand is not demanded.',
  },
  'api-key-location': {
    title: 'An apiKey outside user and password',
    severity: 'error',
    cause: 'In AsyncAPI an apiKey is sent to a broker as user name or password; a key in HTTP is the type httpApiKey.',
  },
  'bearer-spelling': {
    title: 'bearerFormat with another spelling of bearer',
    severity: 'error',
    cause: 'The official schema takes bearerFormat only where scheme is spelt bearer.',
  },
  'scheme-url-invalid': {
    title: 'A URL of a scheme is not absolute',
    severity: 'error',
    cause:
      'Tokens and discovery documents are fetched from this address; relative, empty and templated URLs lead nowhere.',
  },
  'scheme-url-cleartext': {
    title: 'A URL of a scheme without TLS',
    severity: 'error',
    cause: 'Over plain http whoever is on the way can read and replace tokens and keys.',
  },
  'flow-unknown': {
    title: 'Unknown OAuth flow',
    severity: 'error',
    cause: 'AsyncAPI knows the flows implicit, password, clientCredentials and authorizationCode.',
  },
  'flow-field-unexpected': {
    title: 'An OAuth flow has a field that it does not know',
    severity: 'error',
    cause: 'Each flow has the URLs that it uses and no other.',
  },
  'flow-scopes-field': {
    title: 'An OAuth flow lists its scopes in the wrong field',
    severity: 'error',
    cause: 'The field is scopes in AsyncAPI 2 and availableScopes in AsyncAPI 3; it must be there and may be {}.',
  },
  'schemes-unapplied': {
    title: 'Schemes are declared and applied nowhere',
    severity: 'error',
    cause: 'A scheme demands nothing until security of a server or operation applies it.',
  },
  'scheme-unused': {
    title: 'A scheme that nothing applies',
    severity: 'warning',
    cause: 'A declared scheme demands nothing by itself; where others are applied, this one may have been forgotten.',
  },
  'alternative-weak': {
    title: 'A weak alternative beside a strong one',
    severity: 'warning',
    cause:
      'Any one alternative suffices, so that a level is as strong as its weakest. In this order: a lasting secret that is sent as it is (plain, userPassword, apiKey, httpApiKey, http basic); a secret that stays with the caller or a token that expires (SCRAM, GSSAPI, bearer, oauth2, openIdConnect); a private key (X509, a record proof). Told where one of the first kind stands beside one of the others.',
  },
  'security-empty': {
    title: 'security demands nothing',
    severity: 'warning',
    cause: 'An empty list, or {} in the list, requires nothing at this level; the other level still applies.',
  },
  'operation-security-too-early': {
    title: 'security on an operation before AsyncAPI 2.4.0',
    severity: 'error',
    cause: 'Up to 2.3.0 only servers have security; readers of such a document do not look for it on operations.',
  },
  'operation-without-security': {
    title: 'An operation is not secured',
    severity: 'error',
    cause:
      'Neither the operation nor its server demands a scheme. A document alone can open nothing: only the team can, by name.',
  },
  'security-dropped': {
    title: 'A stated security does not count',
    severity: 'warning',
    cause: 'Traits merge whole: one list replaces the other, so that a demand of the author is not made.',
  },
  'security-emptied': {
    title: 'A trait takes the security of an operation away',
    severity: 'error',
    cause:
      'A list was stated, and the merge of traits leaves none: the operation would be open without anybody having said so.',
  },
  'provider-conflict': {
    title: 'Schemes of one provider differ',
    severity: 'error',
    cause:
      'Schemes with the same source of identity share evidence and authenticator, so that they must say the same about roles and carriers.',
  },
  'config-name-undefined': {
    title: 'The configuration names what the document does not have',
    severity: 'error',
    cause: 'A setting for a name that does not exist has no effect; most likely it is misspelt or out of date.',
  },
  'credential-in-binding': {
    title: 'A credential is described in a ws binding',
    severity: 'warning',
    cause: 'Bindings describe the handshake, and guard nothing; only schemes that security applies do.',
  },
} as const satisfies Record<string, CatalogueEntry>;
