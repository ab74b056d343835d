/** Members of a producer of ours, and `then`, which would make a promise of it. */
const RESERVED: ReadonlySet<string> = new Set([
  'connect',
  'disconnect',
  'raw',
  'then',
]);

/** The property under which an operation of the document stands: its name, with `_` where that is taken. */
export function memberName(name: string): string {
  return RESERVED.has(name) || name in Object.prototype ? `${name}_` : name;
}
