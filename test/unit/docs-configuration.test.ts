import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';

import { CONFIG_SHAPE } from '../../src/config/config-shape.js';
import type { Shape as ConfigValue } from '../../src/config/shape.js';
import { FILE_SHAPE, OPERATION_SHAPE, ROOT_SHAPE, SCHEME_SHAPE } from '../../src/model/access-shapes.js';
import type { Shape as AccessValue } from '../../src/model/shape.js';

const PAGE = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');

const under = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/** Paths of the values that a configuration may state; `*` is a key of the team's. */
const configPaths = (shape: ConfigValue, path = ''): readonly string[] => {
  switch (shape.kind) {
    case 'object':
      return Object.entries(shape.keys).flatMap(([key, of]) => configPaths(of, under(path, key)));
    case 'record':
      return configPaths(shape.of, under(path, '*'));
    case 'text-or':
      return [path, ...(shape.other.kind === 'object' ? configPaths(shape.other, path) : [])];
    default:
      return [path];
  }
};

/** The same of `x-access-control`. What stands on a scheme or an operation has a table of its own. */
const accessPaths = (shape: AccessValue, path = ''): readonly string[] => {
  if (path !== '' && (shape === SCHEME_SHAPE || shape === OPERATION_SHAPE)) return [path];
  if (shape.kind === 'object') return [...shape.keys].flatMap(([key, of]) => accessPaths(of, under(path, key)));
  return shape.kind === 'named' ? accessPaths(shape.of, under(path, '*')) : [path];
};

const sectionOf = (heading: string): string =>
  PAGE.split(/^#+ /mu).find((section) => section.startsWith(`${heading}\n`)) ?? '';

const anyName = (key: string): string => key.replaceAll(/<[^>]+>/gu, '*');

/** Keys of a section's table, and those that its last line calls accepted and of no effect; a key there stands for all below it. */
const documented = (heading: string): { readonly keys: readonly string[]; readonly idle: readonly string[] } => {
  const section = sectionOf(heading);
  const idle = /^Accepted, and changes nothing that is emitted in this release: (.*)$/mu.exec(section)?.[1] ?? '';
  return {
    keys: [...section.matchAll(/^\| `([^`]+)` \|/gmu)].map(([, key = '']) => anyName(key)),
    idle: [...idle.replaceAll(/\([^)]*\)/gu, '').matchAll(/`([^`]+)`/gu)].map(([, key = '']) => anyName(key)),
  };
};

suite('docs/configuration.md', () => {
  const tables: readonly (readonly [string, readonly string[]])[] = [
    ['The configuration file', configPaths(CONFIG_SHAPE)],
    ['At the root', [...new Set([...accessPaths(ROOT_SHAPE), ...accessPaths(FILE_SHAPE)])]],
    ['On a scheme', accessPaths(SCHEME_SHAPE)],
    ['On an operation, or an operation trait', accessPaths(OPERATION_SHAPE)],
  ];
  for (const [heading, implemented] of tables) {
    test(`"${heading}" names each key that is read, and no other`, () => {
      const { keys, idle } = documented(heading);
      const isIdle = (path: string): boolean => idle.some((key) => path === key || path.startsWith(`${key}.`));
      assert.deepEqual([...keys].sort(), implemented.filter((path) => !isIdle(path)).sort());
      for (const key of idle)
        assert.ok(
          implemented.some((path) => path === key || path.startsWith(`${key}.`)),
          key,
        );
    });
  }
});
