import { nearestNames } from '../diagnostics/index.js';
import type { MapNode, Node } from '../document/node.js';
import { homeOf } from './access-homes.js';
import { readFlows } from './flows.js';
import type { Reporter } from './findings.js';
import { described, textOf, valueAt } from './node-values.js';
import { SCHEME_TYPES, takesScopes } from './scheme-types.js';
import type { SchemeKind, SchemeType } from './security-model.js';
import { readUrl, type UrlOwner } from './urls.js';
import { quoted, suggestion } from './wording.js';

/** RFC 9110 section 5.6.2: names of headers, cookies and authentication schemes. */
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** A scheme's type with its fields, and the scopes that its flows offer (null: none to check against). */
export interface ReadFields {
  readonly kind: SchemeKind;
  readonly offered: ReadonlySet<string> | null;
}

/** Reads the fields that a scheme's type has. A faulty field is reported and read as empty: nothing is generated then. */
export const readFields = (
  type: SchemeType,
  node: MapNode,
  major: 2 | 3,
  owner: UrlOwner,
  reporter: Reporter,
): ReadFields => {
  reportMissing(type, node, owner.scheme, reporter);
  reportUnexpected(type, node, major, owner.scheme, reporter);
  const field = (name: string): Node | null => valueAt(node, name);
  const text = (name: string, legal: (text: string) => boolean, wanted: string): string => {
    const value = field(name);
    const stated = textOf(value);
    if (value !== null && (stated === null || !legal(stated))) {
      reporter.report('scheme-field-invalid', value.at, {
        message: `${name} of scheme ${JSON.stringify(owner.scheme)} is ${described(value)}.`,
        fix: `Write ${wanted}.`,
      });
    }
    return stated ?? '';
  };
  switch (type) {
    case 'apiKey':
      return { kind: { type, in: readApiKeyLocation(node, owner.scheme, reporter) }, offered: null };
    case 'httpApiKey': {
      const places = ['header', 'query', 'cookie'] as const;
      const stated = text('in', (value) => places.some((place) => place === value), 'header, query or cookie');
      const place = places.find((known) => known === stated) ?? 'header';
      const name =
        place === 'query'
          ? text(
              'name',
              (value) => value !== '' && !hasControl(value),
              'a name that is not empty, without control characters',
            )
          : text('name', (value) => TOKEN.test(value), `a legal ${place} name: letters, digits and !#$%&'*+-.^_\`|~`);
      return { kind: { type, in: place, name }, offered: null };
    }
    case 'http': {
      const scheme = text(
        'scheme',
        (value) => TOKEN.test(value),
        'the name of an HTTP authentication scheme, such as bearer or basic',
      );
      return {
        kind: {
          type,
          scheme: scheme.toLowerCase(),
          bearerFormat: readBearerFormat(node, scheme, owner.scheme, reporter),
        },
        offered: null,
      };
    }
    case 'oauth2': {
      const flows = field('flows');
      if (flows === null) return { kind: { type, flows: [] }, offered: null };
      const read = readFlows(flows, major, owner, reporter);
      return { kind: { type, flows: read.flows }, offered: read.offered };
    }
    case 'openIdConnect': {
      const url = field('openIdConnectUrl');
      return {
        kind: { type, url: url === null ? '' : readUrl(url, 'openIdConnectUrl', owner, reporter) },
        offered: null,
      };
    }
    default:
      return { kind: { type }, offered: null };
  }
};

const BROKER_PLACES: ReadonlySet<string> = new Set(['user', 'password']);

const unexpectedFix = (key: string, fields: readonly string[]): string => {
  const home = homeOf(key);
  if (home !== null) return `Move it to where ${key} is read: ${home}.`;
  return nearestNames(key, fields).length > 0 ? suggestion(key, fields) : `Remove it. This type has ${quoted(fields)}.`;
};

/** Where OpenAPI's `apiKey` travels, with a name (M4). */
const HTTP_PLACES: ReadonlySet<string> = new Set(['query', 'header', 'cookie']);

const hasControl = (text: string): boolean => /\p{Cc}/u.test(text);

/** OpenAPI's `apiKey` travels in HTTP; AsyncAPI's is a broker's user name or password (M4). */
const readApiKeyLocation = (whole: MapNode, scheme: string, reporter: Reporter): 'user' | 'password' => {
  const node = valueAt(whole, 'in');
  const name = textOf(valueAt(whole, 'name'));
  const stated = textOf(node);
  if (stated === 'user' || stated === 'password') return stated;
  if (node !== null) {
    const http = stated !== null && HTTP_PLACES.has(stated);
    reporter.report('api-key-location', node.at, {
      message: `Scheme ${JSON.stringify(scheme)} is an apiKey with in: ${stated ?? described(node)}; in AsyncAPI an apiKey is sent to a broker as user name or password.`,
      fix: http
        ? `Write type: httpApiKey with in: ${stated} and ${name === null ? 'a name' : `name: ${name}`}.`
        : 'Write in: user or in: password.',
    });
  }
  return 'user';
};

