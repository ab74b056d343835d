import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

// docs/kafka.md, Traps: the types of kafkajs name more than an ES module can import.
const run = (statement: string): string =>
  spawnSync(process.execPath, ['--input-type=module', '--eval', statement], { encoding: 'utf8' }).stderr;

const WORKING = ['Kafka', 'logLevel', 'CompressionTypes', 'Partitioners', 'PartitionAssigners', 'AssignerProtocol'];
const FAILING = ['KafkaJSProtocolError', 'AclOperationTypes', 'ConfigResourceTypes'];

test('names that an ES module can import from kafkajs', () => {
  assert.equal(run(`import { ${WORKING.join(', ')} } from 'kafkajs';`), '');
});

for (const name of FAILING) {
  test(`${name} is type-checked, and there by the default import alone`, () => {
    assert.match(run(`import { ${name} } from 'kafkajs';`), /SyntaxError/);
    assert.equal(run(`import kafkajs from 'kafkajs'; if (kafkajs.${name} === undefined) throw new Error('none');`), '');
  });
}
