import type {
  AccessIntent,
  FunctionIntent,
  LevelIntent,
  PresetIntent,
  RoleModelIntent,
  SchemeIntent,
} from './intent.js';
import type { Tape } from './tape.js';
import { Obj, PRESET } from './tree.js';

/** How the team's preset is named, which lies beside the document. */
const PRESET_NAME = `./${PRESET}`;

/** Some functions of the preset, as its documentation lists them. */
const FUNCTIONS: readonly FunctionIntent[] = [
  { name: 'DISPATCH_COMMAND', roles: ['DISPATCH_COMMANDS', 'USE_CONTEXT', 'WRITE'] },
  { name: 'LIST_EVENTS', roles: ['READ', 'READ_EVENTS', 'USE_CONTEXT'] },
  { name: 'LIST_QUERIES', roles: ['ADMIN', 'USE_CONTEXT'] },
  { name: 'LIST_COMMANDS', roles: ['ADMIN'] },
  { name: 'LIST_USERS', roles: ['ADMIN', 'VIEW_CONFIGURATION'] },
];

/** Functions of a preset of the team's. */
const OWN_FUNCTIONS: readonly FunctionIntent[] = [
  { name: 'READ_ORDERS', roles: ['READER', 'WRITER'] },
  { name: 'OPERATE', roles: ['OPERATOR'] },
  { name: 'CLEAN_UP', roles: ['LOCAL', 'OLD'] },
];

/** A role model of the document's own, a preset of the tool's or of the team's, or both; some of it in the team's file. */
export const makeRoleModel = (tape: Tape, team: boolean): RoleModelIntent | null => {
  if (!tape.chance(55)) return null;
  const named = tape.pick(null, null, null, 'axon-server', 'axon-server', PRESET_NAME);
  const preset = named === 'axon-server';
  const adminContext = tape.chance(30) ? 'ops' : '_admin';
  const defaultContext = tape.chance(40) ? 'main' : 'default';
  const stated = new Obj([
    ...(named === null ? [] : [['preset', named] as const]),
    ...(defaultContext === 'default' ? [] : [['defaultContext', defaultContext] as const]),
    ...(adminContext === '_admin' ? [] : [['adminContext', adminContext] as const]),
    [
      'roles',
      new Obj([
        ['READER', new Obj()],
        ['WRITER', new Obj([['description', 'writes']])],
        ['OPERATOR', new Obj([['contexts', [adminContext]]])],
        [
          'OLD',
          new Obj([
            ['deprecated', true],
            ['replacedBy', ['READER', 'WRITER']],
          ]),
        ],
        ['LOCAL', new Obj([['contexts', ['billing', adminContext]]])],
        ['ANYWHERE', new Obj([['contexts', ['*']]])],
      ]),
    ],
  ]);
  const data = named === PRESET_NAME ? presetOf(tape, stated) : null;
  const filed = new Obj();
  for (const [key, value] of team ? tape.some(stated.entries, 40) : []) {
    filed.set(key, value);
    // What both say is said once.
    if (key === 'preset' || !tape.chance(20)) stated.remove(key);
  }
  return {
    stated,
    filed,
    preset: named === null ? null : { name: named, data },
    roles: ['READER', 'WRITER', 'OPERATOR', 'OLD', 'LOCAL', 'ANYWHERE', ...(preset ? ['USE_CONTEXT', 'ADMIN'] : [])],
    functions: preset ? FUNCTIONS : data === null ? [] : OWN_FUNCTIONS,
    defaultContext,
    adminContext,
  };
};

/** The team's preset: what it says needs not be said again, and is overridden where it is. */
const presetOf = (tape: Tape, stated: Obj): NonNullable<PresetIntent['data']> => {
  const data = new Obj([
    ['roles', stated.get('roles') ?? new Obj()],
    ['functions', new Obj(OWN_FUNCTIONS.map(({ name, roles }) => [name, [...roles]]))],
  ]);
  stated.remove('roles');
  for (const key of ['defaultContext', 'adminContext']) {
    const value = stated.get(key);
    if (value === undefined || !tape.chance(60)) continue;
    data.set(key, tape.chance(30) ? 'overridden' : value);
    if (data.get(key) === value) stated.remove(key);
  }
  if (tape.chance(30)) stated.set('roles', new Obj([['READER', new Obj([['description', 'reads here']])]]));
  return data;
};

