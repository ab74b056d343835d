import { operationsOf, type Intent } from './intent.js';
import type { Tape } from './tape.js';
import { ACCESS, Obj, PRESET, type Tree } from './tree.js';

/** The files in which the team says a part of the policy: its access control, and its preset. */
export const teamFiles = (intent: Intent, tape: Tape): ReadonlyMap<string, Obj> => {
  const { roleModel, schemes, opened, openedBy } = intent;
  const files = new Map<string, Obj>();
  const access = new Obj(roleModel?.filed.entries ?? []);
  const section = (key: string, entries: readonly (readonly [string, Tree])[]): void => {
    if (entries.length > 0) access.set(key, new Obj(entries));
  };
  section(
    'schemes',
    schemes.flatMap(({ names, filed, access: stated }) =>
      filed && stated !== null ? [[tape.oneOf(names) ?? '', stated] as const] : [],
    ),
  );
  section(
    'operations',
    operationsOf(intent).flatMap(({ id, definition: { filed } }) =>
      filed.entries.length > 0 ? [[id, new Obj(filed.entries)] as const] : [],
    ),
  );
  if (openedBy === 'file' && opened.length > 0) access.set('public', [...opened]);
  if (access.entries.length > 0) files.set(ACCESS, access);
  const preset = roleModel?.preset?.data ?? null;
  if (preset !== null) files.set(PRESET, preset);
  return files;
};

/** Operations that the configuration itself opens. */
export const openedByConfig = ({ opened, openedBy }: Intent): readonly string[] =>
  openedBy === 'configuration' ? opened : [];
