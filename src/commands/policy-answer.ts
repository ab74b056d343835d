import type { Json } from '../document/node.js';
import type { Level, Operation, RoleModel, Rule, RuleAlternative, SecurityModel } from '../model/index.js';
import type { EnforcedRule } from '../plan/index.js';

/** The policy as the command line's contract prints it. */
export interface PolicyAnswer {
  readonly document: {
    readonly asyncapi: string;
    readonly title: string;
    readonly version: string;
    readonly digest: string;
  };
  /** By id: the scheme's own fields, its pointer and the other names that lead to it. */
  readonly schemes: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly servers: Readonly<Record<string, ServerAnswer>>;
  readonly operations: Readonly<Record<string, OperationAnswer>>;
  readonly rules: readonly RuleAnswer[];
  /** Where the roles come from that the document does not write out; `file` as seen from the document, null for our own. */
  readonly preset: RoleModel['preset'];
}

/** Any one alternative suffices; all schemes of an alternative must hold. */
export type AnyOf = readonly {
  readonly allOf: readonly { readonly scheme: string; readonly scopes: readonly string[] }[];
}[];

export interface LevelAnswer {
  readonly state: Level['state'];
  readonly anyOf: AnyOf;
}

export interface ServerAnswer {
  readonly pointer: string;
  readonly protocol: string;
  readonly host: string;
  readonly security: LevelAnswer;
}

export interface OperationAnswer {
  readonly pointer: string;
  readonly action: Operation['action'];
  readonly channel: string;
  readonly address: string | null;
  readonly servers: readonly string[];
  readonly security: LevelAnswer;
  readonly access: Operation['access'];
  readonly roles: readonly string[] | null;
  readonly context: Operation['context'];
}

export interface RuleAnswer {
  readonly operation: string;
  readonly server: string | null;
  readonly status: Rule['status'];
  readonly requirements: readonly AnyOf[];
  readonly enforcedBy: EnforcedRule['enforcedBy'];
  readonly dropped: readonly Pick<EnforcedRule['dropped'][number], 'requirement' | 'alternative' | 'why'>[];
}

/** Prints a model and its enforcement in the contract's words. */
export const policyAnswer = (model: SecurityModel, enforced: readonly EnforcedRule[]): PolicyAnswer => {
  const channels = new Map(model.channels.map((channel) => [channel.id, channel]));
  const enforcers = new Map(enforced.map((rule) => [ruleKey(rule), rule]));
  return {
    document: { asyncapi: model.asyncapi, title: model.title, version: model.version, digest: model.digest },
    schemes: Object.fromEntries(
      model.schemes.map(({ id, fields, type, pointer, aliases }) => [id, { ...fields, type, pointer, aliases }]),
    ),
    servers: Object.fromEntries(
      model.servers.map(({ id, pointer, protocol, host, security }) => [
        id,
        { pointer, protocol, host, security: levelAnswer(security) },
      ]),
    ),
    operations: Object.fromEntries(
      model.operations.map((operation) => {
        const channel = channels.get(operation.channel);
        return [
          operation.id,
          {
            pointer: operation.pointer,
            action: operation.action,
            channel: channel?.pointer ?? operation.channel,
            address: channel?.address ?? null,
            servers: operation.servers,
            security: levelAnswer(operation.security),
            access: operation.access,
            roles: operation.roles,
            context: operation.context,
          },
        ];
      }),
    ),
    rules: model.rules.map((rule) => ruleAnswer(rule, enforcers.get(ruleKey(rule)))),
    preset: model.roles?.preset ?? null,
  };
};

const ruleAnswer = (rule: Rule, enforced: EnforcedRule | undefined): RuleAnswer => ({
  operation: rule.operation,
  server: rule.server,
  status: rule.status,
  requirements: rule.requirements.map((requirement) => anyOfAnswer(requirement.anyOf)),
  enforcedBy: enforced?.enforcedBy ?? rule.requirements.map(() => 'guard' as const),
  dropped: (enforced?.dropped ?? []).map(({ requirement, alternative, why }) => ({ requirement, alternative, why })),
});

const levelAnswer = ({ state, anyOf }: Level): LevelAnswer => ({ state, anyOf: anyOfAnswer(anyOf) });

const anyOfAnswer = (alternatives: readonly Pick<RuleAlternative, 'allOf'>[]): AnyOf =>
  alternatives.map(({ allOf }) => ({ allOf: allOf.map(({ scheme, scopes }) => ({ scheme, scopes })) }));

/** Tells rules apart. */
export const ruleKey = ({ operation, server }: Pick<Rule, 'operation' | 'server'>): string =>
  JSON.stringify([operation, server]);
