import type { ts } from 'ts-morph';
import type { PlannedReexport } from '../../plan/plan.js';
import { isTypeOnly, type Scope } from './scope.js';

/** Checks that an import brings planned names under their own names, and nothing else. */
export const checkImport = (scope: Scope, statement: ts.ImportDeclaration): void => {
  const { ts, file } = scope;
  const refuse = (what: string): void => {
    const fix = 'Import with {{import "name" from="…"}}, and only what the built-in template of this file imports.';
    scope.refuse(statement, 'template-import-unplanned', what, fix);
  };
  const from = textOf(ts, statement.moduleSpecifier);
  const planned = file.imports.filter((entry) => entry.from === from);
  if (from === null || planned.length === 0) {
    refuse(`it imports ${statement.moduleSpecifier.getText()}, which is not planned.`);
    return;
  }
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  if (clause === undefined || bindings === undefined || !ts.isNamedImports(bindings) || clause.name !== undefined) {
    refuse(`it imports ${from} as a whole or by default; only names may be imported.`);
    return;
  }
  const plainForm = clause.phaseModifier === undefined || isTypeOnly(ts, clause);
  if (!plainForm || statement.attributes !== undefined) refuse(`its import of ${from} has a modifier or attributes.`);
  for (const { name, propertyName, isTypeOnly: marked } of bindings.elements) {
    const typed = marked || isTypeOnly(ts, clause);
    if (propertyName !== undefined) refuse(`it imports ${propertyName.text} under the other name ${name.text}.`);
    else if (!planned.some(({ names, typeOnly }) => names.includes(name.text) && (typed || !typeOnly))) {
      refuse(`it imports ${name.text} from ${from}, which is not planned.`);
    }
  }
};

/** One name that a file exports from elsewhere; `*` for all. */
interface Reexport {
  readonly from: string;
  readonly name: string;
  readonly typeOnly: boolean;
}

/** Checks that the file's `export … from` are the planned ones, all of them and no other. */
export const checkReexports = (scope: Scope, statements: readonly ts.ExportDeclaration[]): void => {
  const planned = scope.file.reexports.flatMap(namesOf);
  const found = statements.flatMap((statement) => readExport(scope, statement));
  for (const { node, ...reexport } of found) {
    if (!planned.some((entry) => isSame(entry, reexport))) {
      const message = `it exports ${reexport.typeOnly ? 'the type ' : ''}${reexport.name} from ${reexport.from}, which is not planned.`;
      const fix = 'Export from other modules only what the built-in template of this file exports.';
      scope.refuse(node, 'template-import-unplanned', message, fix);
    }
  }
  for (const entry of planned) {
    if (found.some((reexport) => isSame(entry, reexport))) continue;
    const name = entry.name === '*' ? 'everything' : `${entry.typeOnly ? 'the type ' : ''}${entry.name}`;
    const fix = `Add ${entry.typeOnly ? 'export type' : 'export'} ${entry.name === '*' ? '*' : `{ ${entry.name} }`} from '${entry.from}';`;
    scope.refuse(scope.source, 'template-export-missing', `it does not export ${name} from ${entry.from}.`, fix);
  }
};

const namesOf = ({ from, names, typeOnly }: PlannedReexport): readonly Reexport[] =>
  (names ?? ['*']).map((name) => ({ from, name, typeOnly }));

const isSame = (left: Reexport, right: Reexport): boolean =>
  left.from === right.from && left.name === right.name && left.typeOnly === right.typeOnly;

const readExport = (
  { ts, refuse }: Scope,
  statement: ts.ExportDeclaration,
): readonly (Reexport & { readonly node: ts.Node })[] => {
  const { moduleSpecifier, exportClause, isTypeOnly: allTypes } = statement;
  const from = moduleSpecifier === undefined ? null : textOf(ts, moduleSpecifier);
  const odd = statement.attributes !== undefined || (exportClause !== undefined && !ts.isNamedExports(exportClause));
  const elements = exportClause !== undefined && ts.isNamedExports(exportClause) ? [...exportClause.elements] : [];
  if (from === null) {
    if (allTypes && elements.every(({ propertyName }) => propertyName === undefined)) return [];
  } else if (!odd && elements.every(({ propertyName }) => propertyName === undefined)) {
    return exportClause === undefined
      ? [{ from, name: '*', typeOnly: allTypes, node: statement }]
      : elements.map((node) => ({ from, name: node.name.text, typeOnly: allTypes || node.isTypeOnly, node }));
  }
  const fix = 'Export constants where they are declared, and names of other modules as planned, under their own names.';
  refuse(statement, 'template-statement-refused', 'it exports names in a form that hides where they come from.', fix);
  return [];
};

const textOf = (ts: Scope['ts'], node: ts.Expression): string | null => (ts.isStringLiteral(node) ? node.text : null);
