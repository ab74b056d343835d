import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** The Apache Kafka that tests run against; pom.xml names the same. */
export const KAFKA_VERSION = '4.3.1';

const CACHE = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');

/** Folder of the broker's jars, shared by all runs of this user. */
export const JARS = path.join(CACHE, 'asyncapi-guards', `kafka-${KAFKA_VERSION}`);

/** Fetches the broker's jars from Maven Central, unless they are there: 44 MB, some 10 s. */
export async function fetchJars(): Promise<void> {
  if (existsSync(JARS)) return;
  await mkdir(path.dirname(JARS), { recursive: true });
  const unfinished = `${JARS}.${String(process.pid)}`;
  const pom = path.join(import.meta.dirname, 'pom.xml');
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${unfinished}`];
  try {
    await promisify(execFile)('mvn', ['-q', '-B', '-f', pom, ...goal]);
    // Another process may have been faster; then there is nothing left to do.
    await rename(unfinished, JARS).catch((error: unknown) => {
      if (!existsSync(JARS)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
