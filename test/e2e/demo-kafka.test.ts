import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { suite, test } from 'node:test';
import { skipWithoutKafka } from '../kafka-broker/kafka-here.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

suite('the Kafka demo', () => {
  test('takes and denies the records that it should', { skip: skipWithoutKafka() }, () => {
    const run = spawnSync('npm', ['run', '--silent', 'demo:kafka'], { cwd: ROOT, encoding: 'utf8' });
    assert.equal(run.status, 0, run.stdout + run.stderr);
    assert.equal((run.stdout.match(/^ok /gm) ?? []).length, 17, run.stdout);
    assert.doesNotMatch(run.stdout, /WRONG/);
  });

  test('says in one line what it needs where there is no Java', () => {
    const script = ['--import', 'tsx', 'examples/kafka-orders/demo/main.ts'];
    const env = { ...process.env, PATH: '' };
    const run = spawnSync(process.execPath, script, { cwd: ROOT, encoding: 'utf8', env });
    assert.match(run.stdout, /^a Kafka broker needs Java .*\n$/);
    assert.deepEqual([run.status, run.stderr], [1, '']);
  });
});
