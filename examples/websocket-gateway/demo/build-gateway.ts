import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Accounts } from '../accounts.js';
import type { createGateway } from '../app.js';

const EXAMPLE = fileURLToPath(new URL('..', import.meta.url));
const ROOT = path.resolve(EXAMPLE, '../..');
const SOURCES = ['asyncapi.yaml', 'asyncapi-guards.config.yaml', 'models.ts', 'accounts.ts', 'app.ts'];

/** The example's own modules, generated and compiled afresh. */
export interface BuiltGateway {
  readonly createGateway: typeof createGateway;
  readonly Accounts: typeof Accounts;
  remove(): void;
}

const run = (script: string, args: readonly string[], cwd: string): void => {
  execFileSync(process.execPath, [path.join(ROOT, script), ...args], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
};

/** Generates the guards from the document in a folder of its own, compiles the app against them, and loads it. */
export const buildGateway = async (say: (line: string) => void): Promise<BuiltGateway> => {
  const folder = path.join(ROOT, '.cache', `demo-${String(process.pid)}`);
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  mkdirSync(folder, { recursive: true });
  try {
    for (const file of SOURCES) cpSync(path.join(EXAMPLE, file), path.join(folder, file));
    say('asyncapi-guards generate         the document becomes guards');
    run('dist/cli/main.js', ['generate', '--quiet'], folder);
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: { target: 'es2022', module: 'nodenext', strict: true, skipLibCheck: true, outDir: 'built' },
        files: ['app.ts'],
      }),
    );
    say('tsc                              the app is compiled against them');
    run('node_modules/typescript/bin/tsc', ['-p', folder], folder);
    const load = (module: string): Promise<unknown> => import(pathToFileURL(path.join(folder, 'built', module)).href);
    const app = (await load('app.js')) as Pick<BuiltGateway, 'createGateway'>;
    const accounts = (await load('accounts.js')) as Pick<BuiltGateway, 'Accounts'>;
    return { createGateway: app.createGateway, Accounts: accounts.Accounts, remove };
  } catch (error) {
    remove();
    throw error;
  }
};
