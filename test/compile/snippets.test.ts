import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLE = join(ROOT, 'examples', 'websocket-gateway');
const NAMES = readFileSync(join(ROOT, 'test', 'fixtures', 'types', 'readme-names.ts'), 'utf8');

const PAGES: readonly string[] = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)].filter(
  (page) => page.endsWith('.md'),
);

/** The TypeScript of a page, as files beside the guards of the example, by path. */
const snippetsOf = (page: string): readonly (readonly [string, string])[] =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```ts\n(.*?)^```$/gmsu)].map(([, text = ''], index) => [
    join(EXAMPLE, `${page.replaceAll('/', '-')}-${String(index + 1)}.ts`),
    text,
  ]);

/** What the compiler says of files that exist only here, each with the names of the app around it. */
const compiled = (files: ReadonlyMap<string, string>): readonly string[] => {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    readonly config: { readonly compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    // A snippet may show a name that only its reader will use.
    { ...config.compilerOptions, rootDir: '.', noEmit: true, noUnusedLocals: false, noUnusedParameters: false },
    ROOT,
  );
  const all = new Map([...files, [join(EXAMPLE, 'readme-names.ts'), NAMES]]);
  const host = ts.createCompilerHost(options, true);
  const fileExists = host.fileExists.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (path) => all.has(path) || fileExists(path);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const text = all.get(path);
    return text === undefined
      ? getSourceFile(path, languageVersion, ...rest)
      : ts.createSourceFile(path, text, languageVersion, true);
  };
  const program = ts.createProgram({ rootNames: [...all.keys()], options, host });
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1;
    const where = `${file?.fileName.slice(EXAMPLE.length + 1) ?? ''}:${String(line)}`;
    return `${where} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
};

suite('snippets', () => {
  test('of the pages compile against the guards of the example', () => {
    const snippets = PAGES.flatMap(snippetsOf);
    assert.ok(snippets.length >= 3, String(snippets.length));
    assert.deepEqual(compiled(new Map(snippets)), []);
  });

  test('that say what is not so do not compile', () => {
    const lie = "import { nothing } from './guards/index.js';\nlog.info(nothing);\n";
    const [found = '', ...others] = compiled(new Map([[join(EXAMPLE, 'lie.ts'), lie]]));
    assert.match(found, /^lie\.ts:1 .*no exported member 'nothing'/);
    assert.deepEqual(others, []);
  });
});
