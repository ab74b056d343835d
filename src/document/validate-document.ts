import { Worker } from 'node:worker_threads';
import { report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type { ReadDocument } from './source-file.js';
import { toJson } from './to-json.js';
import { validationDiagnostics } from './validation-errors.js';
import { sourceName, type ParserError, type ValidationAnswer, type ValidationRequest } from './validation-messages.js';

/** A check that runs beside the other stages. */
export interface Validation {
  /** Settles once, also after `stop`; never rejects. */
  readonly verdict: Promise<Outcome<undefined>>;
  /** Ends the check at once; what it has not found by then stays unsaid. */
  readonly stop: () => void;
}

export interface ValidationOptions {
  /** Milliseconds after which the check is given up with a warning. Default: 30,000. */
  readonly deadline?: number;
}

const DEADLINE = 30_000;
/** A document at the node limit takes the parser some 800 MB. */
const MEMORY_MB = 2048;

/** Has the official parser check a document in a worker thread, on the texts that were read: it opens nothing itself. */
export const validateDocument = (read: ReadDocument, options: ValidationOptions = {}): Validation => {
  // The parser spins on circular references (P7), and these are reported already.
  if (read.circular) return { verdict: Promise.resolve({ diagnostics: [] }), stop: () => undefined };
  const worker = startWorker(request(read));
  let stop = (): void => undefined;
  const verdict = new Promise<Outcome<undefined>>((settle) => {
    const end = (diagnostics: readonly Diagnostic[]): void => {
      clearTimeout(timer);
      settle({ diagnostics });
      void worker.terminate();
    };
    const deadline = options.deadline ?? DEADLINE;
    const timer = setTimeout(() => {
      end([timeout(read, deadline)]);
    }, deadline);
    worker.once('message', ({ errors }: ValidationAnswer) => {
      end(diagnosticsOf(read, errors));
    });
    worker.once('error', (fault) => {
      end([failed(read, fault.message)]);
    });
    worker.once('exit', (code) => {
      end([failed(read, `it ended with code ${String(code)}`)]);
    });
    stop = () => {
      end([]);
    };
  });
  return {
    verdict,
    stop: () => {
      stop();
    },
  };
};

/**
 * Our own reading goes to the parser as JSON, so that both read the same document: the YAML reader in the parser knows
 * other rules for keys, numbers and merges.
 */
const request = (read: ReadDocument): ValidationRequest => ({
  source: sourceName(read),
  texts: new Map(
    Array.from(read.files.values(), ({ path, root }) => [
      path === read.entry ? sourceName(read) : path,
      JSON.stringify(toJson(root)),
    ]),
  ),
});

const startWorker = (workerData: ValidationRequest): Worker => {
  const options = {
    workerData,
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

const diagnosticsOf = (read: ReadDocument, errors: readonly ParserError[]): readonly Diagnostic[] => {
  const crash = errors.find(({ code }) => code === 'uncaught-error');
  if (crash === undefined) return validationDiagnostics(read, errors);
  // A rule of the parser that throws takes all other findings with it (P17).
  return [failed(read, crash.message)];
};

const failed = (read: ReadDocument, reason: string): Diagnostic =>
  report('document-validation-failed', read.files.get(read.entry)?.root.at, {
    message: `The official AsyncAPI parser gave no verdict: ${reason.split('\n')[0] ?? ''}.`,
    fix: 'Look for mistakes outside security with another validator; the security part has been read all the same.',
  });

const timeout = (read: ReadDocument, deadline: number): Diagnostic =>
  report('document-validation-timeout', read.files.get(read.entry)?.root.at, {
    message: `The official AsyncAPI parser gave no verdict within ${String(deadline / 1000)} s.`,
    fix: 'Look for mistakes outside security with another validator, or split the document.',
  });
