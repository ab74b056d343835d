import type { Operation, RoleSource, Scheme, SecurityModel } from '../../model/security-model.js';
import type { EvidenceForm, Policy } from '../../runtime/policy.js';
import { socketMember } from '../../runtime/member-name.js';
import { ANY_SERVER, type ServerPlan } from '../server-plan.js';
import { describeScheme } from '../wired-schemes.js';
import { connectionSets, loginSets } from './credential-sets.js';
import { serverOwner, serverTypes, type ServerTypes } from './emitted-types.js';
import {
  commentLines,
  literalText,
  propertyText,
  signatureLayout,
  unionView,
  type SignatureLayout,
  type UnionView,
} from './layout.js';
import { setsOf } from './provider-sets.js';
import type { TypeNames } from './type-names.js';

/** What every template may say of a server. */
export interface ServerView {
  readonly id: string;
  /** The name under which the emitted objects hold it. */
  readonly key: string;
  readonly description: string;
  readonly types: ServerTypes;
  readonly operations: UnionView;
  /** How its entry in `guards` stands. */
  readonly entry: SignatureLayout;
  readonly providers: readonly ProviderView[];
  /** Whether a client presents anything. */
  readonly presents: boolean;
  /** Minimal sets of slots, any one of which satisfies what the server and an operation demand; of too many, what all hold. */
  readonly credentialSets: readonly (readonly SlotView[])[];
}

export interface ProviderView {
  readonly key: string;
  readonly lines: readonly string[];
  readonly evidence: string;
}

export interface SlotView {
  readonly key: string;
  readonly optional: boolean;
  /** A user name with its password, or a certificate with its key, not one secret. */
  readonly password: boolean;
  readonly certificate: boolean;
}

/** What the runtime has to prove each form of evidence. */
const AUTHENTICATORS = {
  apiKey: 'apiKeys',
  basic: 'passwords',
  bearer: 'jwt',
  proof: 'proofVerifier',
} as const;

const ROLE_SOURCES: Readonly<Record<RoleSource, string>> = {
  account: 'its account',
  claim: 'a claim of its token',
  groups: 'its groups',
  scopes: 'the scopes of its token',
  ldap: 'its account, as the directory (LDAP) has it',
  certificate: 'its account, as its certificate names it',
};

const EVIDENCE = {
  apiKey: 'ApiKeyEvidence',
  basic: 'PasswordEvidence',
  bearer: 'TokenEvidence',
  proof: 'ProofEvidence',
} as const;

export const serverView = (plan: ServerPlan, model: SecurityModel, policy: Policy, names: TypeNames): ServerView => {
  const types = serverTypes(names, serverOwner(plan, model));
  const providers = providersOf(plan, policy);
  const { kafka } = plan.policy;
  const { slots, sets } = kafka === undefined ? connectionSets(plan, policy, providers) : loginSets(kafka.logins);
  return {
    id: plan.id,
    key: socketMember(plan.id),
    description: plan.server === null ? 'Any server: the document names none.' : serverText(plan),
    types,
    operations: unionView(
      types.operation,
      plan.operations.map((candidate) => candidate.id),
    ),
    entry: signatureLayout({
      name: `  ${propertyText(socketMember(plan.id))}`,
      bound: `A extends ${types.authenticators}`,
      parameter: 'options: GuardOptions<A>',
      end: `): Guard<${types.operation}> =>`,
      body: `createGuard(POLICY, ${literalText(plan.id)}, options),`,
    }),
    providers: providers.map((key) => ({
      key,
      lines: commentLines(providerText(key, model, plan, policy), 2),
      evidence: EVIDENCE[formOf(key, plan, policy)],
    })),
    presents: slots.length > 0,
    credentialSets: sets.map((set) =>
      slots.map((key) => ({ key, optional: !set.includes(key), ...slotKind(key, plan, policy) })),
    ),
  };
};

/** Whom the guard of these operations alone asks. */
export const guardProviders = (
  plan: ServerPlan,
  operations: readonly Operation[],
  { providers }: ServerView,
  policy: Policy,
): readonly ProviderView[] => {
  const asked = providersOf(plan, policy, operations);
  return providers.filter(({ key }) => asked.includes(key));
};

/** How the evidence of a provider is written on this server. */
const formOf = (key: string, { policy: { kafka } }: ServerPlan, policy: Policy): EvidenceForm =>
  (kafka === undefined ? policy.providers[key]?.form : policy.providers[key]?.record) ?? 'bearer';

const slotKind = (key: string, plan: ServerPlan, policy: Policy): Pick<SlotView, 'password' | 'certificate'> => {
  const parts = plan.policy.kafka?.logins.flat().filter((part) => part.provider === key);
  const certificate = parts?.some(({ mechanism }) => mechanism === 'X509') ?? false;
  return {
    password: parts === undefined ? policy.providers[key]?.form === 'basic' : !certificate,
    certificate,
  };
};

const serverText = (plan: ServerPlan): string => {
  const { protocol, host, pathname } = plan.policy;
  return `\`${plan.id === ANY_SERVER ? '' : protocol}://${host}${pathname}\``;
};

const providerText = (key: string, model: SecurityModel, plan: ServerPlan, policy: Policy): string => {
  const schemes = model.schemes.filter((scheme) => scheme.provider === key && scheme.used);
  const [first] = schemes;
  if (first === undefined) return key;
  const rolesFrom = model.providers.find((provider) => provider.key === key)?.access.rolesFrom ?? null;
  const form = formOf(key, plan, policy);
  const roles = rolesFrom === null ? '' : ` A caller's roles come from ${ROLE_SOURCES[rolesFrom]}.`;
  const given = ` Give \`${AUTHENTICATORS[form]}\`, or a function of your own.`;
  return `${sentence(evidenceText(first, form, plan))}${roles}${given}${described(first)}`;
};

const evidenceText = (scheme: Scheme, form: EvidenceForm, { policy: { kafka } }: ServerPlan): string => {
  if (form === 'proof') return 'Proof in each record of who produced it';
  return kafka === undefined ? describeScheme(scheme) : `${describeScheme(scheme)} in each record`;
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const described = (scheme: Scheme): string => (scheme.description === '' ? '' : ` ${scheme.description}`);

/** Provider keys that this server's level and the rules of these operations name, in the policy's order. */
export const providersOf = (plan: ServerPlan, policy: Policy, operations = plan.operations): readonly string[] => {
  const requirements = [plan.policy.requirement, ...operations.map(({ id }) => plan.policy.rules[id]?.requirement)];
  const used = new Set(requirements.flatMap((requirement) => setsOf(requirement ?? null, policy).flat()));
  return Object.keys(policy.providers).filter((key) => used.has(key));
};

/** What a reader should know of an operation's demands, as comment text. */
export const operationText = (operation: Operation): string => {
  if (operation.access === 'public') return 'Public: nobody is asked who they are.';
  const roles = operation.roles ?? [];
  if (roles.length === 0)
    return 'For every caller that meets the security of the server and the operation; no role is needed.';
  const [only] = roles;
  return `For ${roles.length === 1 ? (only ?? '') : `any one of ${roles.join(', ')}`}${contextText(operation)}.`;
};

const contextText = (operation: Operation): string => {
  const { context } = operation;
  if (context === null) return '';
  if ('value' in context) return ` in the context ${context.value}`;
  if ('parameter' in context) return `, held in the context that the parameter ${context.parameter} names`;
  return 'header' in context
    ? `, held in the context that the header ${context.header} names`
    : `, held in the context that the field ${context.field} names`;
};
