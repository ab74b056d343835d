import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NAMES = join(ROOT, 'test', 'fixtures', 'types', 'readme-names');
/** The example beside whose guards a snippet stands that names none. */
const USUAL = 'examples/websocket-gateway';

const PAGES: readonly string[] = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)].filter(
  (page) => page.endsWith('.md'),
);

/** A code block: `ts examples/NAME` is code beside that example's guards, `LANGUAGE path/of.file` an excerpt of that file. */
interface Block {
  readonly place: string;
  readonly language: string;
  readonly of: string;
  readonly text: string;
}

const BLOCKS: readonly Block[] = PAGES.flatMap((page) =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```(\w+) ?(\S*)\n(.*?)^```$/gmsu)].map(
    ([, language = '', of = '', text = ''], index) => ({
      place: `${page.replaceAll('/', '-')}-${String(index + 1)}`,
      language,
      of: of === '' && language === 'ts' ? USUAL : of,
      text,
    }),
  ),
);

/** Code of the pages as files beside the guards of an example, by path. */
const snippetsOf = (example: string): readonly (readonly [string, string])[] =>
  BLOCKS.filter(({ language, of }) => language === 'ts' && of === example).map(({ place, text }) => [
    join(ROOT, example, `${place}.ts`),
    text,
  ]);

/** What the compiler says of files beside an example that exist only here, each with the names of the app around it. */
const compiled = (example: string, files: ReadonlyMap<string, string>): readonly string[] => {
  const folder = join(ROOT, example);
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    readonly config: { readonly compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    // A snippet may show a name that only its reader will use.
    { ...config.compilerOptions, rootDir: '.', noEmit: true, noUnusedLocals: false, noUnusedParameters: false },
    ROOT,
  );
  const names = readFileSync(join(NAMES, `${example.replace('examples/', '')}.ts`), 'utf8');
  const all = new Map([...files, [join(folder, 'readme-names.ts'), names]]);
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
    const where = `${file?.fileName.slice(folder.length + 1) ?? ''}:${String(line)}`;
    return `${where} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
};

/** Lines of an excerpt that do not follow one another in the text, whatever stands between them. */
const strangers = (excerpt: string, text: string): readonly string[] => {
  const lines = text.split('\n');
  let at = 0;
  return excerpt.split('\n').filter((line) => {
    const found = lines.indexOf(line, at);
    if (found >= 0) at = found + 1;
    return line !== '' && found < 0;
  });
};

suite('snippets', () => {
  const examples: ReadonlyMap<string, number> = new Map([
    [USUAL, 3],
    ['examples/kafka-orders', 1],
    ['examples/secured-servers', 1],
  ]);
  for (const [example, least] of examples) {
    test(`of the pages compile against the guards of ${example}`, () => {
      const snippets = snippetsOf(example);
      assert.ok(snippets.length >= least, String(snippets.length));
      assert.deepEqual(compiled(example, new Map(snippets)), []);
    });
  }

  test('that say what is not so do not compile', () => {
    const lie = "import { nothing } from './guards/index.js';\nlog.info(nothing);\n";
    const [found = '', ...others] = compiled(USUAL, new Map([[join(ROOT, USUAL, 'lie.ts'), lie]]));
    assert.match(found, /^lie\.ts:1 .*no exported member 'nothing'/);
    assert.deepEqual(others, []);
  });

  test('that are TypeScript are each checked', () => {
    const unchecked = BLOCKS.filter(
      ({ language, of }) => language === 'ts' && !examples.has(of) && !of.endsWith('.ts'),
    );
    assert.deepEqual(unchecked, []);
  });

  test('that are excerpts stand in their files, line by line', () => {
    const excerpts = BLOCKS.filter(({ of }) => /\.\w+$/.test(of));
    assert.ok(excerpts.length >= 3, String(excerpts.length));
    for (const { place, of, text } of excerpts)
      assert.deepEqual(strangers(text, readFileSync(join(ROOT, of), 'utf8')), [], `${place}: not so in ${of}`);
    assert.deepEqual(strangers('a\nb\na\n', 'a\nc\nb\n'), ['a']);
  });
});
