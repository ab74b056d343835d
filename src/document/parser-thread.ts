import { Worker } from 'node:worker_threads';
import type { ValidationAnswer, ValidationRequest } from './validation-messages.js';

/** The official parser in a thread of its own. It answers one request. */
export interface ParserThread {
  /** Rejects where the thread fails, also before it was asked. */
  readonly check: (request: ValidationRequest) => Promise<ValidationAnswer>;
  readonly stop: () => void;
}

/** A document at the node limit takes the parser some 800 MB. */
const MEMORY_MB = 2048;

/** Starts the thread, which loads the parser at once and then waits for its request. */
export const startParser = (): ParserThread => {
  const worker = startWorker();
  const answer = new Promise<ValidationAnswer>((settle, fail) => {
    worker.once('message', settle);
    worker.once('error', fail);
    worker.once('exit', (code) => {
      fail(new Error(`it ended with code ${String(code)}`));
    });
  });
  // Nobody may have asked yet when it fails; whoever asks then is told.
  answer.catch(() => undefined);
  return {
    check: (request) => {
      worker.postMessage(request);
      return answer;
    },
    stop: () => void worker.terminate(),
  };
};

const startWorker = (): Worker => {
  const options = {
    // The parser's own printing is for nobody.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('validation-worker.js', import.meta.url), options);
  // From source: in Node 20 a worker does not take over the loader that reads TypeScript.
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const file = JSON.stringify(new URL('validation-worker.ts', import.meta.url).href);
  return new Worker(`import(${loader}).then(({ register }) => { register(); return import(${file}); });`, {
    ...options,
    eval: true,
  });
};
