import type { ts } from 'ts-morph';
import type { PlannedFile } from '../../plan/plan.js';
import type { Fault } from '../fault.js';
import type { TypeScript } from '../typescript.js';

/** What a check of one planned file works on. */
export interface Scope {
  readonly ts: TypeScript;
  readonly source: ts.SourceFile;
  readonly file: PlannedFile;
  /** Names that the file's imports bring as values. */
  readonly importedValues: ReadonlySet<string>;
  /** Names that the file's imports bring, values and types. */
  readonly imported: ReadonlySet<string>;
  readonly refuse: (node: ts.Node, code: Fault['code'], message: string, fix: string) => void;
}

/** Opens the scope of a file; what is refused is pushed to `faults`. */
export const openScope = (ts: TypeScript, source: ts.SourceFile, file: PlannedFile, faults: Fault[]): Scope => {
  const specifiers = source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement)) return [];
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
    return bindings.elements.map((element) => ({
      name: element.name.text,
      typeOnly: isTypeOnly(ts, statement.importClause) || element.isTypeOnly,
    }));
  });
  return {
    ts,
    source,
    file,
    imported: new Set(specifiers.map(({ name }) => name)),
    importedValues: new Set(specifiers.filter(({ typeOnly }) => !typeOnly).map(({ name }) => name)),
    refuse: (node, code, message, fix) => {
      faults.push({ code, at: node.getStart(source, false), message, fix });
    },
  };
};

/** Whether an import clause says `import type`. */
export const isTypeOnly = (ts: TypeScript, clause: ts.ImportClause | undefined): boolean =>
  clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
