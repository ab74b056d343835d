import path from 'node:path';

import type { Settings, Target } from '../config/index.js';
import { report, type Outcome } from '../diagnostics/index.js';
import type { SecurityModel } from '../model/index.js';
import { transportOf, type Transport } from '../plan/index.js';

type TargetedTransport = Exclude<Transport, 'other'>;

const TARGETS_OF: Readonly<Record<TargetedTransport, readonly [Target, ...Target[]]>> = {
  websocket: ['ws', 'browser'],
  kafka: ['kafkajs', 'confluent', 'platformatic'],
};

/** The client libraries to generate for: those that are stated, else those that package.json depends on. */
export const chooseTargets = (model: SecurityModel, settings: Settings): Outcome<readonly Target[]> => {
  const { targets } = settings.config;
  if (targets !== undefined) return { value: targets, diagnostics: [] };
  const transports = transportsOf(model);
  const fitting = settings.packageTargets.filter((target) =>
    transports.some((transport) => TARGETS_OF[transport].includes(target)),
  );
  if (fitting.length > 0 || transports.length === 0) return { value: fitting, diagnostics: [] };
  return {
    diagnostics: [
      report('target-missing', undefined, {
        message: `The document has servers for ${transports.map(titleOf).join(' and ')}, and package.json depends on no client library for them.`,
        fix: `Name one: ${completeCall(transports, settings)}`,
      }),
    ],
  };
};

/** The targets that a document would need, whatever the project depends on. */
export const usualTargets = (model: SecurityModel): readonly Target[] =>
  transportsOf(model).map((transport) => TARGETS_OF[transport][0]);

const transportsOf = (model: SecurityModel): readonly TargetedTransport[] => {
  const present = new Set(model.servers.map(transportOf));
  return (['kafka', 'websocket'] as const).filter((transport) => present.has(transport));
};

const titleOf = (transport: TargetedTransport): string => (transport === 'kafka' ? 'Kafka' : 'WebSocket');

const completeCall = (transports: readonly TargetedTransport[], { cwd, config, describes }: Settings): string => {
  const document = config.document === '-' ? '-' : path.relative(cwd, config.document).split(path.sep).join('/');
  const targets = transports.map((transport) => `--target ${TARGETS_OF[transport][0]}`);
  const side = transports.includes('websocket') ? [`--describes ${describes ?? 'server'}`] : [];
  return ['npx asyncapi-guards generate', quoted(document), ...targets, ...side].join(' ');
};

const quoted = (word: string): string => (/^[\w./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
