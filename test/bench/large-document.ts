/** A document with as many operations, on two servers, with traits, references and both levels. */
export function largeDocument(operations: number): string {
  const ids = Array.from({ length: operations }, (_, index) => `operation${String(index)}`);
  return `
asyncapi: 3.0.0
info: { title: A large document, version: 1.0.0 }
servers:
  gateway: { host: gateway.acme.test, protocol: wss, security: [{ $ref: '#/components/securitySchemes/key' }] }
  orders: { host: kafka.acme.test, protocol: kafka-secure, security: [{ $ref: '#/components/securitySchemes/scram' }] }
channels:
${ids.map((id, index) => `  ${id}: { address: ${id}, servers: [{ $ref: '#/servers/${index % 2 === 0 ? 'gateway' : 'orders'}' }], messages: { m: { payload: { type: object } } } }`).join('\n')}
operations:
${ids.map((id, index) => `  ${id}: { action: ${index % 3 === 0 ? 'send' : 'receive'}, channel: { $ref: '#/channels/${id}' }, traits: [{ $ref: '#/components/operationTraits/${index % 5 === 0 ? 'tokens' : 'plain'}' }] }`).join('\n')}
components:
  operationTraits:
    plain: { summary: Nothing more is asked }
    tokens: { security: [{ $ref: '#/components/securitySchemes/token' }] }
  securitySchemes:
    key: { type: httpApiKey, in: header, name: X-Key }
    scram: { type: scramSha512 }
    token: { type: http, scheme: bearer, x-access-control: { carrier: proof } }
`;
}
