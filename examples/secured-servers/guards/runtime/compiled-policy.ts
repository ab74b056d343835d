import { Contexts } from './contexts.js';
import { roleBook, roleSet } from './grants.js';
import type { RoleBook, RoleSet } from './grants.js';
import { Holdings } from './holdings.js';
import type {
  Alternative,
  OperationPolicy,
  Policy,
  ProviderPolicy,
  Requirement,
  RulePolicy,
  ServerPolicy,
} from './policy.js';
import { PROOF_HEADER } from './record.js';
import { recordPlaces } from './record-places.js';
import type { RecordPlaces } from './record-places.js';
import { policyFaults } from './policy-faults.js';
import { Revocations } from './revocations.js';
import { SharedByText } from './shared-by-text.js';

/** One server's part of a policy, or some of its rules, with every name looked up. */
export interface CompiledPolicy {
  readonly policy: Policy;
  readonly server: string;
  /** The providers that these rules use. */
  readonly providers: readonly CompiledProvider[];
  readonly book: RoleBook | null;
  /** The server's level alone. */
  readonly connection: RuleShape;
  /** How many shapes the rules have, with the server's own. */
  readonly shapes: number;
  readonly rules: ReadonlyMap<string, CompiledRule>;
  readonly revocations: Revocations;
  readonly holdings: Holdings | null;
  /** Scopes of proofs. */
  readonly scopeLists: SharedByText<readonly string[]>;
  /** Those of the book, within reach: each decision looks its context up. */
  readonly contexts: Contexts;
  /** Null for a server that is no Kafka cluster. */
  readonly places: RecordPlaces | null;
  /** Grows with each change of what verdicts are made of. */
  epoch: number;
}

export interface CompiledProvider {
  readonly position: number;
  readonly key: string;
  readonly policy: ProviderPolicy;
}

/** What several rules have in common; a caller keeps one verdict for each. Which roles are asked for is no part of it. */
export interface RuleShape {
  /** Place of the verdict in a caller's table. */
  readonly position: number;
  readonly levels: readonly Level[];
  /** The level whose actors may act; null where nobody is asked for. */
  readonly acting: Level | null;
  readonly asksRoles: boolean;
}

export type Level = readonly CompiledAlternative[];

export interface CompiledAlternative {
  readonly uses: readonly CompiledUse[];
  /** Position of the provider whose grants count. */
  readonly actor: number | null;
}

export interface CompiledUse {
  /** Position of the provider. */
  readonly provider: number;
  readonly scopes: readonly string[];
}

export interface CompiledRule {
  readonly shape: RuleShape;
  /** Any one of them suffices; null where none is asked for. */
  readonly roles: RoleSet | null;
  /** The only context that it may be asked in; null where the caller of `decide` names it. */
  readonly fixedContext: string | null;
  /** The context where none is named; null where one must be. */
  readonly impliedContext: string | null;
}

const compiled = new WeakMap<Policy, Map<string, CompiledPolicy>>();

/**
 * Compiles once for a policy object, server and choice of its operations (all, unless given), so that all guards of these know
 * each other's callers.
 */
export function compiledPolicy(
  policy: Policy,
  server: string,
  operations?: readonly string[],
): CompiledPolicy {
  const faults = policyFaults(policy, server);
  if (faults.length > 0)
    throw new TypeError(
      `The policy of server ${JSON.stringify(server)} cannot be enforced:\n- ${faults.join('\n- ')}`,
    );
  const ofPolicy = compiled.get(policy) ?? new Map<string, CompiledPolicy>();
  compiled.set(policy, ofPolicy);
  const described = own(policy.servers, server);
  const rules = Object.entries(described.rules).filter(
    ([id]) => operations?.includes(id) ?? true,
  );
  const key = JSON.stringify([server, ...rules.map(([id]) => id)]);
  const known = ofPolicy.get(key);
  if (known !== undefined) return known;
  // Who is revoked is so for all guards of the server.
  const beside = [...ofPolicy.values()].find((home) => home.server === server);
  const made = compile(
    policy,
    server,
    described,
    rules,
    beside?.revocations ?? new Revocations(),
  );
  ofPolicy.set(key, made);
  return made;
}

