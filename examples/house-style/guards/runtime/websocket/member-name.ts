/** Members of our own objects, and `then`, which would make a promise of them. */
const RESERVED: ReadonlySet<string> = new Set(['close', 'closed', 'then']);

/** The property under which a channel or operation of the document stands: its name, with `_` where that is taken. */
export function memberName(name: string): string {
  return RESERVED.has(name) || name in Object.prototype ? `${name}_` : name;
}
