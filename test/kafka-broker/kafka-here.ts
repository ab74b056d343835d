import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { JARS } from './jars.js';

const OLDEST_JAVA = 17;

/**
 * For a test's option `skip`: false where a broker can be started, else one line that says what is missing and how to get it.
 * On a build server (CI=true) it is always false: there the test fails instead.
 */
export function skipWithoutKafka(): string | false {
  return process.env['CI'] === 'true' ? false : (missingForKafka() ?? false);
}

/** What a broker needs and this machine lacks; undefined where there is nothing. */
export function missingForKafka(): string | undefined {
  const java = javaVersion();
  if (java === undefined || java < OLDEST_JAVA) {
    const found = java === undefined ? 'none is on the PATH' : `found ${String(java)}`;
    return `a Kafka broker needs Java ${String(OLDEST_JAVA)} or later (${found}): apt-get install openjdk-17-jre-headless`;
  }
  if (!runs('openssl', 'version')) return 'a Kafka broker for tests needs openssl: apt-get install openssl';
  if (!existsSync(JARS) && !runs('mvn', '-v'))
    return 'the jars of a Kafka broker come by Maven, once: apt-get install maven';
  return undefined;
}

function javaVersion(): number | undefined {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const major = /version "(\d+)/.exec(stderr)?.[1];
  return major === undefined ? undefined : Number(major);
}

function runs(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
