import type { Login, Policy } from '../../src/runtime/policy.js';

/** A policy of one Kafka server, `cluster`, and no operation; its slots are `user`, `other` and `certificate`. */
export const kafkaServerPolicy = (
  logins: readonly Login[],
  server: { readonly brokers?: readonly string[]; readonly hosts?: readonly string[]; readonly tls?: boolean } = {},
): Policy => {
  const { brokers = ['localhost:9093'], hosts = brokers, tls = true } = server;
  return {
    contract: 1,
    providers: {},
    schemes: {},
    channels: {},
    operations: {},
    servers: {
      cluster: {
        protocol: tls ? 'kafka-secure' : 'kafka',
        host: brokers[0] ?? '',
        pathname: '',
        describes: 'server',
        requirement: null,
        rules: {},
        hosts,
        tls,
        kafka: { brokers, logins },
      },
    },
    roles: null,
    roleMap: {},
    sameSubject: false,
  };
};
