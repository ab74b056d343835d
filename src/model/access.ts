import type { DocumentFacts } from '../document/facts.js';
import type { MapNode, Node } from '../document/node.js';
import type { Place } from '../diagnostics/index.js';
import { FILE_SHAPE, OPERATION_SHAPE, ROOT_KEY_NAMES, ROOT_SHAPE, SCHEME_SHAPE } from './access-shapes.js';
import type { Findings, Reporter } from './findings.js';
import { mergeAccess } from './merge-access.js';
import { entriesOf, isNull, mapOf, textsOf, valueAt } from './node-values.js';
import type { ModelOptions } from './options.js';
import { checkShape, type Shape } from './shape.js';
import { suggestion } from './wording.js';

/** What the document and the team say about access, merged, in shape, not yet understood. */
export interface StatedAccess {
  /** Null: no role model. */
  readonly root: MapNode | null;
  /** By scheme id. */
  readonly schemes: ReadonlyMap<string, MapNode>;
  /** By operation id. */
  readonly operations: ReadonlyMap<string, MapNode>;
  /** Operations that need no caller, with the place that says so; config has none. */
  readonly public: ReadonlyMap<string, Place | null>;
}

/** Joins `x-access-control` at root, schemes and operations with the team's access-control file. */
export const readStatedAccess = (
  facts: DocumentFacts,
  options: ModelOptions,
  used: ReadonlySet<string>,
  findings: Findings,
): StatedAccess => {
  const file =
    options.accessControlFile === null || isNull(options.accessControlFile) ? null : options.accessControlFile;
  if (file !== null) checkShape(file, FILE_SHAPE, 'the access-control file', findings);
  const inFile = (section: 'schemes' | 'operations'): ReadonlyMap<string, MapNode> => {
    const known = section === 'schemes' ? schemeIds(facts) : new Map(facts.operations.map(({ id }) => [id, id]));
    return fileSection(file, section, known, findings);
  };
  const join = (items: readonly Stated[], added: ReadonlyMap<string, MapNode>): ReadonlyMap<string, MapNode> => {
    const joined = new Map<string, MapNode>();
    for (const { id, node, shape, where, reporter } of items) {
      const own = checked(node, shape, `x-access-control of ${where}`, reporter);
      const access = mergeAccess(own, added.get(id) ?? null, where, reporter);
      if (access !== null) joined.set(id, access);
    }
    return joined;
  };
  return {
    root: mergeAccess(
      checked(facts.accessControl, ROOT_SHAPE, 'x-access-control', findings),
      rootOf(file),
      'x-access-control',
      findings,
    ),
    schemes: join(
      facts.schemes.map(({ id, node }) => ({
        id,
        node: valueAt(node, 'x-access-control'),
        shape: SCHEME_SHAPE,
        where: `scheme ${JSON.stringify(id)}`,
        reporter: used.has(id) ? findings : findings.harmless(),
      })),
      inFile('schemes'),
    ),
    operations: join(
      facts.operations.map(({ id, accessControl }) => ({
        id,
        node: accessControl,
        shape: OPERATION_SHAPE,
        where: `operation ${JSON.stringify(id)}`,
        reporter: findings,
      })),
      inFile('operations'),
    ),
    public: readPublic(facts, options, file, findings),
  };
};

interface Stated {
  readonly id: string;
  readonly node: Node | null;
  readonly shape: Shape;
  readonly where: string;
  readonly reporter: Reporter;
}

const checked = (node: Node | null, shape: Shape, where: string, reporter: Reporter): MapNode | null => {
  if (node === null || isNull(node)) return null;
  checkShape(node, shape, where, reporter);
  return mapOf(node);
};

const schemeIds = (facts: DocumentFacts): ReadonlyMap<string, string> =>
  new Map(facts.schemes.flatMap(({ id, aliases }) => [id, ...aliases].map((name): [string, string] => [name, id])));

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
  findings: Findings,
): ReadonlyMap<string, MapNode> => {
  const found = new Map<string, MapNode>();
  const node = valueAt(file, section);
  for (const { key, value } of entriesOf(node)) {
    const id = known.get(key);
    if (id === undefined) {
      const at = node?.kind === 'map' ? node.entries.get(key)?.keyAt : undefined;
      findings.unreadable('access-control-name-undefined', at, {
        message: `The access-control file names the ${section.slice(0, -1)} ${JSON.stringify(key)}, which the document does not have.`,
        fix: suggestion(key, known.keys()),
      });
    } else if (value.kind === 'map') {
      found.set(id, value);
    }
  }
  return found;
};

const readPublic = (
  facts: DocumentFacts,
  { config }: ModelOptions,
  file: Node | null,
  findings: Findings,
): ReadonlyMap<string, Place | null> => {
  const ids = facts.operations.map(({ id }) => id);
  const open = new Map<string, Place | null>();
  for (const id of config.public ?? []) {
    if (ids.includes(id)) open.set(id, null);
    else {
      findings.report('config-name-undefined', undefined, {
        message: `public of the configuration lists the operation ${JSON.stringify(id)}, which the document does not have.`,
        fix: suggestion(id, ids),
      });
    }
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
