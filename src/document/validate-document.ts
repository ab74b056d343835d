import { report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import { officialText } from './official-text.js';
import { startParser, type ParserThread } from './parser-thread.js';
import type { ReadDocument } from './source-file.js';
import { member, spotOf, textOf } from './spot.js';
import { validationDiagnostics } from './validation-errors.js';
import { sourceName, type ParserError, type ValidationRequest } from './validation-messages.js';

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
  /** One that is loading already. Default: one of its own. */
  readonly parser?: ParserThread;
}

const DEADLINE = 30_000;

/** Has the official parser check a document in its thread, on the texts that were read: it opens nothing itself. */
export const validateDocument = (
  read: ReadDocument,
  { deadline = DEADLINE, parser = startParser() }: ValidationOptions = {},
): Validation => {
  if (read.forParser !== 'fit') {
    parser.stop();
    const diagnostics = read.forParser === 'large' ? [skipped(read)] : [];
    return { verdict: Promise.resolve({ diagnostics }), stop: parser.stop };
  }
  let stop = (): void => undefined;
  const verdict = new Promise<Outcome<undefined>>((settle) => {
    const end = (diagnostics: readonly Diagnostic[]): void => {
      clearTimeout(timer);
      settle({ diagnostics });
      parser.stop();
    };
    const timer = setTimeout(() => {
      end([timeout(read, deadline)]);
    }, deadline);
    parser.check(request(read)).then(
      ({ errors }) => {
        end(diagnosticsOf(read, errors));
      },
      (fault: unknown) => {
        end([failed(read, fault instanceof Error ? fault.message : String(fault))]);
      },
    );
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

const request = (read: ReadDocument): ValidationRequest => {
  const entry = read.files.get(read.entry);
  const version = entry === undefined ? undefined : textOf(member(spotOf(entry.root), 'asyncapi'));
  const major = version?.startsWith('2.') === true ? 2 : 3;
  return {
    source: sourceName(read),
    texts: new Map(
      Array.from(read.files.values(), ({ path, root }) => [
        path === read.entry ? sourceName(read) : path,
        officialText(root, major),
      ]),
    ),
  };
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

const skipped = (read: ReadDocument): Diagnostic =>
  report('document-validation-skipped', read.files.get(read.entry)?.root.at, {
    message:
      'The document is too large for the official AsyncAPI parser: it would not answer in time, and was not asked.',
    fix: 'Look for mistakes outside security with another validator, or split the document; the security part has been read all the same.',
  });

const timeout = (read: ReadDocument, deadline: number): Diagnostic =>
  report('document-validation-timeout', read.files.get(read.entry)?.root.at, {
    message: `The official AsyncAPI parser gave no verdict within ${String(deadline / 1000)} s.`,
    fix: 'Look for mistakes outside security with another validator, or split the document.',
  });
