import { report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type { DocumentFacts } from './facts.js';
import { readChannels } from './facts-channels.js';
import { mutePartsOf, tellMisplaced, tellMisplacedAccess, tellMisplacedSchemes } from './facts-misplaced.js';
import { operationFacts } from './facts-operations.js';
import { Schemes } from './facts-schemes.js';
import type { FactsScope } from './facts-scope.js';
import { serverFacts } from './facts-servers.js';
import { unreachedSecurity } from './facts-unreached.js';
import { misspeltExtensions } from './misspelt-extension.js';
import { misspeltSecurity } from './misspelt-security.js';
import { policyOwners } from './policy-owners.js';
import { Problems } from './reference-problems.js';
import type { ReadDocument } from './source-file.js';
import { member, section, spotOf, textOf, type Spot } from './spot.js';

/** The versions whose security is understood (S2). */
export const VERSIONS: readonly string[] = [
  '2.0.0',
  '2.1.0',
  '2.2.0',
  '2.3.0',
  '2.4.0',
  '2.5.0',
  '2.6.0',
  '3.0.0',
  '3.1.0',
];

/**
 * Reads what a document says about its servers, channels, operations and their security. There is no value where a
 * requirement itself cannot be read.
 */
export const documentFacts = (read: ReadDocument): Outcome<DocumentFacts> => {
  const entry = read.files.get(read.entry);
  if (entry === undefined) return { diagnostics: [] };
  const root = spotOf(entry.root);
  const asyncapi = textOf(member(root, 'asyncapi')) ?? '';
  const refusal = versionRefusal(root, asyncapi);
  if (refusal !== null) return { diagnostics: [refusal] };

  const major = asyncapi.startsWith('2.') ? 2 : 3;
  const scope: FactsScope = { read, root, asyncapi, major, problems: new Problems(), unreadable: { found: false } };
  const schemes = new Schemes(scope);
  const servers = serverFacts(scope, schemes);
  const channels = readChannels(
    scope,
    servers.map(({ id }) => id),
  );
  const operations = operationFacts(scope, channels, schemes);
  const reached = [
    ...servers.flatMap(({ security }) => security ?? []),
    ...operations.flatMap(({ security, droppedSecurity }) => (security === null ? [] : [security, ...droppedSecurity])),
  ];
  const unreached = unreachedSecurity(scope, schemes, reached);
  const owners = policyOwners(scope);
  const mute = mutePartsOf(scope, channels, owners);
  const misplacedSecurity = tellMisplaced(scope, mute);
  tellMisplacedAccess(scope, mute);
  tellMisplacedSchemes(scope);
  const misspelt = [
    ...misspeltExtensions([...read.files.values()].map((file) => file.root)),
    ...misspeltSecurity(scope, owners),
  ];
  const diagnostics = [...scope.problems.diagnostics(), ...misspelt];
  // What nobody reads might have said who may do what: without it the rest would be told as mistakes too.
  if (scope.unreadable.found || misspelt.length > 0) return { diagnostics };
  const info = section(root, 'info');
  return {
    diagnostics,
    value: {
      asyncapi,
      major,
      title: (info && textOf(member(info, 'title'))) ?? '',
      version: (info && textOf(member(info, 'version'))) ?? '',
      at: root.at,
      accessControl: section(root, 'x-access-control')?.node ?? null,
      schemes: schemes.facts(),
      servers,
      channels: channels.map(({ facts }) => facts),
      operations,
      unreached,
      misplacedSecurity,
      files: [...read.files.keys()],
      digest: read.digest,
    },
  };
};

const versionRefusal = (root: Spot, asyncapi: string): Diagnostic | null => {
  if (root.node.kind !== 'map') {
    return report('document-not-object', root.at, {
      message: `The document is ${root.node.kind === 'list' ? 'a list' : 'a single value'}, not an object.`,
      fix: 'Begin it with "asyncapi: 3.0.0" and the sections of an AsyncAPI document.',
    });
  }
  if (VERSIONS.includes(asyncapi)) return null;
  const stated = member(root, 'asyncapi');
  return report('version-unsupported', stated?.at ?? root.at, {
    message:
      stated === undefined
        ? 'The document has no "asyncapi" field, so that its version is unknown.'
        : `AsyncAPI "${asyncapi}" is not a version that is understood.`,
    fix: `${stated === undefined ? 'Add' : 'Write'} one of: ${VERSIONS.join(', ')}.`,
  });
};
