import { someOperation } from './draft-parts.js';
import type { Draft, Mistake, Told } from './mistakes.js';
import { ACCESS, ENTRY, Obj, PRESET, type Tree } from './tree.js';

/** The section of a file of the team's. */
const sectionOf = ({ folder }: Draft, file: string, key: string): Obj | null => {
  const section = folder.roots.get(file)?.get(key);
  return section instanceof Obj && section.entries.length > 0 ? section : null;
};

const told = (code: string, file: string, path: readonly (string | number)[], hidesPolicy = true): Told => ({
  code,
  at: { file, path: path.map(String) },
  hidesPolicy,
});

/** A name of that section that becomes another one. */
const misspelt =
  (key: 'operations' | 'schemes'): Mistake =>
  (draft) => {
    const section = sectionOf(draft, ACCESS, key);
    const name = draft.tape.oneOf(section?.entries ?? [])?.[0];
    if (section === null || name === undefined) return null;
    // What it said is said by nobody then: it is repeated under a name that nobody has.
    section.set('noSuchName', new Obj());
    return told('access-control-name-undefined', ACCESS, [key, 'noSuchName']);
  };

/** Sets a value of a file of the team's, where the file is there. */
const set =
  (file: string, key: string, value: Tree, at: Told): Mistake =>
  ({ folder }) => {
    const root = folder.roots.get(file);
    if (root === undefined) return null;
    root.set(key, value);
    return at;
  };

/** Mistakes in the files in which the team says a part of the policy, and between these and the document. */
export const TEAM_MISTAKES: readonly (readonly [string, Mistake])[] = [
  [
    'an unknown key of the access-control file',
    set(ACCESS, 'rolez', new Obj(), told('access-control-key-unknown', ACCESS, ['rolez'])),
  ],
  [
    'a wrong value in the access-control file',
    set(
      ACCESS,
      'audit',
      new Obj([['operations', 'some']]),
      told('access-control-value-invalid', ACCESS, ['audit', 'operations']),
    ),
  ],
  ['an operation of the access-control file that is not there', misspelt('operations')],
  ['a scheme of the access-control file that is not there', misspelt('schemes')],
  [
    'a public operation that is not there',
    ({ folder }) => {
      folder.root(ACCESS).set('public', ['noSuchOperation']);
      return told('access-control-name-undefined', ACCESS, ['public', 0], false);
    },
  ],
  [
    'another default context than the document states',
    (draft) => {
      const stated = draft.intent.roleModel?.stated;
      if (stated?.get('defaultContext') === undefined) return null;
      draft.folder.root(ACCESS).set('defaultContext', 'elsewhere');
      return told('access-control-conflict', ACCESS, ['defaultContext']);
    },
  ],
  [
    'other roles of an operation than the document states',
    (draft) => {
      const [id, operation] =
        someOperation(draft, ({ intent }) => intent.access.roles !== null && intent.filed.get('roles') === undefined) ??
        [];
      if (operation === undefined || id === undefined) return null;
      const access = draft.folder.root(ACCESS);
      const operations = access.get('operations') ?? new Obj();
      if (!(operations instanceof Obj)) return null;
      access.set('operations', operations);
      const entry = new Obj(operation.intent.filed.entries);
      entry.set('roles', ['READER', 'WRITER', 'OPERATOR', 'NOT_THESE']);
      operations.set(id, entry);
      return told('access-control-conflict', ACCESS, ['operations', id, 'roles']);
    },
  ],
  [
    'an unknown key of a preset',
    set(PRESET, 'function', new Obj(), told('access-control-key-unknown', PRESET, ['function'])),
  ],
  [
    'a preset without roles',
    (draft) => {
      const root = draft.folder.roots.get(PRESET);
      if (root === undefined) return null;
      root.remove('roles');
      return told('access-control-value-invalid', PRESET, []);
    },
  ],
  [
    'a role of a function that the preset does not declare',
    (draft) => {
      const functions = sectionOf(draft, PRESET, 'functions');
      functions?.set('READ_ORDERS', ['READER', 'READERS']);
      return functions === null ? null : told('role-undefined', PRESET, ['functions', 'READ_ORDERS', 1]);
    },
  ],
  [
    'a context of a preset that is none',
    (draft) => {
      const roles = sectionOf(draft, PRESET, 'roles');
      roles?.set('LOCAL', new Obj([['contexts', ['two words']]]));
      return roles === null ? null : told('access-control-value-invalid', PRESET, ['roles', 'LOCAL', 'contexts', 0]);
    },
  ],
  [
    'a function that the preset does not have',
    (draft) => {
      const functions = sectionOf(draft, PRESET, 'functions');
      const [, operation] =
        someOperation(draft, ({ intent }) => intent.access.function !== null && intent.access.roles === null) ?? [];
      if (functions === null || operation === undefined) return null;
      functions.remove(operation.intent.access.function?.name ?? '');
      return { code: 'function-undefined', at: null, hidesPolicy: true };
    },
  ],
  [
    'a preset that nobody has',
    (draft) => {
      const { intent, folder } = draft;
      const holder = [intent.roleModel?.stated, folder.roots.get(ACCESS)].find(
        (one) => one?.get('preset') !== undefined,
      );
      if (holder === undefined) return null;
      const file = holder === intent.roleModel?.stated ? ENTRY : ACCESS;
      holder.set('preset', 'axon');
      folder.roots.delete(PRESET);
      return told('preset-undefined', file, file === ENTRY ? ['x-access-control', 'preset'] : ['preset']);
    },
  ],
];
