import type { Channel, Operation } from '../../model/security-model.js';
import type { Policy } from '../../runtime/policy.js';
import type { ServerPlan } from '../server-plan.js';
import type { ServerView } from './server-view.js';
import type { TypeNames } from './type-names.js';

/** The parameters of a channel, whatever its transport. */
export interface ParametersView {
  readonly id: string;
  readonly type: string;
  readonly parameters: readonly { readonly name: string }[];
}

export const parametersView = (channel: Channel, names: TypeNames): ParametersView => ({
  id: channel.id,
  type: names.of({ what: `channel ${channel.id}`, names: [channel.id], at: channel.at }, 'Parameters'),
  parameters: channel.parameters.map(({ name }) => ({ name })),
});

/** Providers of the actors where roles decide, else of the first scheme of each alternative of the acting level. */
export const principalProviders = (
  operation: Operation,
  { plan, policy, view }: { readonly plan: ServerPlan; readonly policy: Policy; readonly view: ServerView },
): readonly string[] => {
  const acting = plan.policy.rules[operation.id]?.requirement ?? plan.policy.requirement ?? [];
  const decided = Object.hasOwn(policy.roleMap, operation.id);
  const schemes = acting.map((alternative) => (decided ? alternative.actor : null) ?? alternative.allOf[0]?.scheme);
  const providers = new Set(
    schemes.map((scheme) => (scheme === undefined ? undefined : policy.schemes[scheme]?.provider)),
  );
  return view.providers.map((provider) => provider.key).filter((key) => providers.has(key));
};
