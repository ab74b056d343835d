import type { Channel, Operation } from '../../model/security-model.js';
import { kafkaMember } from '../../runtime/member-name.js';
import type { Policy } from '../../runtime/policy.js';
import type { ServerPlan } from '../server-plan.js';
import { channelOwner, recordHandlersType } from './emitted-types.js';
import { recordLayout, type RecordLayout } from './kafka-layout.js';
import { commentLines, fits } from './layout.js';
import { messageView, type MessageView, type ParametersView } from './message-views.js';
import { operationText, type ServerView } from './server-view.js';
import type { TypeNames } from './type-names.js';

export interface RecordChannelView {
  readonly id: string;
  readonly key: string;
  readonly handlersType: string;
  readonly inlineHandlers: boolean;
  readonly generic: boolean;
  readonly parametersType: string | null;
  readonly received: readonly RecordOperationView[];
}

export interface RecordOperationView extends MessageView {
  readonly key: string;
  readonly lines: readonly string[];
  /** Whether its handler is told who produced the record; else nobody in particular, or nobody since it is public. */
  readonly proved: boolean;
  /** Null where the channel has no parameters. */
  readonly parametersType: string | null;
  readonly inline: RecordLayout;
}

export interface PlannedView {
  readonly plan: ServerPlan;
  readonly view: ServerView;
}

/** What the views of a cluster are made from. */
export interface ClusterSetting extends PlannedView {
  readonly policy: Policy;
  readonly names: TypeNames;
  readonly parameters: ReadonlyMap<string, ParametersView>;
  readonly messages: boolean;
}

/** A channel whose records this side receives. */
export const receivedView = (
  channel: Channel,
  operations: readonly Operation[],
  setting: ClusterSetting,
  peer: string,
): RecordChannelView => {
  const { plan, view, names } = setting;
  const handlersType = recordHandlersType(names, channelOwner(plan, channel), peer);
  const received = operations.map((operation) => operationView(operation, setting, receivedText(operation, setting)));
  return {
    id: channel.id,
    key: channel.id,
    handlersType,
    inlineHandlers: fits(`export interface ${handlersType}<A extends ${view.types.authenticators}> {`),
    generic: received.some(({ proved }) => proved),
    parametersType: parametersTypeOf(channel.id, setting),
    received,
  };
};

/** An operation whose records this side sends. */
export const sentView = (operation: Operation, setting: ClusterSetting): RecordOperationView =>
  operationView(operation, setting, sentText(operation, setting));

const operationView = (operation: Operation, setting: ClusterSetting, text: string): RecordOperationView => {
  const { view, words } = messageView(operation, setting, '');
  const proved = !view.public && setting.plan.policy.rules[operation.id]?.enforcedBy !== 'broker';
  const parametersType = parametersTypeOf(operation.channel, setting);
  return {
    ...view,
    key: kafkaMember(operation.id),
    lines: commentLines(text, 2),
    proved,
    parametersType,
    inline: recordLayout({
      id: operation.id,
      message: words.message,
      principal: proved ? words.principal : view.public ? 'null' : 'Unproved',
      parametersType,
    }),
  };
};

const parametersTypeOf = (channel: string, { parameters }: ClusterSetting): string | null => {
  const view = parameters.get(channel);
  return view === undefined || view.parameters.length === 0 ? null : view.type;
};

/** Who sees to the producers of a record that this side receives. */
const receivedText = (operation: Operation, { plan, policy }: ClusterSetting): string => {
  if (operation.access === 'public') return operationText(operation);
  const { enforcedBy } = plan.policy.rules[operation.id] ?? {};
  const roles = operation.roles ?? [];
  const decided = Object.hasOwn(policy.roleMap, operation.id) && enforcedBy !== 'broker';
  const acl = decided || roles.length === 0 ? '' : ` Its roles, ${roles.join(', ')}, are left to the broker's ACLs.`;
  if (enforcedBy === 'broker') return `The broker alone lets its producers in: no record says who they are.${acl}`;
  const whom = decided
    ? operationText(operation)
    : 'For every producer that meets the security of the server and the operation; no role is needed.';
  const connection = (plan.policy.kafka?.logins.length ?? 0) > 0 ? '; the broker checks its connection' : '';
  return `${whom} The guard decides by what the record proves of its producer${connection}.${acl}`;
};

/** What goes with a record that this side sends. */
const sentText = (operation: Operation, { plan }: ClusterSetting): string => {
  if (operation.access === 'public') return operationText(operation);
  return plan.policy.rules[operation.id]?.enforcedBy === 'broker'
    ? 'Not signed. The broker alone decides who writes and who reads it.'
    : 'Signed, so that its receiver knows who produced it. The broker alone decides who reads it.';
};
