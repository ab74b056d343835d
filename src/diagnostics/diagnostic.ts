import type { DiagnosticCode } from './catalogue.js';

export type Severity = 'error' | 'warning' | 'info';

/** Both numbers count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A piece of a file; `end` is exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Where something is written: an absolute path (or a URL, or `-` for standard input), a JSON Pointer (RFC 6901) and a range. */
export interface Place {
  readonly file: string;
  readonly pointer: string;
  readonly range: Range;
}

/** One text for one place, whatever its range. */
export const placeKey = ({ file, pointer }: Place): string => `${file}\n${pointer}`;

/** One mistake, told to the person who must act on it. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** What is wrong, in the document's own words. */
  readonly message: string;
  /** What to change. */
  readonly fix: string;
  /** Absent for a mistake that lies in no file, such as a wrong option. */
  readonly at?: Place;
  /** The other places of the same mistake. */
  readonly also?: readonly Place[];
}
