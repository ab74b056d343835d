import { placeKey, report, type Diagnostic, type Place } from '../diagnostics/index.js';
import type { RuleAlternative, Scheme, SecurityModel } from '../model/security-model.js';
import type { EnforcedRule } from './enforcement.js';
import { schemesOf } from './places.js';
import { isBearerScheme, transportOf } from './transport.js';

/** Warns about scopes on Kafka that whoever checks the level cannot see. One warning for a document. */
export const scopeWarnings = (model: SecurityModel, enforced: readonly EnforcedRule[]): readonly Diagnostic[] => {
  const schemes = new Map(model.schemes.map((scheme) => [scheme.id, scheme]));
  const onKafka = new Set(model.servers.filter((server) => transportOf(server) === 'kafka').map(({ id }) => id));
  const rules = new Map(enforced.map((one) => [JSON.stringify([one.operation, one.server]), one]));
  const unchecked = new Map<string, Place>();
  const unprovable = new Map<string, Place>();
  for (const { operation, server, requirements } of model.rules) {
    const rule = rules.get(JSON.stringify([operation, server]));
    if (server === null || rule === undefined || !onKafka.has(server)) continue;
    requirements.forEach(({ anyOf }, requirement) => {
      const checkedBy = rule.inWords[requirement];
      anyOf.forEach((alternative, index) => {
        if (rule.dropped.some((one) => one.requirement === requirement && one.alternative === index)) return;
        const scoped = withScopes(alternative, schemes);
        const { at } = alternative;
        if (checkedBy === 'broker' && scoped.length > 0) unchecked.set(placeKey(at), at);
        const proved = scoped.some(({ access }) => access.carrier === 'proof');
        if ((checkedBy === 'guard' || checkedBy === 'both') && proved) unprovable.set(placeKey(at), at);
      });
    });
  }
  return [...told(unchecked, 'scopes-unchecked', UNCHECKED), ...told(unprovable, 'scopes-unprovable', UNPROVABLE)];
};

const UNCHECKED = {
  message:
    'A level that the Kafka broker alone checks demands scopes: a broker asks whether the token is valid, not what it permits.',
  fix: 'Give the broker an authorizer that reads scopes, or turn them into ACLs; then write `silence: [scopes-unchecked]` in the configuration. What a guard is to check needs `x-access-control: { carrier: bearer }` on the scheme.',
};

const UNPROVABLE = {
  message:
    'A record proof is to hold scopes, and has none: it names who signed, so that every record is denied (insufficient-scope).',
  fix: 'Demand no scopes here, and say by roles what a producer may do: `rolesFrom: account` on the scheme, roles on the operation.',
};

const told = (
  places: ReadonlyMap<string, Place>,
  code: 'scopes-unchecked' | 'scopes-unprovable',
  finding: { readonly message: string; readonly fix: string },
): readonly Diagnostic[] => {
  const [at, ...also] = places.values();
  return at === undefined ? [] : [report(code, at, { ...finding, also })];
};

/** Scopes on other types are told where they are read. */
const withScopes = (alternative: RuleAlternative, schemes: ReadonlyMap<string, Scheme>): readonly Scheme[] => {
  const scoped = new Set(alternative.allOf.filter(({ scopes }) => scopes.length > 0).map(({ scheme }) => scheme));
  return schemesOf(alternative, schemes).filter((scheme) => scoped.has(scheme.id) && isBearerScheme(scheme));
};
