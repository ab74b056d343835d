import { lines, type CatalogueEntry } from './entry.js';

/** Diagnostics about `security` blocks. */
export const SECURITY_DIAGNOSTICS = {
  'scheme-undefined': {
    title: 'Undefined scheme',
    severity: 'error',
    cause: 'A requirement names a scheme that the document does not declare, so nobody can tell what it demands.',
    fix: 'Correct the name, or declare the scheme under components.securitySchemes.',
    example: {
      wrong: lines('security:', "  - $ref: '#/components/securitySchemes/baererAuth'"),
      right: lines('security:', "  - $ref: '#/components/securitySchemes/bearerAuth'"),
    },
  },
  'security-not-a-list': {
    title: 'security is not a list',
    severity: 'error',
    cause:
      'security is a list of alternatives in every AsyncAPI version; any other value cannot be read as a requirement.',
    fix: 'Write a list of alternatives.',
    example: { wrong: lines('security:', '  bearerAuth: []'), right: lines('security:', '  - bearerAuth: []') },
  },
  'requirement-form': {
    title: 'A requirement in the form of the other major version',
    severity: 'error',
    cause:
      'AsyncAPI 2 names schemes with scopes; AsyncAPI 3 refers to schemes or defines them in place. The other form demands nothing.',
    fix: "Write each item in the form of the document's version.",
    example: {
      wrong: lines('asyncapi: 3.0.0', '# ...', 'security:', '  - bearerAuth: []'),
      right: lines('asyncapi: 3.0.0', '# ...', 'security:', "  - $ref: '#/components/securitySchemes/bearerAuth'"),
    },
  },
  'requirement-invalid': {
    title: 'An item of security is no requirement',
    severity: 'error',
    cause: 'Each item of security is a map; any other value cannot be read.',
    fix: "Write each item in the form of the document's version.",
    example: {
      wrong: lines('security: [bearerAuth]'),
      right: lines('security:', "  - $ref: '#/components/securitySchemes/bearerAuth'"),
    },
  },
  'security-misspelt': {
    title: 'A misspelt key on the way to security',
    severity: 'error',
    cause:
      'What stands under a key that nobody reads demands nothing: security itself, or the servers, channels, operations, traits or schemes in which it is written.',
    fix: 'Correct the key.',
    example: { wrong: lines('securty:', '  - bearerAuth: []'), right: lines('security:', '  - bearerAuth: []') },
  },
  'security-misplaced': {
    title: 'security where it has no meaning',
    severity: 'error',
    cause:
      'Servers, operations and operation traits state security, and components holds the schemes; anywhere else they demand nothing, whatever was meant.',
    fix: 'State security on the servers, or on the operations themselves, and declare schemes under components.securitySchemes.',
  },
  'ref-sibling': {
    title: 'A field beside $ref',
    severity: 'error',
    cause:
      'A reference has no other fields: what stands beside $ref is ignored, so that scopes or roles written there are lost.',
    fix: 'Move the field into what the $ref leads to; for other scopes, declare another scheme.',
    example: {
      wrong: lines('security:', "  - $ref: '#/components/securitySchemes/idp'", "    scopes: ['orders:read']"),
      right: lines(
        'security:',
        "  - $ref: '#/components/securitySchemes/idpForReaders' # states scopes: ['orders:read']",
      ),
    },
  },
  'schemes-unapplied': {
    title: 'Schemes are declared and applied nowhere',
    severity: 'error',
    cause: 'A scheme demands nothing until security of a server or operation applies it.',
    fix: 'Add security to the servers or the operations.',
    example: {
      wrong: lines(
        'servers:',
        '  production: { host: broker.example.com, protocol: kafka-secure }',
        'components:',
        '  securitySchemes:',
        '    broker: { type: scramSha512 }',
      ),
      right: lines(
        'servers:',
        '  production:',
        '    host: broker.example.com',
        '    protocol: kafka-secure',
        '    security:',
        "      - $ref: '#/components/securitySchemes/broker'",
        'components:',
        '  securitySchemes:',
        '    broker: { type: scramSha512 }',
      ),
    },
  },
  'scheme-unused': {
    title: 'A scheme that nothing applies',
    severity: 'warning',
    cause: 'A declared scheme demands nothing by itself; where others are applied, this one may have been forgotten.',
  },
  'alternative-repeated': {
    title: 'The same alternative twice',
    severity: 'warning',
    cause: 'Any one alternative suffices, so that the second changes nothing; often another scheme was meant.',
    fix: 'Leave one of the two out, or name the scheme that was meant.',
    example: {
      wrong: lines('security:', '  - bearerAuth: []', '  - bearerAuth: []'),
      right: lines('security:', '  - bearerAuth: []', '  - apiKeyAuth: []'),
    },
  },
  'alternative-weak': {
    title: 'A weak alternative beside a strong one',
    severity: 'warning',
    cause:
      'Any one alternative suffices. From weak to strong: a lasting secret that is sent as it is (plain, userPassword, apiKey, httpApiKey, http basic); one that stays with the caller, or a token that expires; a private key (X509, a record proof).',
  },
  'security-empty': {
    title: 'security demands nothing',
    severity: 'warning',
    cause: 'An empty list, or {} in the list, requires nothing at this level; the other level still applies.',
    fix: 'Leave security out, or state the schemes that are demanded.',
  },
  'operation-security-too-early': {
    title: 'security on an operation before AsyncAPI 2.4.0',
    severity: 'error',
    cause: 'Up to 2.3.0 only servers have security; readers of such a document do not look for it on operations.',
    fix: 'Raise asyncapi: to 2.4.0 or later, or state security on the server.',
    example: {
      wrong: lines('asyncapi: 2.3.0', '# ...', 'publish:', '  security:', '    - bearerAuth: []'),
      right: lines('asyncapi: 2.4.0', '# ...', 'publish:', '  security:', '    - bearerAuth: []'),
    },
  },
  'operation-without-security': {
    title: 'An operation is not secured',
    severity: 'error',
    cause:
      'Neither the operation nor its server demands a scheme. A document alone can open nothing: only the team can, by name.',
    fix: 'Add security to the operation or to each of its servers. Where none of them states any, the operation may be listed under public in the configuration.',
  },
  'security-dropped': {
    title: 'A stated security does not count',
    severity: 'warning',
    cause: 'Traits merge whole: one list replaces the other, so that a demand of the author is not made.',
    fix: 'State the wanted list at one place only.',
  },
  'security-emptied': {
    title: 'A trait takes the security of an operation away',
    severity: 'error',
    cause:
      'A list was stated, and the merge of traits leaves none: the operation would be open without anybody having said so.',
    fix: 'Remove the empty list, or state the wanted one where it wins.',
  },
  'provider-conflict': {
    title: 'Schemes of one provider differ',
    severity: 'error',
    cause:
      'Schemes with the same source of identity share evidence and authenticator, so that they must say the same about roles and carriers.',
    fix: 'Say the same in each of the schemes; different sources have different URLs.',
  },
  'config-name-undefined': {
    title: 'The configuration names what the document does not have',
    severity: 'error',
    cause: 'A setting for a name that does not exist has no effect; most likely it is misspelt or out of date.',
    fix: 'Correct the name, or remove the setting.',
  },
  'names-confusable': {
    title: 'Two names that look alike',
    severity: 'warning',
    cause:
      'They differ in letters of other scripts, in how an accent is composed or in characters that nobody sees: whoever reads one may take it for the other, and grant that.',
    fix: 'Write one name with the same characters everywhere, or choose names that a reader can tell apart.',
  },
  'credential-in-binding': {
    title: 'A credential is described in a ws binding',
    severity: 'warning',
    cause: 'Bindings describe the handshake, and guard nothing; only schemes that security applies do.',
    fix: 'Declare an httpApiKey scheme for it and apply that in security.',
    example: {
      wrong: lines('bindings:', '  ws:', '    query:', '      properties:', '        token: { type: string }'),
      right: lines('components:', '  securitySchemes:', '    token: { type: httpApiKey, in: query, name: token }'),
    },
  },
} as const satisfies Record<string, CatalogueEntry>;
