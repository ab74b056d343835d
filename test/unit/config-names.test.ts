import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inspect } from '../../src/commands/index.js';
import { EVENT, GATEWAY } from '../support/gateway-document.js';
import { temporaryFolder } from '../support/folder.js';

const CLUSTER = `asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
servers:
  cluster: { host: 'broker:9093', protocol: kafka-secure, security: [{ $ref: '#/components/securitySchemes/login' }] }
channels: { orders: { address: orders } }
operations: { onOrder: { action: receive, channel: { $ref: '#/channels/orders' } } }
components: { securitySchemes: { login: { type: scramSha512 } } }
`;

const CASES: readonly {
  readonly given: string;
  readonly document?: string;
  readonly pointer: string;
  readonly line: number;
  readonly says: RegExp;
}[] = [
  {
    given: 'servers:\n  gateway: { describes: server }\n  gatewey: { describes: server }\n',
    pointer: '/servers/gatewey',
    line: 3,
    says: /server "gatewey".*Did you mean "gateway"\?/su,
  },
  {
    given: 'schemes: { tokn: { allowHttp: true } }\n',
    pointer: '/schemes/tokn',
    line: 1,
    says: /scheme "tokn".*Did you mean "token"\?/su,
  },
  {
    given: 'providers:\n  desk:\n    - token\n    - tokn\n',
    pointer: '/providers/desk/1',
    line: 4,
    says: /providers\.desk .*scheme "tokn".*"token"/su,
  },
  {
    given: 'public: [apendEvent]\n',
    pointer: '/public/0',
    line: 1,
    says: /operation "apendEvent".*"appendEvent"/su,
  },
  {
    given: 'allowCleartextCredentials: [gatewey]\n',
    pointer: '/allowCleartextCredentials/0',
    line: 1,
    says: /server "gatewey".*"gateway"/su,
  },
  {
    given: 'allowReplayableTokens: [apendEvent]\n',
    pointer: '/allowReplayableTokens/0',
    line: 1,
    says: /operation "apendEvent".*"appendEvent"/su,
  },
  {
    given: 'kafka:\n  topicAliases:\n    oders: [eu.orders]\n',
    document: CLUSTER,
    pointer: '/kafka/topicAliases/oders',
    line: 3,
    says: /topic "oders".*"orders"/su,
  },
  {
    given: 'kafka:\n  topicAliases:\n    orders: [eu.orders, eu/orders]\n',
    document: CLUSTER,
    pointer: '/kafka/topicAliases/orders/1',
    line: 3,
    says: /alias "eu\/orders"/u,
  },
  {
    given: 'kafka: { topicAliases: { orders: [eu.orders] } }\n',
    pointer: '/kafka/topicAliases/orders',
    line: 1,
    says: /no channel on a Kafka server/u,
  },
];

for (const { given, document = GATEWAY, pointer, line, says } of CASES) {
  test(`${JSON.stringify(given)} names what the document lacks, and the error says where`, async (t) => {
    const cwd = await temporaryFolder(t, {
      'asyncapi.yaml': document,
      'event.yaml': EVENT,
      'asyncapi-guards.config.yaml': given,
    });
    const { diagnostics } = await inspect({ cwd, document: 'asyncapi.yaml' });
    const found = diagnostics.filter(({ at }) => at?.file.endsWith('asyncapi-guards.config.yaml'));
    assert.deepEqual(
      found.map(({ at }) => [at?.pointer, at?.range.start.line]),
      [[pointer, line]],
    );
    assert.match(`${String(found[0]?.message)} ${String(found[0]?.fix)}`, says);
  });
}

test('names that the document has are no mistake', async (t) => {
  const cwd = await temporaryFolder(t, {
    'asyncapi.yaml': CLUSTER,
    'asyncapi-guards.config.yaml':
      'servers: { cluster: {} }\nschemes: { login: {} }\nproviders: { desk: [login] }\nallowCleartextCredentials: [cluster]\nallowReplayableTokens: [onOrder]\nkafka: { topicAliases: { orders: [eu.orders] } }\n',
  });
  const { diagnostics } = await inspect({ cwd, document: 'asyncapi.yaml' });
  assert.deepEqual(
    diagnostics.filter(({ code }) => code === 'config-name-undefined'),
    [],
  );
});
