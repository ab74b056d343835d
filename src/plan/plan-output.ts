import type { Config, Side, Target } from '../config/config.js';
import { hasErrors, report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type { SecurityModel, Server } from '../model/security-model.js';
import { checkChannelPaths } from './channel-paths.js';
import { checkMemberNames } from './member-names.js';
import type { Plan } from './plan.js';
import { policyOf } from './policy.js';
import { plannedFiles } from './planned-files.js';
import { rolesFileOf } from './roles-file.js';
import { runtimeEntries } from './runtime-entries.js';
import { planServer, type ServerPlan } from './server-plan.js';
import { sidesOf } from './sides.js';
import { transportOf } from './transport.js';

export interface PlanOptions {
  readonly config: Config;
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
  const diagnostics: Diagnostic[] = [...unavailableTargets(options.targets)];
  const servers = serversOf(model).flatMap((server) => {
    const planned = planOne(model, server, options);
    diagnostics.push(...planned.diagnostics);
    return planned.value === undefined ? [] : [planned.value];
  });
  if (servers.length === 0) {
    if (!hasErrors(diagnostics)) diagnostics.push(nothingToEmit(model));
    return { diagnostics };
  }
  const policy = policyOf(model, servers, options.config.sameSubject === true);
  const sides = sidesOf(servers, options);
  const needs = { policy, listens: sides.listening.size > 0, dials: sides.dialling.size > 0 };
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
      rolesFile: rolesFileOf(model, policy),
      files: planned.files,
      runtime: { entries: runtimeEntries(needs) },
      importExtension,
      banner: options.banner,
    },
    diagnostics: [...diagnostics, ...planned.diagnostics],
  };
};

const serversOf = (model: SecurityModel): readonly (Server | null)[] =>
  model.servers.length === 0 ? [null] : model.servers;

const planOne = (model: SecurityModel, server: Server | null, options: PlanOptions): Outcome<ServerPlan> => {
  const transport = transportOf(server);
  if (server !== null && transport === 'kafka') return { diagnostics: [withoutTarget(server)] };
  const planned = planServer(model, server, { config: options.config, describes: options.describes });
  if (server === null) return planned;
  if (transport === 'websocket' && options.targets.includes('ws')) {
    const operations = planned.value?.operations ?? [];
    const channels = model.channels.filter((channel) =>
      operations.some((operation) => operation.channel === channel.id),
    );
    const names = checkMemberNames(server, channels, operations);
    return { ...planned, diagnostics: [...planned.diagnostics, ...checkChannelPaths(server, channels), ...names] };
  }
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

const withoutTarget = (server: Server): Diagnostic =>
  report('server-without-target', server.at, {
    message:
      transportOf(server) === 'kafka'
        ? `The server ${server.id} speaks ${server.protocol}, for which this release has no target; nothing is emitted for it.`
        : `The server ${server.id} speaks ${server.protocol}, for which no target is chosen; its guard in guards.ts works under any transport.`,
    fix: 'Nothing to do unless you expected code for its transport.',
  });

const unavailableTargets = (targets: readonly Target[]): readonly Diagnostic[] =>
  targets
    .filter((target) => target !== 'ws')
    .map((target) =>
      report('target-unavailable', undefined, {
        message: `This release has no target ${target}.`,
        fix: 'Use `--target ws`, the one that there is.',
      }),
    );

const nothingToEmit = (model: SecurityModel): Diagnostic =>
  report('nothing-to-emit', model.at, {
    message: `No server of ${model.title === '' ? 'the document' : model.title} can be served by the chosen targets.`,
    fix: 'Give the document a server whose protocol is `ws` or `wss`, or choose another target.',
  });
