/**
 * A function of the app's that is told of a failure, made unable to cause another: what it throws, or rejects with,
 * ends no process and no other peer's socket. That it failed is a process warning, without what it threw.
 */
export function harmless<Told extends readonly unknown[]>(
  tell: (...told: Told) => unknown,
  name: string,
): (...told: Told) => void {
  const failed = (): void => {
    process.emitWarning(`${name} failed; what it was told is lost.`);
  };
  return (...told) => {
    try {
      void Promise.resolve(tell(...told)).catch(failed);
    } catch {
      failed();
    }
  };
}
