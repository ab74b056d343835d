import type { AccessIntent, LayerIntent, LevelIntent } from './intent.js';
import type { Tape } from './tape.js';
import { Obj, type Tree } from './tree.js';

/** What the layers of an operation come to, and what may stand in a layer that another one overrides. */
export interface Layered {
  readonly tape: Tape;
  readonly major: 2 | 3;
  readonly security: LevelIntent | null;
  readonly access: AccessIntent;
  /** Keys of `access` that the team's file states, so that no layer's may count. */
  readonly filed: readonly string[];
  /** A level that no other layer states. */
  readonly droppedLevel: () => LevelIntent;
  readonly droppedRoles: readonly string[];
}

/** An operation and its traits, and what is left to the team's file. */
export interface Layers {
  readonly layers: { readonly own: LayerIntent; readonly traits: readonly LayerIntent[] };
  readonly left: Obj;
}

/**
 * Splits what is wanted over an operation and its traits, so that the version's precedence (S10, S11) gives it back:
 * what stands in an earlier layer is overridden, and nothing stands in a later one.
 */
export const makeLayers = (wanted: Layered): Layers => {
  const { tape, major } = wanted;
  const count = 1 + tape.pick(0, 0, 0, 1, 2, 3);
  const levels = splitLevel(wanted, count);
  const stated = statedAccess(tape, wanted.access);
  const isFiled = ([key]: readonly [string, Tree]): boolean => wanted.filed.includes(key);
  const left = new Obj(stated.filter(isFiled));
  const written = stated.filter((entry) => !isFiled(entry));
  const accesses = splitAccess(wanted, new Map(written), count);
  const layers = levels.map((security, index): LayerIntent => ({ security, access: accesses[index] ?? null }));
  const none: LayerIntent = { security: null, access: null };
  // The operation itself is the first to be overridden in 2.x, and the last to override in 3.x.
  return {
    left,
    layers:
      major === 2
        ? { own: layers[0] ?? none, traits: layers.slice(1) }
        : { own: layers.at(-1) ?? none, traits: layers.slice(0, -1) },
  };
};

const splitLevel = ({ tape, security, droppedLevel }: Layered, count: number): (LevelIntent | null)[] => {
  const winner = tape.below(count);
  return Array.from({ length: count }, (_, index) => {
    if (security === null || index > winner) return null;
    return index === winner ? security : tape.chance(40) ? droppedLevel() : null;
  });
};

const splitAccess = (
  { tape, access, droppedRoles }: Layered,
  stated: ReadonlyMap<string, Tree>,
  count: number,
): (Obj | null)[] => {
  const layers = Array.from({ length: count }, () => new Obj());
  const state = (index: number, key: string, value: Tree): void => {
    layers[index]?.set(key, value);
  };
  for (const key of ['roles', 'function', 'context', 'access', 'actor']) {
    const dropped: Tree =
      key === 'roles'
        ? tape.some(droppedRoles)
        : key === 'context'
          ? // Objects are merged key by key: another kind of context would stand beside the one that is meant.
            new Obj([[access.context?.[0] ?? 'value', 'dropped']])
          : 'dropped';
    const value = stated.get(key);
    const winner = tape.below(count);
    if (key === 'context' && value !== undefined && access.context !== null && winner > 0 && tape.chance(20)) {
      const [kind, name] = access.context;
      const other = kind === 'field' ? 'header' : 'field';
      state(tape.below(winner), key, new Obj([[other, 'dropped']]));
      state(
        winner,
        key,
        new Obj([
          [other, null],
          [kind, name],
        ]),
      );
      continue;
    }
    // A patch of an object keeps what it does not name.
    if (key === 'context' && value !== undefined && tape.chance(20)) state(winner + 1, key, new Obj());
    if (winner > 0 && tape.chance(30)) state(tape.below(winner), key, dropped);
    if (value !== undefined) state(winner, key, value);
    else if (layers.some((layer) => layer.get(key) !== undefined)) state(winner, key, null);
  }
  return layers.map((layer) => (layer.entries.length > 0 || tape.chance(5) ? layer : null));
};

const statedAccess = (
  tape: Tape,
  { roles, function: named, context, authenticated, actor }: AccessIntent,
): readonly (readonly [string, Tree])[] => {
  const entries: (readonly [string, Tree])[] = [];
  if (roles !== null) entries.push(['roles', [...roles]]);
  if (named !== null) entries.push(['function', named.name]);
  if (context !== null) entries.push(['context', new Obj([context])]);
  if (authenticated) entries.push(['access', 'authenticated']);
  if (actor !== null) entries.push(['actor', tape.oneOf(actor.names) ?? '']);
  return entries;
};
