import type { Operation } from '../model/security-model.js';
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
    groups.set(key, [...(groups.get(key) ?? []), operation]);
  }
  for (const group of groups.values()) {
    // Replies travel beside the messages of a group: there even a lone operation is better told by a constant of its own.
    const alone = group.length === 1;
    const property =
      alone && !group.some((operation) => meetsReplies(operation, operations)) ? null : distinguishingProperty(group);
    for (const operation of group) {
      if (property === null) routes.set(operation.id, { by: alone ? 'channel' : 'app' });
      else routes.set(operation.id, { by: 'property', property, values: constantsOf(operation, property) });
    }
  }
  return routes;
};

const meetsReplies = (operation: Operation, operations: readonly Operation[]): boolean =>
  operations.some((other) => other.channel === operation.channel && other.action !== operation.action && other.replies);

const constantsOf = (operation: Operation, property: string): readonly (string | number | boolean)[] =>
  operation.messages.flatMap((message) => {
    const value = message.constants.get(property);
    return value === undefined ? [] : [value];
  });

const distinguishingProperty = (group: readonly Operation[]): string | null => {
  const messages = group.flatMap((operation) => operation.messages);
  const candidates = [...(messages[0]?.constants.keys() ?? [])];
  const found = candidates.find((property) => {
    if (!messages.every((message) => message.constants.has(property))) return false;
    const values = group.map((operation) => new Set(constantsOf(operation, property)));
    const all = values.flatMap((set) => [...set]);
    return values.every((set) => set.size > 0) && new Set(all).size === all.length;
  });
  return found ?? null;
};
