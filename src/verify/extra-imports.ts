import type { ts } from 'ts-morph';
import type { Fault } from './fault.js';
import { descendants, type TypeScript } from './typescript.js';

/** What a file of the team's own may import. */
export interface ExtraRules {
  /** Named in the config's `templates.packages`; their subpaths come with them. */
  readonly packages: readonly string[];
  /** Files of the output folder: `index.ts`. */
  readonly siblings: readonly string[];
}

/** Refuses what a file imports beyond its rules, in whatever form. */
export const extraImports = (ts: TypeScript, source: ts.SourceFile, rules: ExtraRules): readonly Fault[] =>
  [...descendants(ts, source)].flatMap((node) => {
    const specifier = specifierOf(ts, node);
    if (specifier === null) return [];
    const text = ts.isStringLiteralLike(specifier) ? specifier.text : null;
    return text !== null && isAllowed(text, rules)
      ? []
      : [
          {
            code: 'template-import-unplanned' as const,
            at: specifier.getStart(source, false),
            message: `it imports ${specifier.getText(source).slice(0, 60)}, which an extra file may not.`,
            fix: `Import from ./index.js, or name the package in templates.packages of the config.`,
          },
        ];
  });

const specifierOf = (ts: TypeScript, node: ts.Node): ts.Node | null => {
  if (ts.isImportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExportDeclaration(node)) return node.moduleSpecifier ?? null;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument;
  if (!ts.isCallExpression(node)) return null;
  const { expression } = node;
  const loads =
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require');
  return loads ? (node.arguments[0] ?? node) : null;
};

const isAllowed = (specifier: string, { packages, siblings }: ExtraRules): boolean =>
  (specifier.startsWith('./') && siblings.some((path) => withoutEnding(path) === withoutEnding(specifier.slice(2)))) ||
  packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));

const withoutEnding = (path: string): string => path.replace(/\.(?:js|ts)$/, '');
