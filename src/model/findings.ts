import {
  CATALOGUE,
  hasErrors,
  placeKey,
  report,
  type Diagnostic,
  type DiagnosticCode,
  type Finding,
  type Place,
} from '../diagnostics/index.js';

/** Takes what a part of the model stage finds wrong. */
export interface Reporter {
  /** `sameAs` joins several places of one mistake; without it a mistake is known by its place. */
  readonly report: (code: DiagnosticCode, at: Place | undefined, finding: Finding, sameAs?: string) => void;
  /** The same for what leaves a requirement unreadable: no policy is answered then. */
  readonly unreadable: (code: DiagnosticCode, at: Place | undefined, finding: Finding, sameAs?: string) => void;
}

/** For things that nothing applies: their errors do no harm yet, and their warnings and hints interest nobody. */
export const harmless = ({ report: tell }: Reporter): Reporter => {
  const warn: Reporter['report'] = (code, at, finding, sameAs) => {
    if ((finding.severity ?? CATALOGUE[code].severity) !== 'error') return;
    tell(code, at, { ...finding, severity: 'warning' }, sameAs);
  };
  return { report: warn, unreadable: warn };
};

/** For what follows from a mistake that has been reported already. */
export const SILENT: Reporter = { report: () => undefined, unreadable: () => undefined };

/** Passes everything on, and remembers whether anything was unreadable. */
export const watched = (reporter: Reporter): { readonly reporter: Reporter; readonly faulty: () => boolean } => {
  let faulty = false;
  const unreadable: Reporter['unreadable'] = (...finding) => {
    faulty = true;
    reporter.unreadable(...finding);
  };
  return { reporter: { report: reporter.report, unreadable }, faulty: () => faulty };
};

/** Collects diagnostics, one for each mistake, however many places and readers meet it. */
export class Findings implements Reporter {
  readonly #found = new Map<
    string,
    { code: DiagnosticCode; at: Place | undefined; finding: Finding; also: Map<string, Place> }
  >();
  #readable = true;

  readonly report = (code: DiagnosticCode, at: Place | undefined, finding: Finding, sameAs?: string): void => {
    // Of one mistake that harms in one place and not in another, both are told.
    const severity = finding.severity ?? CATALOGUE[code].severity;
    const key = `${code}\n${severity}\n${sameAs ?? (at === undefined ? finding.message : placeKey(at))}`;
    const known = this.#found.get(key);
    const entry = known ?? { code, at, finding, also: new Map<string, Place>() };
    this.#found.set(key, entry);
    const places = [...(known === undefined || at === undefined ? [] : [at]), ...(finding.also ?? [])];
    for (const place of places) {
      if (entry.at === undefined || placeKey(place) !== placeKey(entry.at)) entry.also.set(placeKey(place), place);
    }
  };

  readonly unreadable = (code: DiagnosticCode, at: Place | undefined, finding: Finding, sameAs?: string): void => {
    this.#readable = false;
    this.report(code, at, finding, sameAs);
  };

  /** For what an earlier stage has reported already. */
  markUnreadable(): void {
    this.#readable = false;
  }

  get readable(): boolean {
    return this.#readable;
  }

  get hasErrors(): boolean {
    return hasErrors(this.diagnostics());
  }

  diagnostics(): Diagnostic[] {
    return [...this.#found.values()].map(({ code, at, finding, also }) =>
      report(code, at, { ...finding, also: [...also.values()] }),
    );
  }
}
