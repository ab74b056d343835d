import type { Policy } from '../policy.js';
import { headerValues } from './raw-headers.js';
import { isRecord } from './routing.js';

/** Headers of the handshake that carry a context: name -> value. */
export type ContextHeaders = ReadonlyMap<string, string>;

/** No context has this name: whoever decides with it is denied `invalid-context`. */
const INVALID = '';

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
    return parts.parameters[source.parameter] ?? INVALID;
  if ('header' in source)
    return (
      parts.headers?.get(source.header.toLowerCase()) ??
      policy.roles.defaultContext
    );
  const field =
    isRecord(message) && Object.hasOwn(message, source.field)
      ? message[source.field]
      : undefined;
  if (field === undefined) return policy.roles.defaultContext;
  return typeof field === 'string' ? field : INVALID;
}

/** Whether each message names its own context, so that nothing can be said before there is one. */
export function isPerMessage(policy: Policy, operation: string): boolean {
  const source = policy.operations[operation]?.context;
  return source !== undefined && 'field' in source;
}

/** What these operations will need of the handshake. A header that is there twice names no context at all. */
export function contextHeaders(
  policy: Policy,
  operations: readonly string[],
  rawHeaders: readonly string[],
): ContextHeaders | undefined {
  const headers = new Map<string, string>();
  for (const operation of operations) {
    const source = policy.operations[operation]?.context;
    if (source === undefined || !('header' in source)) continue;
    const name = source.header.toLowerCase();
    const [value, ...more] = headerValues(rawHeaders, name);
    if (value !== undefined)
      headers.set(name, more.length === 0 ? value : INVALID);
  }
  return headers.size === 0 ? undefined : headers;
}
