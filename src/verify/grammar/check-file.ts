import type { ts } from 'ts-morph';
import type { PlannedFile } from '../../plan/plan.js';
import { commentsOf } from '../comments.js';
import type { Fault } from '../fault.js';
import { orderingComments } from '../text-rules.js';
import type { TypeScript } from '../typescript.js';
import { isSameCall, wordsOf, type MadeCall } from './calls.js';
import { checkImport, checkReexports } from './imports.js';
import { openScope, type Scope } from './scope.js';
import { checkTypes } from './types.js';
import { checkValue } from './values.js';

/** Checks a planned file against the grammar that allows: what is not named here is refused. */
export const checkFile = (ts: TypeScript, source: ts.SourceFile, file: PlannedFile): readonly Fault[] => {
  const faults: Fault[] = [...orderingComments(commentsOf(ts, source))];
  const scope = openScope(ts, source, file, faults);
  const made = source.statements.flatMap((statement) => checkStatement(scope, statement));
  checkReexports(
    scope,
    source.statements.filter((statement) => ts.isExportDeclaration(statement)),
  );
  checkTypes(scope);
  // What is missing is most often what was refused above.
  if (faults.length === 0) checkPromises(scope, made);
  return faults;
};

const checkStatement = (scope: Scope, statement: ts.Statement): readonly MadeCall[] => {
  const { ts } = scope;
  if (ts.isImportDeclaration(statement)) {
    checkImport(scope, statement);
    return [];
  }
  // Looked at together, by checkReexports.
  if (ts.isExportDeclaration(statement)) return [];
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const onlyExport = modifiers.every((modifier) => modifier.getText() === 'export');
  const isType = ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement);
  if (onlyExport && isType) return [];
  if (onlyExport && modifiers.length === 1 && ts.isVariableStatement(statement)) {
    const { declarationList } = statement;
    if (declarationList.getFirstToken()?.kind === ts.SyntaxKind.ConstKeyword) {
      return declarationList.declarations.flatMap((declaration) => checkConstant(scope, declaration));
    }
  }
  const message = `it holds ${nameOf(scope, statement)}.`;
  const fix =
    'Write imports, types and export const; code of your own belongs to an extra file of the templates folder.';
  scope.refuse(statement, 'template-statement-refused', message, fix);
  return [];
};

const checkConstant = (scope: Scope, { name, initializer }: ts.VariableDeclaration): readonly MadeCall[] => {
  if (scope.ts.isIdentifier(name) && initializer !== undefined && !scope.imported.has(name.text)) {
    return checkValue(scope, initializer, [name.text]);
  }
  const message = `it declares ${name.getText()}, which is taken apart, empty, or the name of an import.`;
  scope.refuse(name, 'template-statement-refused', message, 'Declare one new name with one value.');
  return [];
};

const checkPromises = (scope: Scope, made: readonly MadeCall[]): void => {
  const { ts, source, file } = scope;
  const exported = new Set(
    source.statements
      .filter((statement) => ts.isVariableStatement(statement))
      .flatMap(({ declarationList }) => declarationList.declarations.map(({ name }) => name.getText())),
  );
  for (const name of file.exports.filter((name) => !exported.has(name))) {
    scope.refuse(source, 'template-export-missing', `it does not export ${name}.`, `Add export const ${name} = …;`);
  }
  for (const call of file.calls.filter((planned) => !made.some((other) => isSameCall(planned, other)))) {
    const message = `it never calls ${wordsOf([call])}, so ${call.server} has no such guard.`;
    scope.refuse(source, 'template-call-missing', message, 'Keep the loop over all servers of the built-in template.');
  }
};

const nameOf = ({ ts }: Scope, statement: ts.Statement): string => {
  if (ts.isExpressionStatement(statement)) {
    return ts.isStringLiteral(statement.expression) ? `the directive ${statement.getText()}` : 'a statement that runs';
  }
  if (ts.isVariableStatement(statement)) return 'a variable that is not an exported constant';
  if (ts.isFunctionDeclaration(statement)) return 'a function declaration';
  if (ts.isClassDeclaration(statement)) return 'a class';
  if (ts.isModuleDeclaration(statement)) return 'a namespace or an augmentation';
  if (ts.isEnumDeclaration(statement)) return 'an enum';
  return `a statement that is not allowed, ${statement.getText().slice(0, 40)}`;
};
