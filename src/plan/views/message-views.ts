import type { Channel, Operation } from '../../model/security-model.js';
import type { Policy } from '../../runtime/policy.js';
import type { ServerPlan } from '../server-plan.js';
import { parametersType } from './emitted-types.js';
import { fits, literalText } from './layout.js';
import type { ServerView } from './server-view.js';
import type { TypeNames } from './type-names.js';

/** A name that an emitted file imports. */
export interface ImportView {
  readonly name: string;
  readonly from: string;
  readonly type: boolean;
}

/** The imports that are needed, of a table of [needed, name, from, type]. */
export const neededImports = (
  entries: readonly (readonly [needed: boolean, name: string, from: string, type: boolean])[],
): readonly ImportView[] => entries.flatMap(([needed, name, from, type]) => (needed ? [{ name, from, type }] : []));

/** The parameters of a channel, whatever its transport. */
export interface ParametersView {
  readonly id: string;
  readonly type: string;
  readonly parameters: readonly { readonly name: string }[];
}

export const parametersView = (channel: Channel, names: TypeNames): ParametersView => ({
  id: channel.id,
  type: parametersType(names, channel),
  parameters: channel.parameters.map(({ name }) => ({ name })),
});

/** Providers of the actors where roles decide, else of the first scheme of each alternative of the acting level. */
const principalProviders = (
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

/** What templates say of an operation's messages and of whoever they come from, whatever the transport. */
export interface MessageView {
  readonly id: string;
  readonly message: { readonly typed: boolean; readonly id: string };
  /** Providers whose principal a handler may see; empty where the operation is public. */
  readonly principals: readonly { readonly value: string }[];
  readonly public: boolean;
  /** Whether every authenticator's principal may be seen. */
  readonly anyPrincipal: boolean;
}

/** The view of an operation's messages, and its two types in words for the layout. */
export const messageView = (
  operation: Operation,
  setting: {
    readonly plan: ServerPlan;
    readonly policy: Policy;
    readonly view: ServerView;
    readonly messages: boolean;
  },
  orNobody: string,
): { readonly view: MessageView; readonly words: { readonly message: string; readonly principal: string } } => {
  const { id } = operation;
  const principals = principalProviders(operation, setting);
  const named = `PrincipalOf<A, ${principals.map(literalText).join(' | ')}>${orNobody}`;
  const anyPrincipal =
    principals.length === setting.view.providers.length || principals.length === 0 || !fits(`      ${named}`);
  return {
    view: {
      id,
      message: { typed: setting.messages, id },
      principals: principals.map((value) => ({ value })),
      public: operation.access === 'public',
      anyPrincipal,
    },
    words: {
      message: setting.messages ? `Payload<${literalText(id)}>` : 'unknown',
      principal: anyPrincipal ? `PrincipalOf<A>${orNobody}` : named,
    },
  };
};
