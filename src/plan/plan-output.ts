import type { Config, Side, Target } from '../config/config.js';
import { hasErrors, report, type Diagnostic, type Outcome, type Place } from '../diagnostics/index.js';
import type { SecurityModel, Server } from '../model/security-model.js';
import type { Policy } from '../runtime/policy.js';
import { acrossServers } from './across-servers.js';
import { checkChannelPaths } from './channel-paths.js';
import { enforcement } from './enforcement.js';
import { planGuardedServer } from './guarded-server.js';
import { planKafkaServer } from './kafka-server.js';
import { checkMemberNames } from './member-names.js';
import type { Plan } from './plan.js';
import { policyOf } from './policy.js';
import { plannedFiles } from './planned-files.js';
import { rolesFileOf } from './roles-file.js';
import { runtimeEntries } from './runtime-entries.js';
import type { ServerPlan } from './server-plan.js';
import { isReceived, sidesOf, type Sides } from './sides.js';
import { nameFaults } from './views/name-faults.js';
import { transportOf } from './transport.js';

export interface PlanOptions {
  readonly config: Config;
  /** Where the configuration says what, by the JSON text of its path: `["kafka","topicAliases","orders"]`. */
  readonly configPlaces?: ReadonlyMap<string, Place>;
  readonly targets: readonly Target[];
  readonly side: Side;
  /** For every WebSocket server, over what the configuration says. */
  readonly describes?: 'server' | 'client';
  /** First line of each emitted file. */
  readonly banner: string;
  /** Module specifier of the team's payload types, as seen from the output folder. */
  readonly messages?: string;
}

/** Decides everything about the output: files, names, imports, carriers, who enforces what. Pure. */
export const planOutput = (model: SecurityModel, options: PlanOptions): Outcome<Plan> => {
  const { value, diagnostics } = planServers(model, options, (server) => enforcementOn(model, server, options));
  if (value === undefined) return { diagnostics };
  const { servers, policy, sides } = value;
  const needs = { policy, sides };
  const importExtension = options.config.importExtension ?? 'js';
  const planned = plannedFiles({
    model,
    policy,
    servers,
    sides,
    needs,
    messages: options.messages ?? null,
    importExtension,
  });
  return {
    value: {
      policy,
      guarded: guardedOperations(policy, options.side),
      rolesFile: rolesFileOf(model, policy),
      files: planned.files,
      runtime: { entries: runtimeEntries(needs) },
      importExtension,
      banner: options.banner,
    },
    diagnostics: [...diagnostics, ...planned.diagnostics],
  };
};

/** What `planOutput` would find wrong beyond who enforces what, for whoever wants no output. */
export const planFindings = (model: SecurityModel, options: PlanOptions): readonly Diagnostic[] => {
  const { value, diagnostics } = planServers(model, options, () => []);
  if (value === undefined) return diagnostics;
  return [...diagnostics, ...nameFaults(model, value.policy, value.servers, value.sides)];
};

interface PlannedServers {
  readonly servers: readonly ServerPlan[];
  readonly policy: Policy;
  readonly sides: Sides;
}

const planServers = (
  model: SecurityModel,
  options: PlanOptions,
  enforced: (server: Server) => readonly Diagnostic[],
): Outcome<PlannedServers> => {
  const diagnostics: Diagnostic[] = [];
  const servers = serversOf(model).flatMap((server) => {
    const planned = planOne(model, server, options, enforced);
    for (const found of planned.diagnostics) diagnostics.push(found);
    return planned.value === undefined ? [] : [planned.value];
  });
  if (servers.length === 0) {
    if (!hasErrors(diagnostics)) diagnostics.push(nothingToEmit(model));
    return { diagnostics };
  }
  const value = { servers, policy: policyOf(model, servers, options.config), sides: sidesOf(servers, options) };
  return { value, diagnostics: [...diagnostics, ...acrossServers(model, servers, options)] };
};