function compile(
  policy: Policy,
  server: string,
  { requirement, kafka }: ServerPolicy,
  rules: readonly (readonly [string, RulePolicy])[],
  revocations: Revocations,
): CompiledPolicy {
  const book = policy.roles === null ? null : roleBook(policy.roles);
  const providers = new Positions<CompiledProvider>();
  const shapes = new Positions<RuleShape>();
  const levels = new Map<string, Level>();

  const providerOf = (scheme: string): number => {
    const key = own(policy.schemes, scheme).provider;
    return providers.item(key, (position) => ({
      position,
      key,
      policy:
        kafka === undefined
          ? own(policy.providers, key)
          : inRecords(own(policy.providers, key)),
    })).position;
  };
  const alternativeOf = ({
    allOf,
    actor,
  }: Alternative): CompiledAlternative => ({
    uses: allOf.map((use) => ({
      provider: providerOf(use.scheme),
      scopes: use.scopes,
    })),
    actor: actor === null ? null : providerOf(actor),
  });
  const levelOf = (stated: Requirement | null): Level | null => {
    if (stated === null) return null;
    const text = JSON.stringify(stated);
    const level = levels.get(text) ?? stated.map(alternativeOf);
    levels.set(text, level);
    return level;
  };
  const shapeOf = (
    ownLevel: Requirement | null,
    asksRoles: boolean,
  ): RuleShape => {
    const outer = levelOf(requirement);
    const inner = levelOf(ownLevel);
    return shapes.item(JSON.stringify([ownLevel, asksRoles]), (position) => ({
      position,
      levels: [outer, inner].filter((level): level is Level => level !== null),
      acting: inner ?? outer,
      asksRoles,
    }));
  };

  const unguarded = (): RuleShape =>
    shapes.item('broker', (position) => ({
      position,
      levels: [],
      acting: null,
      asksRoles: false,
    }));

  const connection = shapeOf(null, false);
  const compiledRules = rules.map(
    ([operation, rule]): [string, CompiledRule] => {
      const described = own(policy.operations, operation);
      const isPublic = described.access === 'public';
      const roles =
        described.access === 'protected'
          ? (ownOrNull(policy.roleMap, operation) ?? null)
          : null;
      const set =
        roles === null || book === null || rule.enforcedBy === 'broker'
          ? null
          : roleSet(roles, book);
      const shape =
        rule.enforcedBy === 'broker'
          ? unguarded()
          : shapeOf(isPublic ? null : rule.requirement, set !== null);
      return [
        operation,
        { shape, roles: set, ...contextsOf(described, roles, policy) },
      ];
    },
  );
  const made: CompiledPolicy = {
    policy,
    server,
    providers: providers.items,
    book,
    connection,
    shapes: shapes.items.length,
    rules: new Map(compiledRules),
    revocations,
    scopeLists: new SharedByText(),
    holdings: book === null ? null : new Holdings(book),
    contexts: book?.contexts ?? new Contexts(),
    places: kafka === undefined ? null : recordPlaces(policy, server),
    epoch: 0,
  };
  revocations.listen(() => {
    made.epoch += 1;
  });
  return made;
}

/** A channel parameter has no default: whoever leaves it out decides about another place than the message goes to. */
function contextsOf(
  { context }: OperationPolicy,
  roles: readonly string[] | null,
  policy: Policy,
): Pick<CompiledRule, 'fixedContext' | 'impliedContext'> {
  if ('value' in context)
    return { fixedContext: context.value, impliedContext: context.value };
  const mustBeNamed = 'parameter' in context && roles !== null;
  return {
    fixedContext: null,
    impliedContext: mustBeNamed ? null : (policy.roles?.defaultContext ?? ''),
  };
}

/** How a record carries a provider's evidence. */
function inRecords(provider: ProviderPolicy): ProviderPolicy {
  switch (provider.record) {
    case 'proof':
      return {
        ...provider,
        form: 'proof',
        carriers: [{ in: 'header', name: PROOF_HEADER }],
      };
    case 'bearer':
      return {
        ...provider,
        form: 'bearer',
        carriers: [{ in: 'header', name: 'authorization' }],
      };
    default:
      return { ...provider, carriers: [] };
  }
}

/** Items by key, each at a fixed position. */
class Positions<T> {
  readonly items: T[] = [];
  readonly #byKey = new Map<string, T>();

  item(key: string, make: (position: number) => T): T {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const item = make(this.items.length);
    this.items.push(item);
    this.#byKey.set(key, item);
    return item;
  }
}

function ownOrNull<T>(
  record: Readonly<Record<string, T>>,
  name: string,
): T | null {
  return Object.hasOwn(record, name) ? (record[name] ?? null) : null;
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T {
  const item = ownOrNull(record, name);
  if (item === null)
    throw new TypeError(`The policy has no ${JSON.stringify(name)}.`);
  return item;
}
