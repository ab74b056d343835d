import { someOperation, usedSchemes } from './draft-parts.js';
import type { Draft, Mistake } from './mistakes.js';
import { ENTRY, Obj, PRESET, type Spot } from './tree.js';
import type { WrittenOperation } from './written.js';

const ROOT: Spot = { file: ENTRY, path: ['x-access-control'] };

/** The layer whose value of a key counts: the last one in the order of precedence. */
const layerOf = ({ intent: { major } }: Draft, { intent }: WrittenOperation, key: string): Obj | null => {
  const layers = major === 2 ? [intent.own, ...intent.traits] : [...intent.traits, intent.own];
  const stated = layers.flatMap(({ access }) => (access?.get(key) === undefined ? [] : access));
  return stated.at(-1) ?? null;
};

/** Mistakes in `x-access-control`. */
export const ACCESS_MISTAKES: readonly (readonly [string, Mistake])[] = [
  [
    'an unknown key of the root',
    ({ intent }) => {
      if (intent.roleModel === null) return null;
      intent.roleModel.stated.set('rolez', new Obj());
      const at = { ...ROOT, path: [...ROOT.path, 'rolez'] };
      return { code: 'access-control-key-unknown', at, hidesPolicy: true };
    },
  ],
  [
    'a preset that is not there',
    ({ intent, folder }) => {
      if (intent.roleModel === null) return null;
      intent.roleModel.stated.set('preset', 'axon');
      folder.roots.delete(PRESET);
      const at = { ...ROOT, path: [...ROOT.path, 'preset'] };
      return { code: 'preset-undefined', at, hidesPolicy: true };
    },
  ],
  [
    'an extension misspelt',
    (draft) => {
      if (draft.intent.roleModel === null) return null;
      draft.folder.root(ENTRY).rename('x-access-control', 'x-acces-control');
      return { code: 'access-control-misspelt', at: { file: ENTRY, path: ['x-acces-control'] }, hidesPolicy: true };
    },
  ],
  [
    'a role that is not declared',
    (draft) => {
      const [, operation] = someOperation(draft, ({ intent }) => intent.access.roles !== null) ?? [];
      if (operation === undefined) return null;
      const layer = layerOf(draft, operation, 'roles');
      const roles = layer?.get('roles');
      if (!Array.isArray(roles)) return null;
      layer?.set('roles', [...roles, 'READERS']);
      return { code: 'role-undefined', at: null, hidesPolicy: true };
    },
  ],
  [
    'roles without a role model',
    (draft) => {
      const [, operation] = someOperation(draft, ({ intent }) => (intent.access.roles?.length ?? 0) > 0) ?? [];
      if (operation === undefined) return null;
      draft.folder.root(ENTRY).remove('x-access-control');
      return { code: 'role-model-missing', at: null, hidesPolicy: true };
    },
  ],
  [
    'a context from a parameter that is not there',
    (draft) => {
      // Roles of those who read a topic are no question of a context.
      const isRead = draft.intent.servers.some(({ definition }) => definition.protocol.startsWith('kafka'));
      const [, operation] =
        someOperation(
          draft,
          ({ intent: { access, action } }) => access.context?.[0] === 'parameter' && (action === 'receive' || !isRead),
        ) ?? [];
      if (operation === undefined) return null;
      for (const { object } of draft.written.channels.values()) object.remove('parameters');
      return { code: 'context-parameter-undefined', at: null, hidesPolicy: true };
    },
  ],
  [
    'two sources of a context',
    (draft) => {
      const [, operation] = someOperation(draft, ({ intent }) => intent.access.context?.[0] === 'header') ?? [];
      const context = operation === undefined ? undefined : layerOf(draft, operation, 'context')?.get('context');
      if (!(context instanceof Obj)) return null;
      context.set('field', 'tenant');
      return { code: 'access-control-value-invalid', at: null, hidesPolicy: true };
    },
  ],
  [
    'an actor that is not there',
    (draft) => {
      const [, operation] = someOperation(draft, ({ intent }) => intent.access.actor !== null) ?? [];
      if (operation === undefined) return null;
      layerOf(draft, operation, 'actor')?.set('actor', 'noSuchScheme');
      return { code: 'actor-undefined', at: null, hidesPolicy: true };
    },
  ],
  [
    'several sources of roles, and no actor',
    (draft) => {
      const [, operation] = someOperation(draft, ({ intent }) => intent.access.actor !== null) ?? [];
      if (operation === undefined) return null;
      for (const { access } of [operation.intent.own, ...operation.intent.traits]) access?.remove('actor');
      return { code: 'actor-ambiguous', at: null, hidesPolicy: false };
    },
  ],
  [
    'roles of which no scheme is a source',
    (draft) => {
      const asks = ({ intent: { access } }: WrittenOperation): boolean =>
        access.roles !== null || access.function !== null;
      if (someOperation(draft, asks) === undefined) return null;
      for (const { object } of usedSchemes(draft)) object.remove('x-access-control');
      return { code: 'actor-missing', at: null, hidesPolicy: false };
    },
  ],
  [
    'neither roles nor access',
    (draft) => {
      const [, operation] = someOperation(draft, ({ intent }) => intent.access.authenticated) ?? [];
      if (operation === undefined || draft.intent.roleModel === null) return null;
      // Each layer may say something that another one overrides.
      for (const { access } of [operation.intent.own, ...operation.intent.traits]) access?.remove('access');
      return { code: 'operation-without-roles', at: null, hidesPolicy: false };
    },
  ],
  [
    'access that is no word for it',
    (draft) => {
      const [, operation] = someOperation(draft, ({ intent }) => intent.access.authenticated) ?? [];
      if (operation === undefined) return null;
      layerOf(draft, operation, 'access')?.set('access', draft.tape.pick('public', 'Authenticated', 'anyone'));
      return { code: 'access-control-value-invalid', at: null, hidesPolicy: true };
    },
  ],
];
