import { someItem, someLevel, someOperation } from './draft-parts.js';
import { rolesOf } from './make-access.js';
import type { Mistake } from './mistakes.js';
import { ENTRY, Obj, under, type Tree } from './tree.js';

const NOBODY = 'noSuchScheme';

/** Mistakes in what `security` says. */
export const SECURITY_MISTAKES: readonly (readonly [string, Mistake])[] = [
  [
    'a scheme that is not declared (M7)',
    (draft) => {
      const found = someItem(draft);
      if (found === undefined) return null;
      const { item, level, index, at } = found;
      if (draft.intent.major === 2) {
        const [name] = draft.tape.oneOf(item.entries) ?? [''];
        item.rename(name, NOBODY);
        return { code: 'scheme-undefined', at: under(at, NOBODY), hidesPolicy: true };
      }
      const target = { file: ENTRY, path: ['components', 'securitySchemes', NOBODY] };
      level.list[index] = new Obj([['$ref', draft.folder.text(at.file, target)]]);
      return { code: 'scheme-undefined', at: under(at, '$ref'), hidesPolicy: true };
    },
  ],
  [
    'the form of the other major (M1, M2)',
    (draft) => {
      const found = someItem(draft);
      if (found === undefined) return null;
      const { level, index, at } = found;
      level.list[index] = draft.intent.major === 3 ? new Obj([['anyName', []]]) : new Obj([['type', 'userPassword']]);
      return { code: 'requirement-form', at, hidesPolicy: true };
    },
  ],
  [
    'no list (M8)',
    (draft) => {
      const level = someLevel(draft);
      if (level === undefined) return null;
      level.owner.set('security', draft.tape.pick<Tree>('oauth', new Obj([['oauth', []]]), true, 7, null));
      return { code: 'security-not-a-list', at: level.at, hidesPolicy: true };
    },
  ],
  [
    'an item that is no object',
    (draft) => {
      const found = someItem(draft);
      if (found === undefined) return null;
      found.level.list[found.index] = draft.tape.pick<Tree>('oauth', ['oauth'], null, 1);
      return { code: 'requirement-invalid', at: found.at, hidesPolicy: true };
    },
  ],
  [
    'scopes beside a reference (M13)',
    (draft) => {
      const found = someItem(draft);
      if (found?.item.get('$ref') === undefined) return null;
      found.item.set('scopes', ['orders:read']);
      return { code: 'ref-sibling', at: under(found.at, 'scopes'), hidesPolicy: true };
    },
  ],
  [
    'a scope that no flow offers (M15)',
    (draft) => {
      const found = someItem(draft);
      const uses = found?.level.alternatives[found.index] ?? [];
      const use = draft.tape.oneOf(uses.filter(({ scheme }) => scheme.type === 'oauth2'));
      if (found === undefined || use === undefined) return null;
      if (draft.intent.major === 2) {
        const entry = found.item.entries.find(([name]) => use.scheme.names.includes(name));
        const scopes = entry?.[1];
        if (!Array.isArray(scopes)) return null;
        scopes.push('no:such');
        return { code: 'scope-undefined', at: under(found.at, entry?.[0] ?? '', scopes.length - 1), hidesPolicy: true };
      }
      const scheme = draft.written.schemes.get(use.id);
      if (scheme === undefined) return null;
      const stated = scheme.object.get('scopes');
      const scopes = [...(Array.isArray(stated) ? stated : []), 'no:such'];
      scheme.object.set('scopes', scopes);
      return { code: 'scope-undefined', at: under(scheme.at, 'scopes', scopes.length - 1), hidesPolicy: true };
    },
  ],
  [
    'scopes that are no list of texts',
    (draft) => {
      const found = someItem(draft);
      // A text as "type" would be that of a scheme in place.
      const entries = found?.item.entries.filter(([name]) => name !== 'type') ?? [];
      const entry = draft.intent.major === 2 ? draft.tape.oneOf(entries) : undefined;
      if (found === undefined || entry === undefined) return null;
      entry[1] = draft.tape.pick<Tree>('orders:read', new Obj(), 3);
      return { code: 'scopes-invalid', at: under(found.at, entry[0]), hidesPolicy: true };
    },
  ],
  [
    'security of operations before 2.4.0 (M10)',
    (draft) => {
      if (draft.intent.major === 3 || draft.intent.version >= '2.4') return null;
      // Roles would be decided on this level.
      const [, operation] = someOperation(draft, ({ intent }) => rolesOf(intent.access).length === 0) ?? [];
      const scheme = draft.tape.oneOf(draft.intent.schemes);
      if (operation === undefined || scheme === undefined) return null;
      operation.object.set('security', [new Obj([[scheme.names.at(-1) ?? '', []]])]);
      return { code: 'operation-security-too-early', at: under(operation.at, 'security'), hidesPolicy: false };
    },
  ],
  [
    'security of the root',
    (draft) => {
      draft.folder.root(ENTRY).set('security', []);
      return { code: 'security-misplaced', at: { file: ENTRY, path: ['security'] }, hidesPolicy: false };
    },
  ],
  [
    'security of a channel',
    (draft) => {
      const channel = draft.tape.oneOf([...draft.written.channels.values()]);
      if (channel === undefined) return null;
      channel.object.set('security', []);
      return { code: 'security-misplaced', at: under(channel.at, 'security'), hidesPolicy: false };
    },
  ],
  [
    'security misspelt',
    (draft) => {
      const level = someLevel(draft);
      const [kind, section] = level?.at.path ?? [];
      const standard = ['servers', 'operations'].includes((kind === 'components' ? section : kind) ?? '');
      if (level?.at.file !== ENTRY || !standard) return null;
      level.owner.rename('security', 'securty');
      const at = { file: ENTRY, path: [...level.at.path.slice(0, -1), 'securty'] };
      return { code: 'security-misspelt', at, hidesPolicy: true };
    },
  ],
];
