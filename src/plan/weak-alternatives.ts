import type { Config } from '../config/config.js';
import { placeKey, report, type Diagnostic, type Place } from '../diagnostics/index.js';
import type { Alternative, Level, Operation, Scheme, SecurityModel, Server } from '../model/security-model.js';
import { carriedLevel } from './enforcement.js';
import { schemesOf } from './places.js';
import { listed } from './record-proofs.js';

/**
 * Warns about an alternative whose lasting secret itself is sent, beside one that sends none: a caller, or an attacker,
 * takes the weakest. One warning for the same
 * alternatives, however many levels state them.
 */
export const weakAlternatives = (
  { schemes: all, servers, operations }: SecurityModel,
  config: Pick<Config, 'schemes'>,
): readonly Diagnostic[] => {
  const schemes = new Map(all.map((scheme) => [scheme.id, scheme]));
  const byId = new Map(servers.map((server) => [server.id, server]));
  const found = new Map<string, Weakness>();
  const look = ({ anyOf }: Level, action: Operation['action'], server: Server | null): void => {
    if (anyOf.length < 2) return;
    const { dropped } = carriedLevel(anyOf, action, server, schemes);
    const carried = anyOf
      .filter((_, index) => !dropped.some(({ alternative }) => alternative === index))
      .map((alternative) => ({ alternative, strength: strengthOf(schemesOf(alternative, schemes), config) }));
    const strong = carried.find(({ strength }) => strength !== null && strength > SENDS_SECRET)?.alternative;
    const weak = carried.filter(({ strength }) => strength === SENDS_SECRET).map(({ alternative }) => alternative);
    if (strong === undefined || weak.length === 0) return;
    const names = weak.map(idsOf);
    const key = JSON.stringify([names, idsOf(strong)]);
    const weakness = found.get(key) ?? { names, strong: idsOf(strong), places: new Map<string, Place>() };
    for (const { at } of weak) weakness.places.set(placeKey(at), at);
    found.set(key, weakness);
  };
  for (const server of servers) look(server.security, 'receive', server);
  for (const operation of operations) {
    for (const server of servers.length === 0 ? [null] : operation.servers.map((id) => byId.get(id) ?? null))
      look(operation.security, operation.action, server);
  }
  return [...found.values()].map(({ names, strong, places }) => {
    const [at, ...also] = places.values();
    const weak = listed(names);
    return report('alternative-weak', at, {
      message: `${weak} (${names.length === 1 ? 'a secret that is' : 'secrets that are'} sent as ${names.length === 1 ? 'it is' : 'they are'}) ${names.length === 1 ? 'suffices' : 'suffice'} in place of ${strong}: a level is as weak as its weakest alternative.`,
      fix: `Remove ${weak} from this list, or demand it together with ${strong}; where it is meant, write \`silence: [alternative-weak]\` in the configuration.`,
      also,
    });
  });
};

/** The same alternatives beside each other, at every place where they stand. */
interface Weakness {
  readonly names: readonly string[];
  readonly strong: string;
  readonly places: Map<string, Place>;
}

const SENDS_SECRET = 1;

/** An alternative is as strong as its strongest scheme: all of them must hold. Null: nothing to judge by. */
const strengthOf = (used: readonly Scheme[], config: Pick<Config, 'schemes'>): number | null => {
  const judged = used.flatMap((scheme) => schemeStrength(scheme, config) ?? []);
  return judged.length === 0 ? null : Math.max(...judged);
};

/**
 * 1: a lasting secret is sent to whoever answers. 2: the secret stays with the caller, or what is sent expires. 3: a
 * private key signs. Encryption of payloads names nobody, and is not judged.
 */
const schemeStrength = (scheme: Scheme, config: Pick<Config, 'schemes'>): 1 | 2 | 3 | null => {
  if (scheme.access.carrier === 'proof') return 3;
  switch (scheme.type) {
    case 'symmetricEncryption':
    case 'asymmetricEncryption':
      return null;
    case 'plain':
    case 'httpApiKey':
      return 1;
    case 'userPassword':
    case 'apiKey': {
      const names = new Set([scheme.id, ...scheme.aliases]);
      const settings = Object.entries(config.schemes ?? {}).filter(([name]) => names.has(name));
      return settings.some(([, { mechanism }]) => mechanism?.startsWith('scram') === true) ? 2 : 1;
    }
    case 'http':
      return scheme.scheme === 'basic' ? 1 : 2;
    case 'X509':
      return 3;
    default:
      return 2;
  }
};

const idsOf = ({ allOf }: Alternative): string => allOf.map(({ scheme }) => scheme).join(' and ');
