import { become, isDemandedWithScopes, someScheme } from './draft-parts.js';
import type { Draft, Mistake, Told } from './mistakes.js';
import { Obj, under, type Tree } from './tree.js';
import type { WrittenScheme } from './written.js';

/** Replaces a scheme that is in use; `path` is where the mistake is inside it. */
const replaced =
  (
    code: string,
    path: readonly string[],
    entries: (draft: Draft) => readonly (readonly [string, Tree])[],
    hidesPolicy = false,
  ): Mistake =>
  (draft): Told | null => {
    const scheme = someScheme(draft, (one) => !isDemandedWithScopes(draft, one));
    if (scheme === undefined) return null;
    become(scheme, entries(draft));
    return { code, at: under(scheme.at, ...path), hidesPolicy };
  };

const scopesField = ({ intent }: Draft): string => (intent.major === 2 ? 'scopes' : 'availableScopes');
const otherField = ({ intent }: Draft): string => (intent.major === 2 ? 'availableScopes' : 'scopes');
const credentials = (entries: readonly (readonly [string, Tree])[]): (readonly [string, Tree])[] => [
  ['type', 'oauth2'],
  ['flows', new Obj([['clientCredentials', new Obj(entries)]])],
];
const TOKENS = ['tokenUrl', 'https://idp.test/token'] as const;

const misnamed: Mistake = (draft) => {
  const scheme = someScheme(draft, (one: WrittenScheme) => !isDemandedWithScopes(draft, one));
  if (scheme === undefined) return null;
  become(scheme, credentials([TOKENS, [otherField(draft), new Obj()]]));
  return {
    code: 'flow-scopes-field',
    at: under(scheme.at, 'flows', 'clientCredentials', otherField(draft)),
    hidesPolicy: false,
  };
};

/** Mistakes in the definition of a scheme. */
export const SCHEME_MISTAKES: readonly (readonly [string, Mistake])[] = [
  [
    'an unknown type (M3)',
    replaced(
      'scheme-type-unknown',
      ['type'],
      ({ tape }) => [
        ['type', tape.pick('banana', 'httpBasic', 'x509', 'mutualTLS', 'HTTP', '__proto__', 'constructor')],
      ],
      true,
    ),
  ],
  [
    'the place of another apiKey (M4)',
    replaced('api-key-location', ['in'], ({ tape }) => [
      ['type', 'apiKey'],
      ['in', tape.pick('query', 'header', 'cookie', 'body')],
      ['name', 'key'],
    ]),
  ],
  [
    'a URL that is none (M5)',
    replaced('scheme-url-invalid', ['openIdConnectUrl'], ({ tape }) => [
      ['type', 'openIdConnect'],
      [
        'openIdConnectUrl',
        tape.pick('', 'test', '/token', 'https://{sub}.test/x', 'localhost:80/x', 'javascript:alert(1)'),
      ],
    ]),
  ],
  [
    'a URL in the clear (S19)',
    replaced('scheme-url-cleartext', ['flows', 'clientCredentials', 'tokenUrl'], (draft) =>
      credentials([
        ['tokenUrl', 'http://idp.test/token'],
        [scopesField(draft), new Obj()],
      ]),
    ),
  ],
  [
    'a URL that the flow has not (M6)',
    replaced('flow-field-unexpected', ['flows', 'clientCredentials', 'authorizationUrl'], (draft) =>
      credentials([TOKENS, ['authorizationUrl', 'https://idp.test/in'], [scopesField(draft), new Obj()]]),
    ),
  ],
  [
    'an unknown flow',
    replaced('flow-unknown', ['flows', 'deviceCode'], () => [
      ['type', 'oauth2'],
      ['flows', new Obj([['deviceCode', new Obj([TOKENS])]])],
    ]),
  ],
  ["the other major's field for scopes (M14)", misnamed],
  [
    'no field for scopes (M14)',
    replaced('flow-scopes-field', ['flows', 'clientCredentials'], () => credentials([TOKENS])),
  ],
  ['no flows', replaced('scheme-field-missing', [], () => [['type', 'oauth2']])],
  [
    'a name that is no header (S19)',
    replaced('scheme-field-invalid', ['name'], ({ tape }) => [
      ['type', 'httpApiKey'],
      ['in', 'header'],
      ['name', tape.pick('', 'X Key', 'X-Key\r\nEvil', 'schlüssel')],
    ]),
  ],
  [
    'a scheme of HTTP that is none (S19)',
    replaced('scheme-field-invalid', ['scheme'], ({ tape }) => [
      ['type', 'http'],
      ['scheme', tape.pick('', 'bearer token', 'be\nrer')],
    ]),
  ],
  [
    'Bearer with a format (M21)',
    replaced('bearer-spelling', ['scheme'], () => [
      ['type', 'http'],
      ['scheme', 'Bearer'],
      ['bearerFormat', 'JWT'],
    ]),
  ],
  [
    'a type of 2.1.0 in 2.0.0 (M9)',
    (draft) =>
      draft.intent.version === '2.0.0'
        ? replaced('scheme-type-too-early', ['type'], ({ tape }) => [
            ['type', tape.pick('plain', 'scramSha256', 'scramSha512', 'gssapi')],
          ])(draft)
        : null,
  ],
  [
    'scopes of a type that has none (M17)',
    (draft) =>
      draft.intent.major === 3
        ? replaced(
            'scopes-without-oauth',
            ['scopes'],
            () => [
              ['type', 'userPassword'],
              ['scopes', ['orders:read']],
            ],
            true,
          )(draft)
        : null,
  ],
  [
    'a field that the type has not',
    replaced('scheme-field-unexpected', ['bearer'], () => [
      ['type', 'X509'],
      ['bearer', 'JWT'],
    ]),
  ],
];
