import { startBroker } from '../kafka-broker/broker.js';
import { skipWithoutKafka } from '../kafka-broker/kafka-here.js';
import { tell } from './figure.js';
import { consumerFigures } from './kafka-consumers.js';
import { producerFigures } from './kafka-producers.js';
import { producerKey } from './kafka-workload.js';

const missing = skipWithoutKafka();
if (missing === false) await measure();
else tell({ name: 'Kafka', goal: '', measured: `not measured: ${missing}`, ok: true });

async function measure(): Promise<void> {
  const broker = await startBroker();
  try {
    const keys = { HS256: producerKey('HS256'), ES256: producerKey('ES256'), EdDSA: producerKey('EdDSA') };
    // TLS costs both sides alike, and hides some of what the guard costs; emitted code connects by it.
    const inTheClear = broker.adminConfig;
    const overTls = { ...inTheClear, brokers: [broker.address('saslSsl')], ssl: { ca: [broker.certificates.ca] } };
    tell(...(await consumerFigures(inTheClear, overTls, keys)));
    tell(...(await producerFigures(inTheClear, keys)));
  } finally {
    await broker.stop();
  }
}
