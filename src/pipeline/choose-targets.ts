import path from 'node:path';

import type { Settings, Target } from '../config/index.js';
import { report, type Outcome } from '../diagnostics/index.js';
import type { SecurityModel } from '../model/index.js';
import { transportOf } from '../plan/index.js';

/** The client libraries to generate for: those that are stated, else those that package.json depends on. */
export const chooseTargets = (model: SecurityModel, settings: Settings): Outcome<readonly Target[]> => {
  const { targets } = settings.config;
  if (targets !== undefined) return { value: targets, diagnostics: [] };
  const usual = usualTargets(model);
  if (usual.every((target) => settings.packageTargets.includes(target))) return { value: usual, diagnostics: [] };
  return {
    diagnostics: [
      report('target-missing', undefined, {
        message: 'The document has a WebSocket server, and package.json depends on no client library for it.',
        fix: `Name one: ${completeCall(settings)}`,
      }),
    ],
  };
};

/** The targets that a document would need, whatever the project depends on. Kafka and browsers have none yet. */
export const usualTargets = (model: SecurityModel): readonly Target[] =>
  model.servers.some((server) => transportOf(server) === 'websocket') ? ['ws'] : [];

const completeCall = ({ cwd, config, describes }: Settings): string => {
  const document = config.document === '-' ? '-' : path.relative(cwd, config.document).split(path.sep).join('/');
  return `npx asyncapi-guards generate ${quoted(document)} --target ws --describes ${describes ?? 'server'}`;
};

const quoted = (word: string): string => (/^[\w./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
