/** Reads a JSON object; null for anything else. JSON.parse quotes what it cannot read: its error goes no further. */
export function jsonObject(
  text: string,
): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
