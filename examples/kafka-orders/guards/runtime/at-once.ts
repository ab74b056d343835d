/** What `decode` gave. Throws for a promise: a message that comes later would be routed, and given a context, before there is one. */
export function atOnce(decoded: unknown): unknown {
  if (!isThenable(decoded)) return decoded;
  decoded.then(undefined, () => undefined);
  throw new TypeError('decode gave a promise; it must decode at once.');
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}
