import type { AccessIntent, FunctionIntent, LevelIntent, RoleModelIntent, SchemeIntent } from './intent.js';
import type { Tape } from './tape.js';
import { Obj } from './tree.js';

/** Some functions of the preset, as its documentation lists them. */
const FUNCTIONS: readonly FunctionIntent[] = [
  { name: 'DISPATCH_COMMAND', roles: ['DISPATCH_COMMANDS', 'USE_CONTEXT', 'WRITE'] },
  { name: 'LIST_EVENTS', roles: ['READ', 'READ_EVENTS', 'USE_CONTEXT'] },
  { name: 'LIST_QUERIES', roles: ['ADMIN', 'USE_CONTEXT'] },
  { name: 'LIST_COMMANDS', roles: ['ADMIN'] },
  { name: 'LIST_USERS', roles: ['ADMIN', 'VIEW_CONFIGURATION'] },
];

/** A role model of the document's own, a preset, or both. */
export const makeRoleModel = (tape: Tape): RoleModelIntent | null => {
  if (!tape.chance(55)) return null;
  const preset = tape.chance(40);
  const adminContext = tape.chance(30) ? 'ops' : '_admin';
  const defaultContext = tape.chance(40) ? 'main' : 'default';
  const stated = new Obj([
    ...(preset ? [['preset', 'axon-server'] as const] : []),
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
  return {
    stated,
    roles: ['READER', 'WRITER', 'OPERATOR', 'OLD', 'LOCAL', 'ANYWHERE', ...(preset ? ['USE_CONTEXT', 'ADMIN'] : [])],
    functions: preset ? FUNCTIONS : [],
    defaultContext,
    adminContext,
  };
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
