import assert from 'node:assert/strict';
import { documentFacts, parseYaml, type Node } from '../../src/document/index.js';
import type { Diagnostic } from '../../src/diagnostics/index.js';
import { securityModel, type ModelOptions, type SecurityModel } from '../../src/model/index.js';

/** What the team says beside the document, as it would write it. */
export interface TeamSays {
  readonly config?: ModelOptions['config'];
  /** The access-control file, as YAML. */
  readonly accessControl?: string;
  /** What stands behind the preset's name, as YAML. */
  readonly preset?: string;
  /** Other files beside the document, by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What came of a document. */
export interface Made {
  readonly model: SecurityModel | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const parsed = (file: string, text: string): Node => {
  const { value, diagnostics } = parseYaml(file, text);
  assert.ok(value, `the test's own YAML is wrong: ${JSON.stringify(diagnostics)}`);
  return value;
};

/** Runs facts and model on a document's text. */
export const make = (yaml: string, team: TeamSays = {}): Made => {
  const path = '/app/asyncapi.yaml';
  const sources = Object.entries({ ...team.files, 'asyncapi.yaml': yaml }).map(([name, text]) => {
    const file = `/app/${name}`;
    return [file, { path: file, text, root: parsed(file, text) }] as const;
  });
  const facts = documentFacts({
    entry: path,
    folder: '/app',
    files: new Map(sources),
    forParser: 'fit',
    digest: 'sha256:0',
  });
  if (facts.value === undefined) return { model: undefined, diagnostics: facts.diagnostics };
  const outcome = securityModel(facts.value, {
    config: team.config ?? {},
    accessControlFile: team.accessControl === undefined ? null : parsed('/app/access.yaml', team.accessControl),
    ...(team.preset === undefined
      ? {}
      : { preset: { root: parsed('/app/ours.yaml', team.preset), file: 'ours.yaml' } }),
  });
  return { model: outcome.value, diagnostics: [...facts.diagnostics, ...outcome.diagnostics] };
};

/** The model of a document that must have one. */
export const modelOf = (yaml: string, team: TeamSays = {}): SecurityModel => {
  const { model, diagnostics } = make(yaml, team);
  assert.ok(model, `no model: ${JSON.stringify(diagnostics, null, 2)}`);
  return model;
};

/** `severity code pointer` of each diagnostic; warnings and hints only where asked for. */
export const told = ({ diagnostics }: Made): string[] =>
  diagnostics.map(({ severity, code, at }) => `${severity} ${code} ${at?.pointer ?? '-'}`).sort();

/** The statuses of all rules: `operation@server status`. */
export const statuses = (model: SecurityModel): string[] =>
  model.rules.map(({ operation, server, status }) => `${operation}@${server ?? 'none'} ${status}`);

/** An AsyncAPI 3 document with one channel; parts as YAML in flow style. */
export const version3 = (parts: {
  readonly asyncapi?: string;
  readonly root?: string;
  readonly servers?: string;
  readonly channel?: string;
  readonly operations?: string;
  readonly traits?: string;
  readonly schemes?: string;
}): string => `asyncapi: ${parts.asyncapi ?? '3.0.0'}
info: { title: Test, version: 1.0.0 }
${parts.root === undefined ? '' : `x-access-control: ${parts.root}`}
servers: ${parts.servers ?? '{}'}
channels: { orders: { address: orders, ${parts.channel ?? ''} } }
operations: ${parts.operations ?? '{}'}
components:
  operationTraits: ${parts.traits ?? '{}'}
  securitySchemes: ${parts.schemes ?? '{}'}
`;

/** An AsyncAPI 2 document with one channel; `publish` is its one operation, `onOrder`, unless given. */
export const version2 = (parts: {
  readonly asyncapi?: string;
  readonly root?: string;
  readonly servers?: string;
  readonly publish?: string;
  readonly traits?: string;
  readonly schemes?: string;
}): string => `asyncapi: ${parts.asyncapi ?? '2.6.0'}
info: { title: Test, version: 1.0.0 }
${parts.root === undefined ? '' : `x-access-control: ${parts.root}`}
servers: ${parts.servers ?? '{}'}
channels: { orders: { publish: { operationId: onOrder, ${parts.publish ?? ''} } } }
components:
  operationTraits: ${parts.traits ?? '{}'}
  securitySchemes: ${parts.schemes ?? '{}'}
`;

/** `$ref` to a component scheme, in flow style. */
export const ref = (name: string): string => `{ $ref: '#/components/securitySchemes/${name}' }`;

/** A receiving operation on the channel of `version3`. */
export const onOrder = (rest = ''): string =>
  `{ onOrder: { action: receive, channel: { $ref: '#/channels/orders' }, ${rest} } }`;
