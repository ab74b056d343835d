import { isRecord } from './message-route.js';
import type { Policy } from './policy.js';

/** Headers that carry a context: the document's name of the header -> value. */
export type ContextHeaders = ReadonlyMap<string, string>;

/** No context has this name: whoever decides with it is denied `invalid-context`. */
export const INVALID_CONTEXT = '';

/** Where the parts of a context come from. */
export interface ContextParts {
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: ContextHeaders | undefined;
}

/** The context of a message; undefined where the operation has no roles, and so no context. */
export function contextOf(
  policy: Policy,
  operation: string,
  parts: ContextParts,
  message: unknown,
): string | undefined {
  const source = policy.operations[operation]?.context;
  if (
    policy.roles === null ||
    source === undefined ||
    !Object.hasOwn(policy.roleMap, operation)
  )
    return undefined;
  if ('value' in source) return source.value;
  if ('parameter' in source)
    return parts.parameters[source.parameter] ?? INVALID_CONTEXT;
  if ('header' in source)
    return parts.headers?.get(source.header) ?? policy.roles.defaultContext;
  const field =
    isRecord(message) && Object.hasOwn(message, source.field)
      ? message[source.field]
      : undefined;
  if (field === undefined) return policy.roles.defaultContext;
  return typeof field === 'string' ? field : INVALID_CONTEXT;
}

/** Whether each message names its own context, so that nothing can be said before there is one. */
export function isPerMessage(policy: Policy, operation: string): boolean {
  const source = policy.operations[operation]?.context;
  return source !== undefined && 'field' in source;
}