const readBearerFormat = (node: MapNode, scheme: string, owner: string, reporter: Reporter): string | null => {
  const entry = node.entries.get('bearerFormat');
  if (entry === undefined) return null;
  if (scheme === 'bearer' && textOf(entry.value) === null) {
    reporter.report('scheme-field-invalid', entry.value.at, {
      message: `bearerFormat of scheme ${JSON.stringify(owner)} is ${described(entry.value)}.`,
      fix: 'Write a text such as JWT, or remove bearerFormat.',
    });
  }
  if (scheme !== 'bearer' && scheme.toLowerCase() === 'bearer') {
    reporter.report('bearer-spelling', valueAt(node, 'scheme')?.at ?? node.at, {
      message: `Scheme ${JSON.stringify(owner)} has a bearerFormat and spells its scheme ${JSON.stringify(scheme)}; the official schema takes bearerFormat with "bearer" only.`,
      fix: 'Write scheme: bearer.',
    });
  } else if (scheme !== 'bearer' && TOKEN.test(scheme)) {
    reporter.report('scheme-field-unexpected', entry.keyAt, {
      message: `Scheme ${JSON.stringify(owner)} has a bearerFormat, which belongs to scheme: bearer.`,
      fix: 'Remove bearerFormat, or write scheme: bearer.',
    });
  }
  return textOf(entry.value);
};

/** What a person may write for a field that is missing. */
const EXAMPLES: Readonly<Record<string, string>> = {
  'apiKey.in': 'in: user or in: password; a key in HTTP is type: httpApiKey, with in and name',
  'httpApiKey.in': 'in: header, in: query or in: cookie',
  'httpApiKey.name': 'name: <the name of the header, parameter or cookie>',
  'http.scheme': 'scheme: bearer or scheme: basic',
  'oauth2.flows': 'flows: with the flow that clients use, such as clientCredentials',
  'openIdConnect.openIdConnectUrl': 'openIdConnectUrl: https://<identity provider>/.well-known/openid-configuration',
};

const reportMissing = (type: SchemeType, node: MapNode, scheme: string, reporter: Reporter): void => {
  const missing = (SCHEME_TYPES.get(type)?.required ?? []).filter((name) => valueAt(node, name) === null);
  if (missing.length === 0) return;
  reporter.report('scheme-field-missing', node.at, {
    message: `Scheme ${JSON.stringify(scheme)} of type ${type} states no ${missing.join(' and no ')}.`,
    fix: `Add ${missing.map((name) => EXAMPLES[`${type}.${name}`] ?? name).join(', and ')}.`,
  });
};

const reportUnexpected = (type: SchemeType, node: MapNode, major: 2 | 3, scheme: string, reporter: Reporter): void => {
  const rule = SCHEME_TYPES.get(type);
  const scoped = major === 3 && takesScopes(type) ? ['scopes'] : [];
  const fields = [...(rule?.required ?? []), ...(rule?.optional ?? []), ...scoped];
  for (const [key, { keyAt, value }] of node.entries) {
    if (key === 'type' || key === 'description' || key.startsWith('x-') || fields.includes(key)) continue;
    // Known fields that have a diagnostic of their own.
    if (key === 'bearerFormat' && type === 'http') continue;
    if (key === 'name' && type === 'apiKey' && !BROKER_PLACES.has(textOf(valueAt(node, 'in')) ?? '')) continue;
    if (key === 'scopes' && major === 3) continue;
    const title = `Scheme ${JSON.stringify(scheme)} of type ${type}`;
    if (type === 'oauth2') {
      // The official schema lets any key pass here, so that misplaced scopes are lost without a word.
      const scopes = value.kind === 'list';
      reporter.report('scheme-field-unexpected', keyAt, {
        message: `${title} states ${JSON.stringify(key)}, which has no meaning there${scopes ? ': a list of scopes under this key demands nothing' : ''}.`,
        fix: scopes
          ? major === 3
            ? 'Write the scopes under the key scopes of the scheme.'
            : `Write the scopes where the scheme is applied: - ${scheme}: [scope].`
          : `Remove it. ${fields.length === 0 ? '' : `Fields: ${quoted(fields)}.`}`.trim(),
        severity: scopes ? 'error' : 'warning',
      });
      continue;
    }
    reporter.report('scheme-field-unexpected', keyAt, {
      message: `${title} has no field ${JSON.stringify(key)}.`,
      fix: unexpectedFix(key, ['type', 'description', ...fields]),
    });
  }
};
