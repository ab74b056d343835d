import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint, type Linter } from 'eslint';
import { check, resolveConfig } from 'prettier';
import tseslint from 'typescript-eslint';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The compilers that emitted code must pass, by the version that a user would name. */
const COMPILERS = {
  '5.0': 'typescript-5.0',
  '5.9': 'typescript',
  '6': 'typescript-6',
  '7': 'typescript-7',
} as const;

export type TypeScriptVersion = keyof typeof COMPILERS;
export type ModuleKind = 'esm' | 'cjs';

export const TYPESCRIPT_VERSIONS: readonly TypeScriptVersion[] = ['5.0', '5.9', '6', '7'];
export const MODULE_KINDS: readonly ModuleKind[] = ['esm', 'cjs'];

export interface CompileOptions {
  readonly typescript: TypeScriptVersion;
  readonly module: ModuleKind;
  /** Path beside the emitted folder -> text: the app that uses it. The folder itself is `./guards`. */
  readonly extraFiles?: Readonly<Record<string, string>>;
  /** With the browser's globals instead of Node's. */
  readonly browser?: boolean;
}

/** What the compiler says of an emitted folder, every strict flag on; '' where it says nothing. */
export async function compileEmitted(folder: string, options: CompileOptions): Promise<string> {
  return inApp(folder, options, async (app) => {
    const compiler = join(ROOT, 'node_modules', COMPILERS[options.typescript], 'bin', 'tsc');
    const { text, failed } = await run(process.execPath, [compiler, '-p', app, '--pretty', 'false'], app);
    return failed && text === '' ? 'the compiler failed and said nothing' : text;
  });
}

export interface LintOptions {
  readonly module?: ModuleKind;
  readonly extraFiles?: Readonly<Record<string, string>>;
  /** Patterns of files that are left out. */
  readonly except?: readonly string[];
}

/** What typescript-eslint's strictest rules say of an emitted folder; '' where they say nothing. */
export async function lintEmitted(folder: string, options: LintOptions = {}): Promise<string> {
  const { module = 'esm', extraFiles = {}, except = [] } = options;
  return inApp(folder, { typescript: '5.9', module, extraFiles }, async (app) => {
    const eslint = new ESLint({
      cwd: app,
      overrideConfigFile: true,
      // A comment that disables a rule would hide what this looks for.
      allowInlineConfig: false,
      overrideConfig: [
        { ignores: [...except] },
        ...tseslint.configs.strictTypeChecked,
        { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: app } } },
      ] as Linter.Config[],
    });
    const results = await eslint.lintFiles(['**/*.ts']);
    return results
      .flatMap(({ filePath, messages }) =>
        messages.map(({ line, column, message, ruleId }) => {
          const place = `${relative(app, filePath)}:${String(line)}:${String(column)}`;
          return `${place} ${message} (${ruleId ?? 'syntax'})`;
        }),
      )
      .join('\n');
  });
}

/** The emitted files that prettier would write otherwise, in the style of this project; '' where there are none. */
export async function formatEmitted(folder: string): Promise<string> {
  const style = await resolveConfig(join(ROOT, 'src', 'runtime', 'policy.ts'));
  const files = (await filesOf(folder)).filter((file) => /\.(?:ts|json)$/.test(file));
  const wrong = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(folder, file), 'utf8');
      const formatted = await check(text, { ...style, filepath: file });
      return formatted ? [] : [`${file} is not formatted`];
    }),
  );
  return wrong.flat().join('\n');
}

/** The relative paths of all files in a folder, in the order of their names. */
export async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Gives a new folder inside the project, where `ws`, `jose` and the types resolve, and removes it afterwards. */
export async function inCache<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const cache = join(ROOT, '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'emitted-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inApp<T>(folder: string, options: CompileOptions, use: (app: string) => Promise<T>): Promise<T> {
  return inCache(async (app) => {
    await cp(folder, join(app, 'guards'), { recursive: true });
    const files = {
      ...options.extraFiles,
      'package.json': JSON.stringify({ type: options.module === 'esm' ? 'module' : 'commonjs' }),
      'tsconfig.json': JSON.stringify({ compilerOptions: compilerOptions(options), include: ['**/*.ts'] }),
    };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(app, path)), { recursive: true });
      await writeFile(join(app, path), text);
    }
    return use(app);
  });
}

function compilerOptions({ typescript, module, browser = false }: CompileOptions): Record<string, unknown> {
  return {
    ...moduleOptions(typescript, module),
    target: 'es2022',
    lib: browser ? ['es2022', 'dom', 'dom.iterable'] : ['es2022'],
    types: browser ? [] : ['node'],
    noEmit: true,
    allowImportingTsExtensions: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    noImplicitOverride: true,
    noImplicitReturns: true,
    noFallthroughCasesInSwitch: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    allowUnreachableCode: false,
    allowUnusedLabels: false,
    isolatedModules: true,
    forceConsistentCasingInFileNames: true,
    skipLibCheck: true,
    ...(module === 'esm' ? { verbatimModuleSyntax: true } : {}),
    // Known from 5.8 on.
    ...(typescript === '5.0' ? {} : { erasableSyntaxOnly: true }),
  };
}

/** Before 5.8, `nodenext` lets no CommonJS file import jose, which is ESM alone; the older resolution does. */
function moduleOptions(typescript: TypeScriptVersion, module: ModuleKind): Record<string, unknown> {
  if (module === 'cjs' && typescript === '5.0')
    return { module: 'commonjs', moduleResolution: 'node', esModuleInterop: true };
  return { module: 'nodenext', moduleResolution: 'nodenext' };
}

function run(command: string, args: readonly string[], cwd: string): Promise<{ text: string; failed: boolean }> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ text: `${stdout}${stderr}`.trim(), failed: error !== null });
    });
  });
}
