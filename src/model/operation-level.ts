import type { SecurityFacts } from '../document/facts.js';
import type { Reporter } from './findings.js';
import { readLevel, type LevelReading } from './levels.js';
import type { Level } from './security-model.js';
import { isBefore } from './versions.js';

/** Reads an operation's own level; 2.x took `security` on operations up with 2.4.0 (S1, M10). */
export const readOperationLevel = (security: SecurityFacts | null, id: string, reading: LevelReading): Level => {
  const { asyncapi } = reading.facts;
  if (security !== null && isBefore(asyncapi, '2.4.0')) {
    const finding = {
      message: `Operation ${JSON.stringify(id)} states security, which operations have since AsyncAPI 2.4.0; this document says asyncapi: ${asyncapi}.`,
      fix: 'Raise asyncapi: to 2.4.0 or later, or state security on the server.',
    };
    reading.reporter.report('operation-security-too-early', security.at, finding, asyncapi);
  }
  return readLevel(security, reading);
};

/** Reads what the root does not reach, for its mistakes alone: they do no harm yet. */
export const reportUnreached = (reading: LevelReading, reporter: Reporter): void => {
  const careless: LevelReading = { ...reading, reporter: { ...reporter, markUnreadable: () => undefined } };
  for (const { of, owner, security } of reading.facts.unreached) {
    if (of === 'server') readLevel(security, careless);
    else readOperationLevel(security, owner, careless);
  }
};
