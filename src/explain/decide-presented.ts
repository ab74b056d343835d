import type { Decision } from '../runtime/decision.js';
import { evidenceOf } from '../runtime/evidence.js';
import { parseGrant, roleBook } from '../runtime/grants.js';
import { createGuardCore } from '../runtime/guard.js';
import type { Identity } from '../runtime/identity.js';
import type { Policy, ProviderPolicy } from '../runtime/policy.js';
import type { Presented, PresentedProof } from './question.js';

/** One operation on one server, in a context. */
export interface Case {
  readonly policy: Policy;
  readonly server: string;
  readonly operation: string;
  readonly context: string | undefined;
}

/** Lets the emitted engine authenticate a caller who has this, and decide. Every provider of the policy is asked on its server. */
export const decidePresented = async (
  { policy, server, operation, context }: Case,
  { proofs, grants }: Presented,
): Promise<Decision> => {
  const providers = Object.entries(policy.providers);
  const authenticators = providers.map(([key, provider]) => {
    const proof = proofs.get(key);
    const answer =
      proof === undefined
        ? { refused: 'invalid-credential' }
        : ({
            subject: proof.subject,
            scopes: proof.scopes,
            grants: heldGrants(policy, provider, proof, grants),
          } satisfies Identity);
    return [key, () => Promise.resolve(answer)] as const;
  });
  // Grants come as they were asked about, wherever the document takes them from.
  const asked: Policy = {
    ...policy,
    providers: Object.fromEntries(
      providers.map(([key, provider]) => [
        key,
        { ...provider, rolesFrom: provider.rolesFrom === null ? null : 'account' },
      ]),
    ),
  };
  const guard = createGuardCore(asked, server, { authenticators: Object.fromEntries(authenticators) });
  const rawHeaders = providers.flatMap(([key, { carriers }]) =>
    proofs.has(key) ? carriers.flatMap(({ name }) => [name, 'proved']) : [],
  );
  return guard.decide(operation, await guard.authenticate(evidenceOf({ rawHeaders })), context);
};

/** The grants of one proof. Where roles come from scopes, a scope that reads as a grant is one. */
export const heldGrants = (
  { roles }: Policy,
  { rolesFrom }: ProviderPolicy,
  { scopes }: Pick<PresentedProof, 'scopes'>,
  grants: readonly string[],
): readonly string[] => {
  if (roles === null || rolesFrom === null) return [];
  if (rolesFrom !== 'scopes') return grants;
  const book = roleBook(roles);
  return [...grants, ...scopes.filter((scope) => typeof parseGrant(scope, book) !== 'string')];
};