const NONE: AccessIntent = { roles: null, function: null, context: null, authenticated: false, actor: null };

/** What an operation asks for, given the levels on which its roles may be decided. */
export const makeAccess = (
  tape: Tape,
  model: RoleModelIntent | null,
  acting: readonly LevelIntent[],
  parameters: readonly string[],
  sound: boolean,
): AccessIntent => {
  if (model === null) return tape.chance(5) ? { ...NONE, authenticated: true } : NONE;
  const actor = actorFor(acting);
  if (actor === undefined || tape.chance(15)) {
    return { ...NONE, authenticated: sound || !tape.chance(15) };
  }
  const named = tape.chance(40) ? (tape.oneOf(model.functions) ?? null) : null;
  const own = tape.some(model.roles, 35);
  const roles = named === null && own.length === 0 ? ['READER'] : named !== null && tape.chance(60) ? null : own;
  const access: AccessIntent = { ...NONE, roles: roles?.length === 0 ? null : roles, function: named, actor };
  const context = makeContext(tape, parameters);
  const wanted = { ...access, context };
  return sound && !countsSomewhere(wanted, model) ? { ...wanted, context: ['value', adminOf(wanted, model)] } : wanted;
};

const makeContext = (tape: Tape, parameters: readonly string[]): AccessIntent['context'] => {
  const parameter = tape.oneOf(parameters);
  const choice = tape.below(parameter === undefined ? 4 : 8);
  if (choice === 0) return null;
  if (choice === 1) return ['value', tape.pick('billing', '_admin', 'ops')];
  if (choice === 2) return ['header', 'X-Context'];
  if (choice === 3) return ['field', 'tenant'];
  return ['parameter', parameter ?? ''];
};

/** The roles that are asked for: those that the operation lists win over its function's. */
export const rolesOf = ({ roles, function: named }: AccessIntent): readonly string[] => roles ?? named?.roles ?? [];

/** Contexts in which a role counts; null: in every one. */
const contextsOf = (role: string, { adminContext }: RoleModelIntent): readonly string[] | null => {
  if (role === 'OPERATOR') return [adminContext];
  if (role === 'LOCAL') return ['billing', adminContext];
  return role === 'ADMIN' || role === 'VIEW_CONFIGURATION' ? ['_admin'] : null;
};

/** Whether any of the roles can count in the context that the request has, an administrator's only where that is fixed. */
export const countsSomewhere = (access: AccessIntent, model: RoleModelIntent): boolean => {
  const contexts = rolesOf(access).map((role) => contextsOf(role, model));
  if (contexts.some((one) => one === null)) return true;
  const all = contexts.flatMap((one) => one ?? []);
  const [kind, name] = access.context ?? ['value', model.defaultContext];
  return kind === 'value' ? all.includes(name) : all.some((one) => one !== model.adminContext);
};

const adminOf = (access: AccessIntent, model: RoleModelIntent): string =>
  rolesOf(access).flatMap((role) => contextsOf(role, model) ?? [])[0] ?? model.adminContext;

/** The actor to name: null where each alternative has one source of roles, undefined where one has none. */
const actorFor = (acting: readonly LevelIntent[]): SchemeIntent | null | undefined => {
  let actor: SchemeIntent | null = null;
  for (const uses of acting.flatMap(({ alternatives }) => alternatives)) {
    const sources = [...new Set(uses.map(({ scheme }) => scheme).filter(({ hasRoles }) => hasRoles))];
    const [first] = sources;
    if (first === undefined) return undefined;
    if (sources.length === 1) continue;
    if (actor !== null && !sources.includes(actor)) return undefined;
    actor ??= first;
  }
  return actor;
};
