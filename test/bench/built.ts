import { fileURLToPath } from 'node:url';

/**
 * A module of the build. The benches time compiled code: tsx gives each function that is made at run time its name by a
 * call, which costs more than what is measured here.
 */
export function built(path: string): string {
  return new URL(`../../dist/${path}`, import.meta.url).href;
}

/** The command line of the build. */
export const CLI = fileURLToPath(built('cli/main.js'));
