import type { Carrier, SchemeIntent, Version } from './intent.js';
import type { Names } from './names.js';
import type { Tape } from './tape.js';
import { Obj, type Tree } from './tree.js';

/** Scopes that flows offer or uses demand, some of which look like something else. */
export const SCOPES = ['orders:read', 'orders:write', 'admin', 'READ@billing', 'true', '1', 'ünï'];

const TYPES = [
  'http',
  'userPassword',
  'apiKey',
  'X509',
  'symmetricEncryption',
  'asymmetricEncryption',
  'httpApiKey',
  'oauth2',
  'openIdConnect',
  'plain',
  'scramSha256',
  'scramSha512',
  'gssapi',
];

const takesScopes = (type: string): boolean => type === 'oauth2' || type === 'openIdConnect';

/** Schemes of every type that the version knows. */
export const makeSchemes = (tape: Tape, version: Version, names: Names, team: boolean): readonly SchemeIntent[] => {
  const known = version === '2.0.0' ? TYPES.slice(0, -4) : TYPES;
  return Array.from({ length: 1 + tape.below(5) }, (_, index) => {
    const type = tape.oneOf(known) ?? 'http';
    const major = version.startsWith('2.') ? 2 : 3;
    const offered = type === 'oauth2' ? tape.some(SCOPES, 60) : type === 'openIdConnect' ? null : [];
    const home = major === 2 ? 'component' : tape.pick('component', 'component', 'inline', 'file');
    const hasRoles = tape.chance(75);
    const carrier = tape.chance(30) ? tape.pick<Carrier>('proof', 'bearer') : null;
    const source = hasRoles ? roleSource(tape) : tape.chance(10) ? new Obj([['subject', 'user']]) : new Obj();
    if (carrier !== null) source.set('carrier', carrier);
    return {
      type,
      home,
      names: home === 'component' ? Array.from({ length: tape.pick(1, 1, 1, 2, 3) }, () => names.next()) : [],
      fields: [
        ...ownFields(tape, type, `https://idp${String(index)}.example.test`, major, offered ?? []),
        ...(tape.chance(20) ? [['description', 'What a person reads'] as const] : []),
      ],
      offered,
      scopes: major === 3 && takesScopes(type) && tape.chance(70) ? scopesOf(tape, offered) : null,
      access: source.entries.length === 0 ? null : source,
      filed: team && home === 'component' && tape.chance(30),
      carrier,
      hasRoles,
    };
  });
};

/** Scopes that a use of a scheme may demand, in any order. */
export const scopesOf = (tape: Tape, offered: readonly string[] | null): readonly string[] =>
  tape.shuffled(tape.some(offered ?? SCOPES, 40));

const roleSource = (tape: Tape): Obj =>
  tape.pick(
    new Obj([['rolesFrom', 'account']]),
    new Obj([
      ['rolesFrom', 'claim'],
      ['claim', new Obj([['path', 'realm.roles']])],
    ]),
    new Obj([
      ['subject', 'application'],
      ['rolesFrom', 'scopes'],
    ]),
  );

const ownFields = (
  tape: Tape,
  type: string,
  url: string,
  major: 2 | 3,
  offered: readonly string[],
): readonly (readonly [string, Tree])[] => {
  switch (type) {
    case 'http': {
      const scheme = tape.pick('bearer', 'basic', 'Digest', 'BEARER');
      return [
        ['scheme', scheme],
        ...(scheme === 'bearer' && tape.chance(50) ? [['bearerFormat', 'JWT'] as const] : []),
      ];
    }
    case 'apiKey':
      return [['in', tape.pick('user', 'password')]];
    case 'httpApiKey':
      return [
        ['name', tape.pick('X-Key', 'key', '__Host-token')],
        ['in', tape.pick('header', 'query', 'cookie')],
      ];
    case 'openIdConnect':
      return [['openIdConnectUrl', `${url}/.well-known/openid-configuration`]];
    case 'oauth2':
      return [['flows', flows(tape, url, major, offered)]];
    default:
      return [];
  }
};

const FLOWS = [
  ['clientCredentials', ['tokenUrl']],
  ['implicit', ['authorizationUrl']],
  ['password', ['tokenUrl']],
  ['authorizationCode', ['authorizationUrl', 'tokenUrl']],
] as const;

/** Each offered scope is in one flow at least: those of all flows count together. */
const flows = (tape: Tape, url: string, major: 2 | 3, offered: readonly string[]): Obj => {
  const [first = FLOWS[0], ...others] = tape.shuffled(FLOWS);
  const chosen = [first, ...tape.some(others, 30)];
  const homes = offered.map((scope) => ({ scope, flow: tape.oneOf(chosen) ?? first }));
  return new Obj(
    chosen.map((flow) => {
      const [name, urls] = flow;
      const scopes = homes.filter((home) => home.flow === flow || tape.chance(30)).map(({ scope }) => scope);
      return [
        name,
        new Obj([
          ...urls.map((field) => [field, `${url}/${field}`] as const),
          ...(tape.chance(20) ? [['refreshUrl', `${url}/refresh`] as const] : []),
          [major === 2 ? 'scopes' : 'availableScopes', new Obj(scopes.map((scope) => [scope, `may ${scope}`]))],
          ...(tape.chance(10) ? [['x-note', 'seen by nobody'] as const] : []),
        ]),
      ];
    }),
  );
};
