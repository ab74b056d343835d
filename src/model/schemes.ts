import { nearestNames } from '../diagnostics/index.js';
import type { Config } from '../config/config.js';
import type { DocumentFacts, SchemeFacts } from '../document/facts.js';
import type { MapNode } from '../document/node.js';
import { harmless, type Findings, type Reporter } from './findings.js';
import { described, jsonOf, mapOf, textOf, valueAt } from './node-values.js';
import { readFields } from './scheme-fields.js';
import { isSchemeType, likelyType, meantType, SCHEME_TYPES } from './scheme-types.js';
import { readScopes } from './scopes.js';
import type { Scheme, SchemeAccess, SchemeType } from './security-model.js';
import { isBefore } from './versions.js';
import { quoted } from './wording.js';

/** A scheme with what only its uses need. */
export interface ReadScheme {
  readonly scheme: Scheme;
  /** 3.x: the scopes that each use of it demands. */
  readonly scopes: readonly string[];
  /** The scopes that its flows offer; null: none to check against. */
  readonly offered: ReadonlySet<string> | null;
}

/** Reads every scheme that could be reached. `provider` is filled in by the caller, once all schemes are known. */
export const readSchemes = (
  facts: DocumentFacts,
  used: ReadonlySet<string>,
  config: Config['schemes'],
  access: ReadonlyMap<string, SchemeAccess>,
  findings: Findings,
): ReadonlyMap<string, ReadScheme> => {
  const read = new Map<string, ReadScheme>();
  for (const scheme of facts.schemes) {
    const applied = used.has(scheme.id);
    // A definition that could not be reached has been reported where it is named.
    if (scheme.node === null) {
      if (applied) findings.markUnreadable();
      continue;
    }
    const reporter = applied ? findings : harmless(findings);
    const node = mapOf(scheme.node);
    const type = node === null ? null : readType(scheme, node, facts.asyncapi, reporter);
    if (node === null) {
      reporter.unreadable('scheme-type-unknown', scheme.node.at, {
        message: `Scheme ${JSON.stringify(scheme.id)} is ${described(scheme.node)}.`,
        fix: 'Write a map with a type.',
      });
    }
    if (node === null || type === null) continue;
    read.set(scheme.id, readScheme(scheme, node, type, facts, applied, config, access, reporter));
  }
  return read;
};

const readScheme = (
  { id, aliases, at, pointer }: SchemeFacts,
  node: MapNode,
  type: SchemeType,
  facts: DocumentFacts,
  used: boolean,
  config: Config['schemes'],
  access: ReadonlyMap<string, SchemeAccess>,
  reporter: Reporter,
): ReadScheme => {
  const configured = new Map(Object.entries(config ?? {}));
  const settings = [id, ...aliases].flatMap((name) => configured.get(name) ?? []);
  const { kind, offered } = readFields(
    type,
    node,
    facts.major,
    { scheme: id, allowHttp: settings.some(({ allowHttp }) => allowHttp === true) },
    reporter,
  );
  const stated = access.get(id) ?? NO_ACCESS;
  const carrier = settings.find((setting) => setting.carrier !== undefined)?.carrier;
  return {
    scheme: {
      id,
      at,
      pointer,
      aliases,
      used,
      fields: Object.fromEntries([...node.entries].map(([key, { value }]) => [key, jsonOf(value)])),
      description: textOf(valueAt(node, 'description')) ?? '',
      access: carrier === undefined ? stated : { ...stated, carrier },
      provider: '',
      ...kind,
    },
    scopes: facts.major === 3 ? readScopes(id, type, node, offered, reporter) : [],
    offered,
  };
};

/** Of a scheme without `x-access-control`. */
export const NO_ACCESS: SchemeAccess = {
  subject: null,
  rolesFrom: null,
  usernameClaim: null,
  claim: null,
  groupRoles: null,
  carrier: null,
  aliases: [],
};

const nearestTypes = (wrong: string): readonly string[] => {
  const near = nearestNames(wrong, SCHEME_TYPES.keys());
  return near.length > 0 ? near : [...SCHEME_TYPES.keys()];
};

const readType = (scheme: SchemeFacts, node: MapNode, version: string, reporter: Reporter): SchemeType | null => {
  const stated = valueAt(node, 'type');
  const type = textOf(stated);
  const title = `Scheme ${JSON.stringify(scheme.id)}`;
  if (stated === null || type === null || !isSchemeType(type)) {
    const likely = stated === null ? likelyType(new Set(node.entries.keys())) : null;
    const meant = type === null ? (likely === null ? null : `\`type: ${likely}\``) : meantType(type);
    reporter.unreadable('scheme-type-unknown', stated?.at ?? scheme.at, {
      message:
        stated === null
          ? `${title} states no type.`
          : type === null
            ? `The type of scheme ${JSON.stringify(scheme.id)} is ${described(stated)}.`
            : `${title} has the type ${JSON.stringify(type)}, which AsyncAPI ${version} does not know.`,
      fix: `${stated === null ? 'Add' : 'Write'} ${meant ?? `type: ${quoted(nearestTypes(type ?? ''), 'or')}`}.`,
    });
    return null;
  }
  const since = SCHEME_TYPES.get(type)?.since ?? version;
  if (isBefore(version, since)) {
    const finding = {
      message: `${title} has the type ${type}, which came with AsyncAPI ${since}; this document says asyncapi: ${version}.`,
      fix: `Raise asyncapi: to ${since} or later.`,
    };
    reporter.report('scheme-type-too-early', stated.at, finding, since);
  }
  return type;
};
