import { someItem, someOperation, someServer } from './draft-parts.js';
import type { Draft, Mistake, Told } from './mistakes.js';
import { ENTRY, Obj, under, type Spot } from './tree.js';

/** Replaces what the root says about a server or operation by a reference. */
const referred =
  (code: string, text: (draft: Draft, name: string) => string): Mistake =>
  (draft): Told | null => {
    const [name] = someServer(draft) ?? [];
    if (name === undefined) return null;
    const at: Spot = { file: ENTRY, path: ['servers', name] };
    draft.folder.put(at, new Obj([['$ref', text(draft, name)]]));
    return { code, at: under(at, '$ref'), hidesPolicy: true };
  };

/** References that lead nowhere, or where they must not. */
export const REFERENCE_MISTAKES: readonly (readonly [string, Mistake])[] = [
  ['a file that is not there', referred('ref-unreadable', () => 'missing.yaml#/servers/x')],
  ['the network', referred('ref-network', ({ tape }) => tape.pick('https://x.test/a#/s', '//x.test/a', 'HTTP://x'))],
  [
    'outside of the folder',
    referred('ref-outside', ({ tape }) =>
      tape.pick('../outside.yaml#/s', '/etc/passwd', 'file:///etc/passwd', '..%2Fx.yaml'),
    ),
  ],
  ['a pointer that leads nowhere', referred('ref-unresolved', () => '#/components/servers/nowhere')],
  [
    'itself',
    referred('ref-circular', ({ folder }, name) => folder.text(ENTRY, { file: ENTRY, path: ['servers', name] })),
  ],
  [
    'security beside a reference (S16)',
    (draft) => {
      const servers = draft.folder.root(ENTRY).get('servers');
      const roots = servers instanceof Obj ? servers.entries.map(([, tree]) => tree) : [];
      const reference = roots.find((tree) => tree instanceof Obj && tree.get('$ref') !== undefined);
      if (!(reference instanceof Obj)) return null;
      reference.set('security', []);
      return { code: 'ref-sibling', at: null, hidesPolicy: false };
    },
  ],
  [
    'schemes in a circle (P7)',
    (draft) => {
      const found = someItem(draft);
      if (found === undefined) return null;
      const components: Spot = { file: ENTRY, path: ['components', 'securitySchemes'] };
      for (const [from, to] of [
        ['loopA', 'loopB'],
        ['loopB', 'loopA'],
      ] as const) {
        draft.folder.put(under(components, from), new Obj([['$ref', draft.folder.text(ENTRY, under(components, to))]]));
      }
      found.level.list[found.index] =
        draft.intent.major === 2
          ? new Obj([['loopA', []]])
          : new Obj([['$ref', draft.folder.text(found.at.file, under(components, 'loopA'))]]);
      return { code: 'ref-circular', at: null, hidesPolicy: true };
    },
  ],
  [
    'a channel that is not there',
    (draft) => {
      const [, operation] = someOperation(draft) ?? [];
      if (operation === undefined || draft.intent.major === 2) return null;
      const target = { file: ENTRY, path: ['channels', 'noSuchChannel'] };
      operation.object.set('channel', new Obj([['$ref', draft.folder.text(operation.at.file, target)]]));
      return { code: 'ref-unresolved', at: under(operation.at, 'channel', '$ref'), hidesPolicy: true };
    },
  ],
  [
    'a channel that the root does not have',
    (draft) => {
      const [, operation] = someOperation(draft) ?? [];
      if (operation === undefined || draft.intent.major === 2) return null;
      const target = { file: ENTRY, path: ['x-parts', 'unreached'] };
      draft.folder.put(target, new Obj([['address', 'unreached']]));
      operation.object.set('channel', new Obj([['$ref', draft.folder.text(operation.at.file, target)]]));
      return { code: 'channel-undefined', at: under(operation.at, 'channel'), hidesPolicy: true };
    },
  ],
  [
    'a server that is not there',
    (draft) => {
      const { major, version } = draft.intent;
      const used = [...draft.written.channels.values()];
      const channel = draft.tape.oneOf(used);
      if (channel === undefined || version === '2.0.0' || version === '2.1.0') return null;
      const target = { file: ENTRY, path: ['servers', 'noSuchServer'] };
      const item = major === 2 ? 'noSuchServer' : new Obj([['$ref', draft.folder.text(channel.at.file, target)]]);
      channel.object.set('servers', [item]);
      const at = under(channel.at, 'servers', 0);
      return major === 2
        ? { code: 'server-undefined', at, hidesPolicy: true }
        : { code: 'ref-unresolved', at: under(at, '$ref'), hidesPolicy: true };
    },
  ],
];
