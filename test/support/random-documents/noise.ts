import type { Folder } from './folder.js';
import type { Intent } from './intent.js';
import type { Tape } from './tape.js';
import { ENTRY, Obj, type Tree } from './tree.js';

/** Keys that say nothing about security. */
export const noise = (tape: Tape): [string, Tree][] => {
  const all: [string, Tree][] = [
    ['description', tape.pick('Some words', 'zwei Wörter: 日本', 'a\nsecond line\n', 'ends in # no comment')],
    ['x-owner', tape.pick<Tree>('team-a', 42, null, ['a', 'b'], new Obj([['security', ['not', 'ours']]]))],
    ['x-roles', ['ADMIN']],
  ];
  return tape.chance(25) ? tape.some(all) : [];
};

/** Definitions that the root does not reach, and that demand what nobody asked for. */
export const unreachable = (folder: Folder, tape: Tape, { version, major, schemes }: Intent): void => {
  if (!tape.chance(30)) return;
  const declared = schemes.some(({ names }) => names.length > 0);
  const components = ['components'];
  const put = (section: string, name: string, value: Obj): void => {
    folder.put({ file: ENTRY, path: [...components, section, name] }, value);
  };
  const security: Tree = major === 2 ? [new Obj([['unusedScheme', []]])] : [new Obj([['type', 'userPassword']])];
  // Where there is no other, it would be the one that nobody applies (M11).
  if (declared && tape.chance(50)) put('securitySchemes', 'unusedScheme', new Obj([['type', 'userPassword']]));
  // 2.4.0 took security up on traits.
  const trait = version >= '2.4' && (major === 3 || folder.root(ENTRY).get('components') !== undefined);
  const mayName = major === 3 || hasUnused(folder);
  if (tape.chance(50)) put('operationTraits', 'unusedTrait', new Obj(trait && mayName ? [['security', security]] : []));
  if (tape.chance(50) && version >= '2.3') {
    const server = new Obj([
      [major === 2 ? 'url' : 'host', 'unused.test'],
      ['protocol', 'amqp'],
    ]);
    if (mayName) server.set('security', security);
    put('servers', 'unusedServer', server);
  }
  if (tape.chance(50) && major === 3) {
    put('operations', 'unusedOperation', new Obj([['action', 'send'], ...channelOf(folder, tape)]));
  }
};

const hasUnused = (folder: Folder): boolean => {
  const components = folder.root(ENTRY).get('components');
  const schemes = components instanceof Obj ? components.get('securitySchemes') : undefined;
  return schemes instanceof Obj && schemes.get('unusedScheme') !== undefined;
};

const channelOf = (folder: Folder, tape: Tape): [string, Tree][] => {
  const channels = folder.root(ENTRY).get('channels');
  const names = channels instanceof Obj ? channels.entries.map(([name]) => name) : [];
  const name = tape.oneOf(names);
  return name === undefined ? [] : [['channel', folder.reference(ENTRY, { file: ENTRY, path: ['channels', name] })]];
};
