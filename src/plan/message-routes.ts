import type { Message, Operation } from '../model/security-model.js';
import type { MessageRoute } from '../runtime/policy.js';

/**
 * How a message of each operation is told from the others that travel the same way on the same channel: the only one
 * there is, else a payload property whose constant differs in each (design section 8, routing), else the app.
 */
export const messageRoutes = (operations: readonly Operation[]): ReadonlyMap<string, MessageRoute> => {
  const routes = new Map<string, MessageRoute>();
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const key = JSON.stringify([operation.channel, operation.action]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [operation]);
    else known.push(operation);
  }
  const replying = operations.filter(({ reply }) => reply !== null);
  for (const group of groups.values()) {
    const replies = group.slice(0, 1).flatMap((operation) => repliesBeside(operation, replying));
    const alone = group.length === 1 && replies.length === 0;
    const property = alone ? null : distinguishingProperty(group, replies);
    for (const operation of group) {
      if (property === null) routes.set(operation.id, { by: alone ? 'channel' : 'app' });
      else routes.set(operation.id, { by: 'property', property, values: constantsOf(operation.messages, property) });
    }
  }
  return routes;
};

type Messages = readonly Message[];

/** A reply travels against its request, among the messages of that direction, and has no mark of its own on the wire. */
const repliesBeside = ({ channel, action }: Operation, operations: readonly Operation[]): readonly Messages[] =>
  operations.flatMap((other) =>
    other.reply !== null && other.channel === channel && other.action !== action ? [other.reply] : [],
  );

const constantsOf = (messages: Messages, property: string): readonly (string | number | boolean)[] =>
  messages.flatMap((message) => message.constants.get(property) ?? []);

/** Replies need differ from no other reply: the requests that they answer go one at a time. */
const distinguishingProperty = (group: readonly Operation[], replies: readonly Messages[]): string | null => {
  const operations = group.map((operation) => operation.messages);
  // Messages that the document does not give may hold anything.
  if ([...operations, ...replies].some((messages) => messages.length === 0)) return null;
  const kinds = [...operations, replies.flat()];
  const messages = kinds.flat();
  const candidates = [...(messages[0]?.constants.keys() ?? [])];
  const found = candidates.find((property) => {
    if (!messages.every((message) => message.constants.has(property))) return false;
    const all = kinds.flatMap((kind) => [...new Set(constantsOf(kind, property))]);
    return new Set(all).size === all.length;
  });
  return found ?? null;
};
