import type { CatalogueEntry } from './entry.js';

/** Diagnostics about reading a document: files, YAML, `$ref`, the official schema. */
export const DOCUMENT_DIAGNOSTICS = {
  'document-unreadable': {
    title: 'The document cannot be read',
    severity: 'error',
    cause: 'The file is missing, is a folder, or may not be read by this user.',
    fix: 'Name an existing YAML or JSON file that this user may read, or - for standard input.',
  },
  'document-binary': {
    title: 'The file is not text',
    severity: 'error',
    cause: 'AsyncAPI documents are YAML or JSON in UTF-8; a file with other bytes is not read any further.',
    fix: 'Save the file as UTF-8 text.',
  },
  'document-limit': {
    title: 'The document exceeds a limit',
    severity: 'error',
    cause:
      'A document, with all its files, may have 10 MiB, nesting of 100, 500,000 nodes, 1,000,000 nodes by aliases, 1,000 files, 100 references in a chain, 100,000,000 nodes with every reference written out (2,000,000 beside payloads, headers, schemas and examples), 1,000 mistakes in the YAML of a file and 50,000 alternatives in all rules together, so that none can exhaust the machine. 5,000 operations with their messages have some 400,000 nodes.',
    fix: 'Split the document, or leave out what is generated or repeated.',
  },
  'document-empty': {
    title: 'The file is empty',
    severity: 'error',
    cause: 'There is no YAML or JSON value in it.',
    fix: 'Write a YAML or JSON object into the file.',
  },
  'document-several': {
    title: 'Several YAML documents in one file',
    severity: 'error',
    cause: 'A file holds one document; which of several would count is not defined.',
    fix: 'Keep one document in the file.',
  },
  'yaml-syntax': {
    title: 'YAML or JSON syntax error',
    severity: 'error',
    cause: 'After a syntax error the rest of the file is guesswork, so that security could be cut off unnoticed.',
    fix: 'Mend the syntax there or in the lines above: indentation, a missing quote, colon or bracket.',
  },
  'key-duplicate': {
    title: 'A key is written twice',
    severity: 'error',
    cause: 'Readers disagree on which of the two counts, so that one of them may enforce what the other does not.',
    fix: 'Remove one of the two, or join what they say.',
  },
  'key-not-text': {
    title: 'A key is not plain text',
    severity: 'error',
    cause: 'Keys of an AsyncAPI document are names; a list or map as a key has no name.',
    fix: 'Write a plain name as the key.',
  },
  'tag-unsupported': {
    title: 'Unsupported YAML tag',
    severity: 'error',
    cause: 'Only the tags of the YAML 1.2 core schema have a meaning in an AsyncAPI document.',
    fix: 'Remove the tag.',
  },
  'alias-invalid': {
    title: 'A YAML alias or merge key leads nowhere',
    severity: 'error',
    cause: 'An alias needs an anchor that is complete before it, and a merge key needs maps.',
    fix: 'Write the anchor before its alias, and merge only maps.',
  },
  'ref-network': {
    title: 'A $ref to the network',
    severity: 'error',
    cause:
      'Nothing is fetched whose origin was not allowed by name: what a host answers today would decide about access. `check` is offline, whatever is allowed.',
    fix: 'Save the file beside the document and point the $ref at it.',
  },
  'ref-outside': {
    title: "A $ref outside the document's folder",
    severity: 'error',
    cause: 'References reach only files in the folder of the document, or in a folder that was allowed by name.',
    fix: 'Move the file into the folder of the document, or allow its folder with --allow-ref.',
  },
  'ref-unreadable': {
    title: 'A $ref to a file that cannot be read',
    severity: 'error',
    cause: 'The file is missing, is no regular file, or may not be read by this user.',
    fix: 'Correct the path, which counts from the file that holds the $ref.',
  },
  'ref-unresolved': {
    title: 'A $ref that leads nowhere',
    severity: 'error',
    cause: 'The file has nothing at this JSON Pointer.',
    fix: 'Point the $ref at something that exists.',
  },
  'ref-circular': {
    title: 'A $ref that leads back to itself',
    severity: 'error',
    cause: 'A chain of references that ends in itself defines nothing.',
    fix: 'Write the definition in one of the places instead of a $ref.',
  },
  'document-not-object': {
    title: 'The document is not an object',
    severity: 'error',
    cause: 'An AsyncAPI document is an object with asyncapi, info and channels.',
    fix: 'Begin the document with asyncapi: and the sections of an AsyncAPI document.',
  },
  'version-unsupported': {
    title: 'Unsupported AsyncAPI version',
    severity: 'error',
    cause:
      'Security means different things in different versions; only 2.0.0 to 2.6.0, 3.0.0 and 3.1.0 are understood.',
    fix: 'Write one of the versions that are understood.',
  },
  'object-expected': {
    title: 'An object was expected',
    severity: 'error',
    cause: 'A server, channel, operation or trait of another type states no requirement that could be read.',
    fix: 'Write an object, or remove the entry.',
  },
  'list-expected': {
    title: 'A list was expected',
    severity: 'error',
    cause: 'Traits and the servers of a channel are lists; anything else states nothing that could be read.',
    fix: 'Write a list: "- " before each item.',
  },
  'channel-undefined': {
    title: 'Undefined channel',
    severity: 'error',
    cause: "An operation, or its reply, names a channel that the document's root does not have.",
    fix: "Point the operation at a channel of the root: channel: { $ref: '#/channels/orders' }.",
  },
  'server-undefined': {
    title: 'Undefined server',
    severity: 'error',
    cause: "A channel names a server that the document's root does not have.",
    fix: 'Name a server of the root.',
  },
  'action-unknown': {
    title: 'Unknown action of an operation',
    severity: 'error',
    cause: 'An operation either sends or receives.',
    fix: "Write action: send or action: receive, from the described application's own view.",
  },
  'operation-duplicate': {
    title: 'Two operations with one id',
    severity: 'error',
    cause: 'Guards, roles and reports name operations by id, so that an id must be unique.',
    fix: 'Give each operation an operationId of its own.',
  },
  'scheme-id-duplicate': {
    title: 'Two schemes with one id',
    severity: 'error',
    cause: 'A scheme that is written in place is named by its pointer, and no component may have that name.',
    fix: 'Rename the component.',
  },
  'document-invalid': {
    title: 'The document violates the AsyncAPI schema',
    severity: 'error',
    cause: 'The official schema and rules of this version refuse this part of the document.',
    fix: "Change that part to what the specification of the document's version describes.",
  },
  'document-validation-skipped': {
    title: 'Validation was left out',
    severity: 'warning',
    cause:
      'The official parser looks at each node with every reference written out, and its time grows with the square of the keys of an object: with more than 1,000,000 such nodes, or 20,000 keys in one object, it would not answer in time. The security part was read all the same.',
    fix: 'Look for mistakes outside security with another validator, or split the document.',
  },
  'document-validation-timeout': {
    title: 'Validation took too long',
    severity: 'warning',
    cause: 'The official parser did not answer in time; the security part was read all the same.',
    fix: 'Look for mistakes outside security with another validator.',
  },
  'document-validation-failed': {
    title: 'Validation could not run',
    severity: 'warning',
    cause: 'The official parser ended without an answer; the security part was read all the same.',
    fix: 'Look for mistakes outside security with another validator.',
  },
} as const satisfies Record<string, CatalogueEntry>;
