import type { Place } from '../diagnostics/index.js';
import type { Json } from '../document/node.js';
import type { Policy } from '../runtime/policy.js';

/** Every decision about the output, made. Plain data; later stages print, prove and write it. */
export interface Plan {
  readonly policy: Policy;
  /** How many operations some guard of this side decides. */
  readonly guarded: number;
  readonly rolesFile: RolesFile;
  /** Files that a template renders. */
  readonly files: readonly PlannedFile[];
  /** Modules under `runtime/` that this document needs (`websocket/server.ts` …), entry modules first; what they import comes along. */
  readonly runtime: RuntimeFile;
  readonly importExtension: 'js' | 'ts' | '';
  /** First line of each generated file, without comment marks. */
  readonly banner: string;
}

/** One file that a template prints and the verify stage proves. */
export interface PlannedFile {
  /** Relative to the output folder. */
  readonly path: string;
  /** Name of the template: `guards` for `guards.ts.hbs`. */
  readonly template: string;
  /** Plain data, never a parser object. */
  readonly view: Json;
  readonly imports: readonly PlannedImport[];
  /** Values that the file must export. Types are free. */
  readonly exports: readonly string[];
  /** The calls that the file must make, each at least once, and no other. */
  readonly calls: readonly PlannedCall[];
  /** `export … from` that the file must hold, and no other. */
  readonly reexports: readonly PlannedReexport[];
}

/** An import that a file may have. Names beyond these are refused. */
export interface PlannedImport {
  /** Module specifier as printed: `./runtime/index.js`, `ws`. */
  readonly from: string;
  readonly names: readonly string[];
  /** Only `import type`. */
  readonly typeOnly: boolean;
}

export interface PlannedReexport {
  readonly from: string;
  /** Null: `export *`. */
  readonly names: readonly string[] | null;
  readonly typeOnly: boolean;
}

/** `factory(POLICY, <literals…>, options)`. */
export interface PlannedCall {
  readonly factory: string;
  /** Literal arguments after POLICY, in order. */
  readonly literals: readonly string[];
  /** Id of the server that it serves; a property or export named after another server may not hold it. */
  readonly server: string;
}

export interface RolesFile {
  readonly roles: readonly {
    readonly name: string;
    readonly description: string;
    readonly deprecated: boolean;
    readonly replacedBy: readonly string[];
  }[];
  /** Contexts that the document names. */
  readonly contexts: readonly string[];
  readonly roleMap: Readonly<Record<string, readonly string[]>>;
  readonly operationsByRole: Readonly<Record<string, readonly string[]>>;
}

export interface RuntimeFile {
  /** Relative to `src/runtime/`, without extension: `guard`, `websocket/server`. */
  readonly entries: readonly RuntimeEntry[];
}

export interface RuntimeEntry {
  readonly module: string;
  readonly values: readonly string[];
  readonly types: readonly string[];
}

/** One text on its way to the output folder. */
export interface RenderedFile {
  /** Relative to the output folder. */
  readonly path: string;
  readonly text: string;
}

/** A rendered text that still holds placeholders where values of the document will stand. */
export interface DraftFile {
  /** Relative to the output folder. */
  readonly path: string;
  readonly text: string;
  readonly placeholders: readonly Placeholder[];
  /** What the template asked for with `{{import}}`. */
  readonly imports: readonly PlannedImport[];
  /** The template that made the text. */
  readonly template: Place;
  /** For each line of `text` the template line that printed it; null for lines of ours. */
  readonly lines: readonly (TemplateLine | null)[];
}

export interface TemplateLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Stands in a draft for one value. */
export interface Placeholder {
  readonly kind: 'str' | 'ident' | 'json' | 'doc';
  /** Stands exactly once in the draft's text. */
  readonly token: string;
  readonly value: Json;
  /** The value as it will be printed. */
  readonly encoded: string;
}

/** What the templates of a run are made from. */
export interface TemplateSource {
  readonly name: string;
  readonly text: string;
  readonly at: Place;
  readonly origin: 'built-in' | 'team';
}
