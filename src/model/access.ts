import type { DocumentFacts } from '../document/facts.js';
import type { MapNode, Node } from '../document/node.js';
import type { Place } from '../diagnostics/index.js';
import { FILE_SHAPE, OPERATION_SHAPE, ROOT_KEY_NAMES, ROOT_SHAPE, SCHEME_SHAPE } from './access-shapes.js';
import { harmless, watched, type Reporter } from './findings.js';
import { mergeAccess } from './merge-access.js';
import { isNull, mapOf, textsOf, valueAt } from './node-values.js';
import type { ModelOptions } from './options.js';
import { checkShape, type Called } from './check-shape.js';
import type { Shape } from './shape.js';
import { suggestion } from './wording.js';

/** What the document and the team say about access, merged, not yet understood. */
export interface StatedAccess {
  readonly root: Joined;
  /** By scheme id. */
  readonly schemes: ReadonlyMap<string, Joined>;
  /** By operation id. */
  readonly operations: ReadonlyMap<string, Joined>;
  /** Operations that need no caller, with the place that says so; config has none. */
  readonly public: ReadonlyMap<string, Place | null>;
}

/** One `x-access-control`, from the document, the team's file, or both. */
export interface Joined {
  /** Null: neither states it. */
  readonly node: MapNode | null;
  /** It has a mistake that has been reported, so that what seems to be missing may only be misspelt. */
  readonly faulty: boolean;
}

/** Joins `x-access-control` at root, schemes and operations with the team's access-control file. */
export const readStatedAccess = (
  facts: DocumentFacts,
  options: ModelOptions,
  used: ReadonlySet<string>,
  findings: Reporter,
): StatedAccess => {
  const file =
    options.accessControlFile === null || isNull(options.accessControlFile) ? null : options.accessControlFile;
  const fileWatch = watched(findings);
  if (file !== null) checkShape(file, FILE_SHAPE, { path: '', of: 'the access-control file' }, fileWatch.reporter);
  const schemeIds = new Map(facts.schemes.flatMap(({ id, aliases }) => [id, ...aliases].map((name) => [name, id])));
  const operationIds = new Map(facts.operations.map(({ id }) => [id, id]));
  const schemes = fileSection(file, 'schemes', schemeIds, fileWatch.reporter);
  const operations = fileSection(file, 'operations', operationIds, fileWatch.reporter);
  const join = (
    node: Node | null,
    shape: Shape,
    added: MapNode | null,
    of: string,
    reporter: Reporter = findings,
  ): Joined => {
    const watch = watched(reporter);
    const called: Called = { path: 'x-access-control', of };
    if (node !== null && !isNull(node)) checkShape(node, shape, called, watch.reporter);
    const merged = mergeAccess(mapOf(node), added, called, watch.reporter);
    return { node: merged, faulty: watch.faulty() || fileWatch.faulty() };
  };
  return {
    root: join(facts.accessControl, ROOT_SHAPE, rootOf(file), ''),
    schemes: new Map(
      facts.schemes.map(({ id, node }) => {
        const reporter = used.has(id) ? findings : harmless(findings);
        const stated = valueAt(node, 'x-access-control');
        return [id, join(stated, SCHEME_SHAPE, schemes.get(id) ?? null, `scheme ${JSON.stringify(id)}`, reporter)];
      }),
    ),
    operations: new Map(
      facts.operations.map(({ id, accessControl }) => {
        const added = operations.get(id) ?? null;
        return [id, join(accessControl, OPERATION_SHAPE, added, `operation ${JSON.stringify(id)}`)];
      }),
    ),
    public: readPublic(facts, options, file, findings),
  };
};

/** The file's role model; null where it says nothing about roles. */
const rootOf = (file: Node | null): MapNode | null => {
  if (file?.kind !== 'map') return null;
  const entries = new Map([...file.entries].filter(([key]) => ROOT_KEY_NAMES.includes(key)));
  return entries.size === 0 ? null : { ...file, entries };
};

const fileSection = (
  file: Node | null,
  section: 'schemes' | 'operations',
  known: ReadonlyMap<string, string>,
  findings: Reporter,
): ReadonlyMap<string, MapNode> => {
  const found = new Map<string, MapNode>();
  const names = new Map<string, { readonly key: string; readonly at: Place }>();
  const node = mapOf(valueAt(file, section));
  const one = section === 'schemes' ? 'scheme' : 'operation';
  for (const [key, { keyAt, value }] of node?.entries ?? []) {
    const id = known.get(key);
    const twin = id === undefined ? undefined : names.get(id);
    if (id === undefined) {
      findings.unreadable('access-control-name-undefined', keyAt, {
        message: `The access-control file names the ${one} ${JSON.stringify(key)}, which the document does not have.`,
        fix: suggestion(key, known.keys()),
      });
    } else if (twin !== undefined) {
      findings.unreadable('access-control-conflict', keyAt, {
        message: `${JSON.stringify(twin.key)} and ${JSON.stringify(key)} of the access-control file are one ${one}.`,
        fix: 'State it under one of its names.',
        also: [twin.at],
      });
    } else {
      names.set(id, { key, at: keyAt });
      if (value.kind === 'map') found.set(id, value);
    }
  }
  return found;
};

const readPublic = (
  facts: DocumentFacts,
  { config }: ModelOptions,
  file: Node | null,
  findings: Reporter,
): ReadonlyMap<string, Place | null> => {
  const ids = facts.operations.map(({ id }) => id);
  const open = new Map<string, Place | null>();
  for (const id of config.public ?? []) {
    if (ids.includes(id)) open.set(id, null);
  }
  for (const { text, node } of textsOf(valueAt(file, 'public'))) {
    if (ids.includes(text)) open.set(text, node.at);
    else {
      findings.report('access-control-name-undefined', node.at, {
        message: `public of the access-control file lists the operation ${JSON.stringify(text)}, which the document does not have.`,
        fix: suggestion(text, ids),
      });
    }
  }
  return open;
};