const enforcementOn = (model: SecurityModel, server: Server, { config }: PlanOptions): readonly Diagnostic[] =>
  enforcement({ ...model, rules: model.rules.filter((rule) => rule.server === server.id) }, config).diagnostics;

/** Operations that some server leaves to a guard: none that its broker alone sees to, nor that this side sends to Kafka. */
const guardedOperations = ({ servers, operations }: Policy, side: Side): number =>
  new Set(
    Object.values(servers).flatMap(({ rules, kafka }) =>
      Object.entries(rules)
        .filter(([, rule]) => rule.enforcedBy !== 'broker')
        .map(([operation]) => operation)
        .filter((id) => kafka === undefined || side === 'both' || isReceived(operations[id], side)),
    ),
  ).size;

const serversOf = (model: SecurityModel): readonly (Server | null)[] =>
  model.servers.length === 0 ? [null] : model.servers;

const planOne = (
  model: SecurityModel,
  server: Server | null,
  options: PlanOptions,
  enforced: (server: Server) => readonly Diagnostic[],
): Outcome<ServerPlan> => {
  const settings = { config: options.config, describes: options.describes };
  if (server === null) return planGuardedServer(model, server, settings);
  switch (transportOf(server)) {
    case 'kafka':
      if (!options.targets.includes('kafkajs')) return { diagnostics: [withoutTarget(server)] };
      return withChecks(model, server, planKafkaServer(model, server, settings), enforced);
    case 'websocket':
      if (!options.targets.includes('ws')) break;
      return withChecks(model, server, planGuardedServer(model, server, settings), enforced);
    case 'other':
  }
  const planned = planGuardedServer(model, server, settings);
  const mild = planned.diagnostics.filter((diagnostic) => diagnostic.code !== 'describes-missing');
  if (!hasErrors(mild)) return { ...planned, diagnostics: [...mild, withoutTarget(server)] };
  return {
    diagnostics: [
      report('server-skipped', server.at, {
        message: `Nothing is emitted for the server ${server.id} (${server.protocol}): ${mild.find((diagnostic) => diagnostic.severity === 'error')?.message ?? ''}`,
        fix: 'Use a scheme that this release wires, or leave the server out of this app.',
      }),
    ],
  };
};

/** What only a server with a target of its own is asked: who enforces its levels, and how its channels and names fare. */
const withChecks = (
  model: SecurityModel,
  server: Server,
  planned: Outcome<ServerPlan>,
  enforced: (server: Server) => readonly Diagnostic[],
): Outcome<ServerPlan> => {
  const operations = planned.value?.operations ?? [];
  const used = new Set(operations.map(({ channel }) => channel));
  const channels = model.channels.filter(({ id }) => used.has(id));
  return {
    ...planned,
    diagnostics: [
      ...planned.diagnostics,
      ...enforced(server),
      ...(planned.value?.policy.kafka === undefined ? checkChannelPaths(server, channels) : []),
      ...checkMemberNames(server, channels, operations),
    ],
  };
};

const withoutTarget = (server: Server): Diagnostic =>
  report('server-without-target', server.at, {
    message:
      transportOf(server) === 'kafka'
        ? `The server ${server.id} speaks ${server.protocol}, for which no target is chosen; nothing is emitted for it.`
        : `The server ${server.id} speaks ${server.protocol}, for which no target is chosen; its guard in guards.ts works under any transport.`,
    fix: `Nothing to do unless you expected code for its transport${transportOf(server) === 'kafka' ? ': then add `--target kafkajs`' : ''}.`,
  });

const nothingToEmit = (model: SecurityModel): Diagnostic =>
  report('nothing-to-emit', model.at, {
    message: `No server of ${model.title === '' ? 'the document' : model.title} can be served by the chosen targets.`,
    fix: 'Choose the target of a server that it has: `kafkajs` for `kafka` and `kafka-secure`, `ws` for `ws` and `wss`.',
  });
