import path from 'node:path';

import type { Settings, Target } from '../config/index.js';
import { report, type Outcome } from '../diagnostics/index.js';
import type { SecurityModel } from '../model/index.js';
import { transportOf } from '../plan/index.js';

/** The client libraries to generate for: those that are stated, else those that package.json depends on. */
export const chooseTargets = (
  model: SecurityModel,
  settings: Settings,
  command: string,
): Outcome<readonly Target[]> => {
  const { targets } = settings.config;
  if (targets !== undefined) return { value: targets, diagnostics: [] };
  const usual = usualTargets(model);
  const present = usual.filter((target) => settings.packageTargets.includes(target));
  if (present.length > 0 || usual.length === 0) return { value: present, diagnostics: [] };
  const transports = usual.map((target) => (target === 'ws' ? 'a WebSocket server' : 'a Kafka server'));
  return {
    diagnostics: [
      report('target-missing', undefined, {
        message: `The document has ${transports.join(' and ')}, and package.json depends on no client library for ${transports.length === 1 ? 'it' : 'them'} (${usual.join(', ')}).`,
        fix: `Name one: ${completeCall(settings, usual, command)}`,
      }),
    ],
  };
};

/** The targets that a document would need, whatever the project depends on. Browsers have none yet. */
export const usualTargets = (model: SecurityModel): readonly Target[] => {
  const transports = new Set(model.servers.map(transportOf));
  return [
    ...(transports.has('kafka') ? (['kafkajs'] as const) : []),
    ...(transports.has('websocket') ? (['ws'] as const) : []),
  ];
};

const completeCall = ({ cwd, config, describes }: Settings, targets: readonly Target[], command: string): string => {
  const document = config.document === '-' ? '-' : path.relative(cwd, config.document).split(path.sep).join('/');
  const named = targets.map((target) => ` --target ${target}`).join('');
  const side = targets.includes('ws') ? ` --describes ${describes ?? 'server'}` : '';
  return `npx asyncapi-guards ${command} ${quoted(document)}${named}${side}`;
};

const quoted = (word: string): string => (/^[\w./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
