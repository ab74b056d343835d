import type { Node } from '../document/node.js';
import { PRESET_SHAPE } from './access-shapes.js';
import { checkShape } from './check-shape.js';
import { watched, type Reporter } from './findings.js';
import { entriesOf, mapOf, textOf, textsOf, valueAt } from './node-values.js';
import type { NamedPreset } from './options.js';
import { PRESETS, type Preset } from './presets/index.js';
import { checkSuccessors, readRole, reportUndefinedRole } from './read-role.js';
import type { RoleModel } from './security-model.js';
import { suggestion } from './wording.js';

/** A preset that a role model names, as far as it could be read. */
export interface ReadPreset {
  /** Null: it cannot be had, which has been reported. */
  readonly preset: Preset | null;
  /** What `inspect` says of where the roles come from. */
  readonly origin: NonNullable<RoleModel['preset']>;
  /** It has a mistake that has been reported, so that what it seems to lack may only be misspelt. */
  readonly faulty: boolean;
}

/** Reads the preset that `x-access-control` names: one of the tool's own, or what was found in a file or a package. */
export const readPreset = (node: Node | null, found: NamedPreset, reporter: Reporter): ReadPreset | null => {
  const name = textOf(node);
  if (node === null || name === null) return null;
  const known = PRESETS.find((preset) => preset.name === name);
  if (known !== undefined) return { preset: known, origin: { name, file: null }, faulty: false };
  if (found === 'unreadable') return { preset: null, origin: { name, file: null }, faulty: true };
  if (found === 'undefined') {
    reporter.unreadable('preset-undefined', node.at, {
      message: `There is no preset ${JSON.stringify(name)}: it is none of the tool's own, and no package of this name is installed here.`,
      fix: presetFix(name),
    });
    return { preset: null, origin: { name, file: null }, faulty: true };
  }
  const watch = watched(reporter);
  const preset = understood(name, found.root, watch.reporter, watch.faulty);
  return { preset, origin: { name, file: found.file }, faulty: watch.faulty() };
};

const presetFix = (name: string): string =>
  `${suggestion(
    name,
    PRESETS.map((preset) => preset.name),
  )} A file of yours is named by its path from this file: ./presets/${/^[\w-]+$/u.test(name) ? name : 'ours'}.yaml. Or write the roles out under roles.`;

const understood = (name: string, root: Node, reporter: Reporter, isFaulty: () => boolean): Preset => {
  checkShape(root, PRESET_SHAPE, { path: '', of: `the preset ${JSON.stringify(name)}` }, reporter);
  const stated = mapOf(valueAt(root, 'roles'));
  const roles = new Map(
    [...(stated?.entries ?? [])].map(([role, { keyAt, value }]) => [role, readRole(role, keyAt, value, undefined)]),
  );
  const functions = entriesOf(valueAt(root, 'functions'));
  // What is misread is not undefined as well.
  if (!isFaulty()) {
    for (const { key, value } of entriesOf(stated)) checkSuccessors(key, value, roles, reporter);
    for (const { value } of functions)
      for (const { text, node } of textsOf(value)) reportUndefinedRole(text, node.at, roles, reporter);
  }
  return {
    name,
    roles: [...roles.values()].map(({ at, ...role }) => ({ ...role, ...(at === null ? {} : { at }) })),
    functions: new Map(functions.map(({ key, value }) => [key, textsOf(value).map(({ text }) => text)])),
    defaultContext: textOf(valueAt(root, 'defaultContext')) ?? 'default',
    adminContext: textOf(valueAt(root, 'adminContext')),
    bareGrant: textOf(valueAt(root, 'bareGrant')) === 'every-context' ? 'every-context' : null,
  };
};
