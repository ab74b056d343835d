import type { ChannelFacts } from '../document/facts.js';
import type { Reporter } from './findings.js';
import { valueAt } from './node-values.js';
import type { Scheme } from './security-model.js';

const SECRET =
  /^(x-)?(access[-_]?|auth[-_]?|id[-_]?|api[-_]?|session[-_]?)?(token|ticket|authorization|key|secret|password|jwt|auth)$/i;
// The words above that name no secret when they stand alone.
const HARMLESS = /^(x-)?key$/i;

/** Warns about credentials described in a ws binding: nothing guards them there (S23, M20). */
export const reportBindingCredentials = (
  channel: ChannelFacts,
  schemes: readonly Scheme[],
  reporter: Reporter,
): void => {
  for (const place of ['query', 'headers'] as const) {
    const properties = valueAt(valueAt(channel.webSocketBinding, place), 'properties');
    if (properties?.kind !== 'map') continue;
    for (const [name, { keyAt }] of properties.entries) {
      if (!SECRET.test(name) || HARMLESS.test(name) || schemes.some((scheme) => carries(scheme, place, name))) continue;
      const location = place === 'headers' ? 'header' : 'query';
      reporter.report('credential-in-binding', keyAt, {
        message: `The ws binding of channel ${JSON.stringify(channel.id)} describes a credential, ${JSON.stringify(name)}; a binding guards nothing.`,
        fix: `Declare a scheme (type: httpApiKey, in: ${location}, name: ${name}) and apply it in security.`,
      });
    }
  }
};

const carries = (scheme: Scheme, place: 'query' | 'headers', name: string): boolean => {
  if (!scheme.used) return false;
  if (scheme.type === 'httpApiKey') {
    const sameName = place === 'query' ? scheme.name === name : scheme.name.toLowerCase() === name.toLowerCase();
    return sameName && scheme.in === (place === 'query' ? 'query' : 'header');
  }
  const authorization = place === 'headers' && name.toLowerCase() === 'authorization';
  return authorization && (scheme.type === 'http' || scheme.type === 'oauth2' || scheme.type === 'openIdConnect');
};
