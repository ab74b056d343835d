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
    // Without TLS: it costs both sides alike, and would hide what the guard costs.
    tell(...(await consumerFigures(broker.adminConfig, keys)));
    tell(...(await producerFigures(broker.adminConfig, keys)));
  } finally {
    await broker.stop();
  }
}
