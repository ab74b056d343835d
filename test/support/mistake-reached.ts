import type { Mistake } from './mistake.js';
import { onOrder, ref, version2, version3 } from './model-of.js';

/** Where component schemes stand. */
export const SCHEMES = '/components/securitySchemes';

/** A 3.x document whose one operation demands the scheme `x`. */
export const applied3 = (scheme: string): string =>
  version3({ operations: onOrder(`security: [${ref('x')}]`), schemes: `{ x: ${scheme} }` });

/** A 2.x document whose one server demands the scheme `x`. */
export const applied2 = (scheme: string, asyncapi = '2.6.0', scopes = ''): string =>
  version2({
    asyncapi,
    servers: `{ s: { url: 'wss://h', protocol: wss, security: [{ x: [${scopes}] }] } }`,
    schemes: `{ x: ${scheme} }`,
  });

/** An oauth2 scheme with these flows. */
export const flows = (text: string): string => `{ type: oauth2, flows: ${text} }`;

/** One scheme, faulty, however it is reached: told once, where it is written, and never by the parser too (P18). */
export const reached = (
  m: string,
  faulty: string,
  code: Mistake['code'],
  path: string,
  fix: string,
  answered: boolean,
): Mistake[] => {
  const told = { code, fix, answered };
  return [
    {
      title: `${m}: applied by servers, an operation and a trait`,
      given: version3({
        servers: `{ s: { host: h, protocol: wss, security: [${ref('x')}] }, t: { host: h, protocol: wss, security: [${ref('x')}] } }`,
        operations: onOrder("traits: [{ $ref: '#/components/operationTraits/t' }]"),
        traits: `{ t: { security: [${ref('x')}] } }`,
        schemes: `{ x: ${faulty} }`,
      }),
      pointer: `${SCHEMES}/x${path}`,
      ...told,
    },
    {
      title: `${m}: behind two aliases`,
      given: version3({
        servers: `{ s: { host: h, protocol: wss, security: [${ref('a')}] } }`,
        operations: onOrder(`security: [${ref('b')}]`),
        schemes: `{ a: ${ref('b')}, b: ${ref('x')}, x: ${faulty} }`,
      }),
      pointer: `${SCHEMES}/x${path}`,
      ...told,
    },
    {
      title: `${m}: in another file, named straight`,
      given: {
        'asyncapi.yaml': version3({ operations: onOrder("security: [{ $ref: 'auth/schemes.yaml#/x' }]") }),
        'auth/schemes.yaml': `x: ${faulty}\n`,
      },
      pointer: `/x${path}`,
      ...told,
    },
    {
      title: `${m}: in another file, as a component`,
      given: {
        'asyncapi.yaml': version3({
          operations: onOrder(`security: [${ref('x')}]`),
          schemes: "{ x: { $ref: 'schemes.json' } }",
        }),
        'schemes.json': faulty,
      },
      pointer: path,
      ...told,
    },
    {
      title: `${m}: in place, in a trait`,
      given: version3({
        operations: onOrder("traits: [{ $ref: '#/components/operationTraits/t' }]"),
        traits: `{ t: { security: [${faulty}] } }`,
      }),
      pointer: `/components/operationTraits/t/security/0${path}`,
      ...told,
    },
    {
      title: `${m}: declared and not applied`,
      given: version3({
        operations: onOrder(`security: [${ref('key')}]`),
        schemes: `{ key: { type: plain }, x: ${faulty} }`,
      }),
      pointer: `${SCHEMES}/x${path}`,
      ...told,
      severity: 'warning',
      answered: true,
    },
    {
      title: `${m}: in a trait that the root does not reach`,
      given: `${version3({
        operations: onOrder(`security: [${ref('key')}]`),
        traits: `{ t: { security: [${faulty}] } }`,
        schemes: '{ key: { type: plain } }',
      })}  operations: { o: { action: send, channel: { $ref: '#/channels/orders' }, security: [${ref('key')}] } }\n`,
      pointer: `/components/operationTraits/t/security/0${path}`,
      ...told,
      severity: 'warning',
      answered: true,
    },
  ];
};

/** Of these ways, another file and what the root does not reach. */
export const reachedFar = (...[m, faulty, code, path, fix, answered]: Parameters<typeof reached>): readonly Mistake[] =>
  reached(m, faulty, code, path, fix, answered).filter(({ title }) => /component$|does not reach/.test(title));
