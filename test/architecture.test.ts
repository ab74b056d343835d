import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));

interface Import {
  /** File below src. */
  readonly from: string;
  /** File below src, or the name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

interface Module {
  readonly file: string;
  readonly source: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** The area of a file: its folder below src, or its own name at the top. */
const areaOf = (file: string): string => file.split('/')[0]?.replace(/\.ts$/u, '') ?? '';

const resolved = (from: string, specifier: string): string =>
  specifier.startsWith('.')
    ? path.posix.join(path.posix.dirname(from), specifier).replace(/\.js$/u, '.ts')
    : specifier.startsWith('node:')
      ? specifier
      : specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/');

const importsOf = (file: string, source: ts.SourceFile): readonly Import[] => {
  const imports: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean, dynamic: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
    imports.push({ from: file, to: resolved(file, specifier.text), typeOnly, dynamic });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      const bindings = clause?.namedBindings;
      const allTypes =
        clause !== undefined &&
        (clause.phaseModifier === ts.SyntaxKind.TypeKeyword ||
          (clause.name === undefined &&
            bindings !== undefined &&
            ts.isNamedImports(bindings) &&
            bindings.elements.every((element) => element.isTypeOnly)));
      add(node.moduleSpecifier, allTypes, false);
    }
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly, false);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false, true);
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true, false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
};

/** Whom an area may import values from, and whose types it may know besides. */
const ALLOWED: Readonly<Record<string, { readonly values: readonly string[]; readonly types?: readonly string[] }>> = {
  runtime: { values: [] },
  diagnostics: { values: [] },
  document: { values: ['diagnostics'] },
  config: { values: ['diagnostics', 'document'] },
  model: { values: ['diagnostics'], types: ['document', 'config'] },
  plan: { values: ['diagnostics'], types: ['model', 'runtime', 'document', 'config'] },
  // Runs the emitted engine, so that it cannot answer otherwise.
  explain: { values: ['diagnostics', 'plan', 'runtime'], types: ['model'] },
  render: { values: ['diagnostics'], types: ['plan', 'document', 'runtime'] },
  verify: { values: ['diagnostics'], types: ['plan', 'document'] },
  write: { values: ['diagnostics'], types: ['plan'] },
  sources: { values: ['diagnostics'], types: ['plan'] },
  pipeline: {
    values: ['diagnostics', 'config', 'document', 'model', 'plan', 'render', 'verify', 'sources'],
  },
  commands: {
    values: ['diagnostics', 'config', 'pipeline', 'sources', 'write', 'explain'],
    types: ['document', 'model', 'plan'],
  },
  cli: { values: ['diagnostics', 'config', 'commands', 'sources'] },
  index: { values: ['commands', 'config'], types: ['diagnostics', 'explain', 'write'] },
};

/** Functions that the plan must compute as the printer or the emitted code does; the files import nothing. */
const SHARED = ['render/printed-text.ts', 'runtime/member-name.ts'];

/** Packages by the files that may name them. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  '@asyncapi/parser': /^document\//u,
  'js-yaml': /^document\//u,
  handlebars: /^render\//u,
  'ts-morph': /^verify\//u,
  yargs: /^cli\//u,
  unhomoglyph: /^plan\//u,
  'string-width': /^cli\//u,
  jose: /^runtime\//u,
  ws: /^runtime\/websocket\//u,
  kafkajs: /^runtime\/kafkajs\//u,
};

/** Heavy packages: half a second each, so only those who need them wait. */
const DYNAMIC_ONLY = ['@asyncapi/parser', 'ts-morph', 'yargs'];

