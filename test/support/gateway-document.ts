/** A small WebSocket document that every stage accepts. */
export const GATEWAY = `asyncapi: 3.0.0
info: { title: Gateway, version: 1.0.0 }
servers:
  gateway:
    host: localhost:8080
    protocol: ws
    security:
      - $ref: '#/components/securitySchemes/token'
channels:
  events:
    address: events
    messages:
      event:
        payload: { $ref: 'event.yaml' }
operations:
  appendEvent:
    action: receive
    channel: { $ref: '#/channels/events' }
components:
  securitySchemes:
    token: { type: httpApiKey, in: header, name: X-Token }
`;

/** The file that it refers to. */
export const EVENT = 'type: object\n';

/** The options that `generate` needs for it. */
export const GATEWAY_OPTIONS = ['--target', 'ws', '--describes', 'server'] as const;
