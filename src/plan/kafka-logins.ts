import type { Config } from '../config/config.js';
import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Alternative, Rule, Scheme, Server } from '../model/security-model.js';
import type { Login, LoginPart } from '../runtime/policy.js';
import { noneLeft } from './guarded-server.js';
import { kafkaKinds } from './kafka-enforcement.js';
import { own } from './own.js';
import { schemesOf } from './places.js';
import { isBearerScheme, typeOf } from './transport.js';

/** What an app may present to the brokers of a server, and what of the document it cannot. */
export interface PlannedLogins {
  readonly value: readonly Login[];
  readonly diagnostics: readonly Diagnostic[];
}

/** From the server's level; where it states none, from what the operations leave to the broker. */
export const plannedLogins = (
  server: Server,
  rules: readonly Rule[],
  schemes: ReadonlyMap<string, Scheme>,
  config: Pick<Config, 'schemes'>,
): PlannedLogins => {
  const stated: readonly Alternative[] =
    server.security.state === 'list'
      ? server.security.anyOf
      : rules.flatMap((rule) => rule.requirements.flatMap((requirement) => requirement.anyOf));
  const kinds = kafkaKinds(stated, server, schemes);
  const unwired: Diagnostic[] = [];
  const faults: Diagnostic[] = [];
  const logins = new Map<string, Login>();
  // An alternative that asks nothing of the connection is satisfied without a login.
  let withoutLogin = false;
  for (const [index, alternative] of stated.entries()) {
    const used = schemesOf(alternative, schemes);
    if (kinds[index]?.broker !== true) {
      withoutLogin ||= kinds[index]?.guard === true;
      continue;
    }
    const stranger = used.find((scheme) => scheme.type === 'gssapi' || isBearerScheme(scheme));
    if (stranger !== undefined) {
      unwired.push(notWired(stranger, alternative, server));
      continue;
    }
    const parts = used.map((scheme) => loginPart(scheme, server, config));
    faults.push(...parts.flatMap(({ diagnostics }) => diagnostics));
    const login = distinct(parts.flatMap(({ value }) => value ?? []));
    if (parts.every(({ value }) => value !== undefined)) logins.set(JSON.stringify(login), login);
  }
  const none = logins.size === 0 && faults.length === 0 && !withoutLogin;
  return {
    value: [...logins.values()],
    diagnostics: [...(none ? noneLeft(unwired) : unwired), ...faults],
  };
};

/** Two schemes of one provider are one login. */
const distinct = (parts: readonly LoginPart[]): Login => [
  ...new Map(parts.map((part) => [JSON.stringify([part.provider, part.mechanism]), part])).values(),
];

const notWired = (scheme: Scheme, alternative: Alternative, server: Server): Diagnostic =>
  report('scheme-not-wired', alternative.at, {
    message: `For the server ${server.id} no login is emitted for the alternative with ${scheme.id} (${typeOf(scheme)}): this release does not wire SASL ${scheme.type === 'gssapi' ? 'GSSAPI' : 'OAUTHBEARER'}.`,
    fix: 'Keep another alternative beside it: a plain, scramSha256, scramSha512, userPassword, apiKey or X509 scheme.',
  });

/** A certificate is none: nobody can state it for a user name. */
type Mechanism = Exclude<LoginPart['mechanism'], 'X509'>;

const loginPart = (
  scheme: Scheme,
  server: Server,
  config: Pick<Config, 'schemes'>,
): { readonly value?: LoginPart; readonly diagnostics: readonly Diagnostic[] } => {
  const { provider } = scheme;
  if (scheme.type === 'X509') return { value: { provider, mechanism: 'X509' }, diagnostics: [] };
  const mechanism = mechanismOf(scheme, config);
  if (isMechanism(mechanism)) return { value: { provider, mechanism }, diagnostics: [] };
  const what =
    mechanism === null
      ? 'which can mean PLAIN or SCRAM'
      : `with the mechanism ${JSON.stringify(mechanism)}, which this release does not wire`;
  return {
    diagnostics: [
      report('mechanism-missing', scheme.at, {
        message: `The scheme ${scheme.id} is ${scheme.type} on the Kafka server ${server.id}, ${what}.`,
        fix: `Use \`type: plain\`, \`scramSha256\` or \`scramSha512\`, or set \`schemes: { ${JSON.stringify(scheme.id)}: { mechanism: plain } }\` (or scram-sha-256, scram-sha-512) in the configuration.`,
      }),
    ],
  };
};

/** The mechanism of a login by name; null where nobody says which. */
const mechanismOf = (scheme: Scheme, config: Pick<Config, 'schemes'>): string | null => {
  switch (scheme.type) {
    case 'plain':
      return 'PLAIN';
    case 'scramSha256':
      return 'SCRAM-SHA-256';
    case 'scramSha512':
      return 'SCRAM-SHA-512';
    case 'apiKey':
      return statedMechanism(scheme, config) ?? 'PLAIN';
    default:
      return statedMechanism(scheme, config);
  }
};

/** By the team, else by the extensions in use for it: `x-sasl-mechanism`, and the `x-configs` of Confluent's command line. */
const statedMechanism = (scheme: Scheme, config: Pick<Config, 'schemes'>): string | null => {
  const names = [scheme.id, ...scheme.aliases];
  const configured = names.map((name) => own(config.schemes, name)?.mechanism).find((found) => found !== undefined);
  const configs = scheme.fields['x-configs'];
  const extension =
    scheme.fields['x-sasl-mechanism'] ??
    (typeof configs === 'object' && configs !== null && 'sasl.mechanisms' in configs
      ? configs['sasl.mechanisms']
      : undefined);
  const stated = configured ?? extension;
  return typeof stated === 'string' ? stated.toUpperCase().replaceAll('_', '-') : null;
};

const MECHANISMS: readonly string[] = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] satisfies readonly Mechanism[];

const isMechanism = (text: string | null): text is Mechanism => text !== null && MECHANISMS.includes(text);
