/** Members of our own objects, and `then`, which would make a promise of them. */
const OF_SOCKETS: ReadonlySet<string> = new Set(['close', 'closed', 'then']);
const OF_PRODUCERS: ReadonlySet<string> = new Set([
  'connect',
  'disconnect',
  'raw',
  'then',
]);

/** The property under which a server, channel or operation of the document stands: its name, with `_` where that is taken. */
export function socketMember(name: string): string {
  return besides(OF_SOCKETS, name);
}

/** The same of a Kafka operation, among a producer's methods and among handlers. */
export function kafkaMember(name: string): string {
  return besides(OF_PRODUCERS, name);
}

function besides(taken: ReadonlySet<string>, name: string): string {
  return taken.has(name) || name in Object.prototype ? `${name}_` : name;
}