suite('architecture', () => {
  let modules: readonly Module[] = [];

  before(async () => {
    const names = (await readdir(SRC, { recursive: true })).filter((name) => name.endsWith('.ts'));
    modules = await Promise.all(
      names.sort().map(async (name) => {
        const file = name.split(path.sep).join('/');
        const text = await readFile(path.join(SRC, name), 'utf8');
        const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
        return { file, source, imports: importsOf(file, source) };
      }),
    );
  });

  const offences = (find: (module: Module) => readonly string[]): readonly string[] =>
    modules.flatMap((module) => find(module).map((what) => `${module.file}: ${what}`));

  const walk = (module: Module, find: (node: ts.Node) => boolean): readonly string[] => {
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (find(node)) found.push(node.getText(module.source).slice(0, 60));
      ts.forEachChild(node, visit);
    };
    visit(module.source);
    return found;
  };

  test('every area is known', () => {
    assert.deepEqual([...new Set(modules.map(({ file }) => areaOf(file)))].sort(), Object.keys(ALLOWED).sort());
  });

  test('an area imports only what it may', () => {
    const wrong = offences(({ file, imports }) => {
      const area = areaOf(file);
      const { values = [], types = [] } = ALLOWED[area] ?? {};
      return imports
        .filter(({ to }) => to.endsWith('.ts'))
        .filter(({ to, typeOnly }) => {
          const target = areaOf(to);
          return (
            !SHARED.includes(to) && target !== area && !values.includes(target) && !(typeOnly && types.includes(target))
          );
        })
        .map(({ to, typeOnly }) => `may not import ${typeOnly ? 'types' : 'values'} of ${to}`);
    });
    assert.deepEqual(wrong, []);
  });

  test('what several areas share imports nothing', () => {
    const shared = modules.filter(({ file }) => SHARED.includes(file));
    assert.deepEqual(
      shared.map(({ file }) => file),
      SHARED,
    );
    assert.deepEqual(
      shared.flatMap(({ imports }) => imports.map(({ to }) => to)),
      [],
    );
  });

  test('an import leads to a file', () => {
    const files = new Set(modules.map(({ file }) => file));
    const wrong = offences(({ imports }) =>
      imports
        .filter(({ to }) => to.endsWith('.ts') && !files.has(to))
        .map(({ to }) => `imports ${to}, which is missing`),
    );
    assert.deepEqual(wrong, []);
  });

  test('packages are named where they belong', () => {
    const wrong = offences(({ file, imports }) =>
      imports
        .filter(({ to }) => !to.endsWith('.ts') && !to.startsWith('node:'))
        .filter(({ to }) => PACKAGES[to]?.test(file) !== true)
        .map(({ to }) => `may not import ${to}`),
    );
    assert.deepEqual(wrong, []);
  });

  test('jose stays in the token modules, so that an app without it compiles', () => {
    const users = modules.filter(({ imports }) => imports.some(({ to }) => to === 'jose')).map(({ file }) => file);
    assert.ok(users.length > 0);
    const reached = (file: string, seen: Set<string>): Set<string> => {
      if (seen.has(file)) return seen;
      seen.add(file);
      for (const { to } of modules.find((module) => module.file === file)?.imports ?? []) reached(to, seen);
      return seen;
    };
    for (const entry of ['runtime/guard.ts', 'runtime/kafkajs/application.ts', 'runtime/websocket/server.ts']) {
      assert.ok(
        modules.some(({ file }) => file === entry),
        `${entry} is missing`,
      );
      assert.deepEqual(
        users.filter((user) => reached(entry, new Set()).has(user)),
        [],
      );
    }
  });

  test('heavy packages are imported dynamically', () => {
    const wrong = offences(({ imports }) =>
      imports
        .filter(({ to, dynamic, typeOnly }) => DYNAMIC_ONLY.includes(to) && !dynamic && !typeOnly)
        .map(({ to }) => to),
    );
    assert.deepEqual(wrong, []);
  });

  test('an unchanged run loads nothing that understands a document', () => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const module = modules.find((candidate) => candidate.file === file);
      for (const { to, typeOnly, dynamic } of module?.imports ?? []) if (!typeOnly && !dynamic) visit(to);
    };
    visit('cli/main.ts');
    const heavy = ['document', 'model', 'plan', 'render', 'verify', 'pipeline'];
    assert.deepEqual(
      [...seen].filter((file) => heavy.includes(areaOf(file))),
      [],
    );
    assert.deepEqual(
      [...seen].filter((file) => !file.endsWith('.ts') && !file.startsWith('node:')),
      [],
    );
  });

  test('model and plan are pure: they import nothing of Node', () => {
    const wrong = offences(({ file, imports }) =>
      ['model', 'plan'].includes(areaOf(file))
        ? imports.filter(({ to }) => to.startsWith('node:')).map(({ to }) => to)
        : [],
    );
    assert.deepEqual(wrong, []);
  });

  test('only the command line prints or exits', () => {
    const wrong = offences((module) =>
      areaOf(module.file) === 'cli'
        ? []
        : walk(
            module,
            (node) =>
              ts.isPropertyAccessExpression(node) &&
              ts.isIdentifier(node.expression) &&
              (node.expression.text === 'console' ||
                (node.expression.text === 'process' &&
                  ['stdout', 'stderr', 'exit', 'exitCode'].includes(node.name.text))),
          ),
    );
    assert.deepEqual(wrong, []);
  });

  test('every export has a name', () => {
    const wrong = offences((module) =>
      walk(
        module,
        (node) =>
          ts.isExportAssignment(node) ||
          (ts.canHaveModifiers(node) &&
            (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)),
      ),
    );
    assert.deepEqual(wrong, []);
  });

  test('nothing is of type any, and no mark or comment silences the compiler', () => {
    const wrong = offences((module) => [
      ...walk(module, (node) => node.kind === ts.SyntaxKind.AnyKeyword || ts.isNonNullExpression(node)),
      ...(module.source.text.match(/(?:\/\/|\/\*)\s*(?:@ts-(?:ignore|expect-error|nocheck)|eslint-disable)[^\n]*/gu) ??
        []),
    ]);
    assert.deepEqual(wrong, []);
  });

  test('a file holds one idea, and no file is long', () => {
    const wrong = offences(({ source }) => {
      const lines = source.text.split('\n').length;
      return lines < 400 ? [] : [`${String(lines)} lines`];
    });
    assert.deepEqual(wrong, []);
  });

  test('names are kebab-case, and say more than helper, util or manager', () => {
    const wrong = offences(({ file }) =>
      file.split('/').every((part) => /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.ts)?$/u.test(part)) &&
      // What a template calls is a helper in Handlebars' own words.
      !/helper|util|manager/u.test(file.replace('render/print-helpers.ts', ''))
        ? []
        : ['is badly named'],
    );
    assert.deepEqual(wrong, []);
  });

  test('modules do not import each other in a circle', () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, way: readonly string[]): void => {
      if (way.includes(file)) {
        circles.push([...way.slice(way.indexOf(file)), file].join(' -> '));
        return;
      }
      if (done.has(file)) return;
      const module = modules.find((candidate) => candidate.file === file);
      for (const { to, typeOnly, dynamic } of module?.imports ?? []) {
        if (!typeOnly && !dynamic && to.endsWith('.ts')) visit(to, [...way, file]);
      }
      done.add(file);
    };
    for (const { file } of modules) visit(file, []);
    assert.deepEqual(circles, []);
  });
});
