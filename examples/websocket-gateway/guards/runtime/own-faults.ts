const own = new WeakSet<Error>();

/** Marks an error of the runtime's own making: its message quotes nothing that a function of the app's threw. */
export function ownFault<Fault extends Error>(error: Fault): Fault {
  own.add(error);
  return error;
}

/**
 * What a log may be told of an error: the messages of the runtime's own, the mere class of others. What an app's function
 * throws may quote a secret. Never throws.
 */
export function toldOf(error: unknown): string {
  try {
    if (!(error instanceof Error)) return `it threw ${kindOf(error)}`;
    if (!own.has(error)) return `it threw ${error.constructor.name}`;
    return error.cause === undefined
      ? error.message
      : `${error.message} (${toldOf(error.cause)})`;
  } catch {
    return 'it threw what cannot be looked at';
  }
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
