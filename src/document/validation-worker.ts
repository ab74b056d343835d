import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { runOfficialParser } from './run-official-parser.js';
import type { ValidationRequest } from './validation-messages.js';

// Loaded while the request is still being made: it takes the longest.
const loaded = import('@asyncapi/parser');

const isRequest = (data: unknown): data is ValidationRequest =>
  typeof data === 'object' && data !== null && 'source' in data && 'texts' in data;

// A request waits at the port until somebody listens.
if (parentPort !== null) {
  const [data] = (await once(parentPort, 'message')) as readonly unknown[];
  await loaded;
  if (isRequest(data)) parentPort.postMessage(await runOfficialParser(data));
}
