import { someOperation, someServer } from './draft-parts.js';
import type { Mistake } from './mistakes.js';
import { ENTRY, Obj, under, type Tree } from './tree.js';

/** Mistakes in the frame that holds the security. */
export const STRUCTURE_MISTAKES: readonly (readonly [string, Mistake])[] = [
  [
    'an unknown version (S2)',
    ({ folder, tape }) => {
      folder.root(ENTRY).set('asyncapi', tape.pick('2.7.0', '3.0.1', '3.2.0', '1.2.0', '3', '4.0.0'));
      return { code: 'version-unsupported', at: { file: ENTRY, path: ['asyncapi'] }, hidesPolicy: true };
    },
  ],
  [
    'a server that is no object',
    (draft) => {
      const [name] = someServer(draft) ?? [];
      if (name === undefined) return null;
      const at = { file: ENTRY, path: ['servers', name] };
      draft.folder.put(at, draft.tape.pick<Tree>('host', ['host'], 1));
      return { code: 'object-expected', at, hidesPolicy: true };
    },
  ],
  [
    'a trait that is no object',
    (draft) => {
      const [, operation] = someOperation(draft) ?? [];
      const traits = operation?.object.get('traits');
      if (operation === undefined || (traits !== undefined && !Array.isArray(traits))) return null;
      operation.object.set('traits', [...(traits ?? []), 'secured']);
      return { code: 'object-expected', at: under(operation.at, 'traits', traits?.length ?? 0), hidesPolicy: true };
    },
  ],
  [
    'traits that are no list',
    (draft) => {
      const [, operation] = someOperation(draft) ?? [];
      if (operation === undefined) return null;
      operation.object.set('traits', draft.tape.pick<Tree>(new Obj([['security', []]]), 'secured'));
      return { code: 'list-expected', at: under(operation.at, 'traits'), hidesPolicy: true };
    },
  ],
  [
    'an operation without a channel',
    (draft) => {
      const [, operation] = someOperation(draft) ?? [];
      if (operation === undefined || draft.intent.major === 2) return null;
      operation.object.remove('channel');
      return { code: 'channel-undefined', at: operation.at, hidesPolicy: true };
    },
  ],
  [
    'an action that is none',
    (draft) => {
      const [, operation] = someOperation(draft) ?? [];
      if (operation === undefined || draft.intent.major === 2) return null;
      operation.object.set('action', draft.tape.pick('publish', 'Send', ''));
      return { code: 'action-unknown', at: under(operation.at, 'action'), hidesPolicy: false };
    },
  ],
  [
    'one id for two operations',
    (draft) => {
      const operations = [...new Set(draft.written.operations.values())];
      const [first, second] = operations;
      if (draft.intent.major === 3 || first === undefined || second === undefined) return null;
      for (const { object } of [first, second]) object.set('operationId', 'twice');
      return { code: 'operation-duplicate', at: null, hidesPolicy: true };
    },
  ],
  [
    'a key that is written twice',
    (draft) => {
      const [, server] = someServer(draft) ?? [];
      if (server?.at.file !== ENTRY) return null;
      server.object.entries.push(['protocol', 'other']);
      return { code: 'key-duplicate', at: under(server.at, 'protocol'), hidesPolicy: true };
    },
  ],
];
