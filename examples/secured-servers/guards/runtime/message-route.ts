import type { Policy } from './policy.js';

/** Names the operation of a decoded message; undefined: it is of none. */
export type Route = (value: unknown) => string | undefined;

/** How the messages of one direction of a channel are told apart. Throws TypeError where the app must say it and does not. */
export function routeOf(
  policy: Policy,
  operations: readonly string[],
  appRoute: Route | undefined,
): Route {
  const routes = operations.map((id) => ({
    id,
    by: policy.operations[id]?.message ?? ({ by: 'app' } as const),
  }));
  if (
    routes.some(
      ({ by }) => by.by === 'app' || (by.by === 'channel' && routes.length > 1),
    )
  ) {
    if (appRoute === undefined) {
      throw new TypeError(
        `The document does not tell the messages of ${operations.join(', ')} from all others of their channel: give the option route(value).`,
      );
    }
    return (value) => {
      const id = appRoute(value);
      return id !== undefined && operations.includes(id) ? id : undefined;
    };
  }
  const byProperty = new Map<string, Map<unknown, string>>();
  let constant: string | undefined;
  for (const { id, by } of routes) {
    if (by.by === 'channel') constant = id;
    if (by.by !== 'property') continue;
    const values = byProperty.get(by.property) ?? new Map<unknown, string>();
    for (const value of by.values) values.set(value, id);
    byProperty.set(by.property, values);
  }
  return (value) => constant ?? operationByProperty(byProperty, value);
}

/** Two properties that name two operations name none. */
function operationByProperty(
  byProperty: ReadonlyMap<string, ReadonlyMap<unknown, string>>,
  value: unknown,
): string | undefined {
  if (!isRecord(value)) return undefined;
  const named = new Set<string>();
  for (const [property, values] of byProperty) {
    const id = Object.hasOwn(value, property)
      ? values.get(value[property])
      : undefined;
    if (id !== undefined) named.add(id);
  }
  const [id] = named;
  return named.size === 1 ? id : undefined;
}

/** Whether this is a JSON object. */
export function isRecord(
  value: unknown,
): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
