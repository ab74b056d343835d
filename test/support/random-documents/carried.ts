import type { WrittenLevel, WrittenUse } from './written.js';

/** Who sees to a level, and the alternatives that its transport cannot carry (design section 8). */
export interface Carried {
  readonly enforcer: 'guard' | 'broker' | 'both';
  readonly dropped: readonly number[];
}

const SASL = ['plain', 'scramSha256', 'scramSha512', 'gssapi', 'userPassword', 'apiKey'];
const NOT_IN_A_HANDSHAKE = [
  'plain',
  'scramSha256',
  'scramSha512',
  'gssapi',
  'symmetricEncryption',
  'asymmetricEncryption',
];

/** What becomes of a level on a server. */
export const carried = (
  protocol: string | undefined,
  action: 'send' | 'receive',
  level: WrittenLevel,
  server: WrittenLevel | null,
): Carried => {
  const { alternatives } = level;
  if (protocol === 'ws' || protocol === 'wss') {
    const unfit = (uses: readonly WrittenUse[]): boolean =>
      uses.some(({ scheme }) => NOT_IN_A_HANDSHAKE.includes(scheme.type)) || meet(uses, handshakePlace);
    return { enforcer: 'guard', dropped: numbersOf(alternatives, unfit) };
  }
  if (protocol !== 'kafka' && protocol !== 'kafka-secure') return { enforcer: 'guard', dropped: [] };
  const listed = server?.state === 'list' ? server.alternatives.flat().map(identity) : [];
  const broker = (uses: readonly WrittenUse[]): boolean =>
    uses.every(
      (use) =>
        SASL.includes(use.scheme.type) ||
        use.scheme.type === 'X509' ||
        (isToken(use) && listed.includes(identity(use))),
    ) && !meet(uses, ({ scheme }) => (scheme.type === 'X509' ? 'certificate' : 'login'));
  const guard = (uses: readonly WrittenUse[]): boolean =>
    uses.every(({ scheme }) => scheme.carrier !== null) && !meet(uses, ({ scheme }) => scheme.carrier ?? '');
  const unfit = numbersOf(alternatives, (uses) => !broker(uses) && !guard(uses));
  if (action === 'send') return { enforcer: 'broker', dropped: unfit };
  const fit = alternatives.filter((uses) => broker(uses) || guard(uses));
  if (fit.length > 0 && fit.every((uses) => broker(uses) && guard(uses))) return { enforcer: 'both', dropped: unfit };
  if (fit.every(broker)) return { enforcer: 'broker', dropped: unfit };
  return { enforcer: 'guard', dropped: numbersOf(alternatives, (uses) => !guard(uses)) };
};

const numbersOf = (
  alternatives: WrittenLevel['alternatives'],
  fits: (uses: readonly WrittenUse[]) => boolean,
): readonly number[] => alternatives.flatMap((uses, index) => (fits(uses) ? [index] : []));

/** Whether two schemes need a value each in one place. */
const meet = (uses: readonly WrittenUse[], placeOf: (use: WrittenUse) => string): boolean =>
  new Set(uses.map(placeOf)).size < new Set(uses.map(identity)).size;

const fieldOf = ({ scheme }: WrittenUse, field: string): string => {
  const [, value] = scheme.fields.find(([key]) => key === field) ?? [];
  return typeof value === 'string' ? value : '';
};

const handshakePlace = (use: WrittenUse): string => {
  const { type } = use.scheme;
  if (type === 'X509') return 'certificate';
  if (type !== 'httpApiKey') return 'authorization';
  const [place, name] = [fieldOf(use, 'in'), fieldOf(use, 'name')];
  return `${place} ${place === 'header' ? name.toLowerCase() : name}`;
};

/** OAUTHBEARER takes its token. */
const isToken = (use: WrittenUse): boolean => {
  const { type } = use.scheme;
  return type === 'oauth2' || type === 'openIdConnect' || (type === 'http' && /^bearer$/i.test(fieldOf(use, 'scheme')));
};

/** Whose word it is: URLs tell, and where there are none the scheme's own name. */
const identity = ({ id, scheme }: WrittenUse): unknown =>
  scheme.type === 'oauth2' || scheme.type === 'openIdConnect' ? scheme : id;
