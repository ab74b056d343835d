import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Target } from './config.js';

const TARGET_OF_PACKAGE: readonly (readonly [string, Target])[] = [
  ['kafkajs', 'kafkajs'],
  ['ws', 'ws'],
];

const DEPENDENCY_KEYS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** The client libraries that a package.json depends on by name. */
export const targetsOf = (packageJson: unknown): readonly Target[] => {
  const names = new Set(DEPENDENCY_KEYS.flatMap((key) => keysOf(member(packageJson, key))));
  return TARGET_OF_PACKAGE.flatMap(([name, target]) => (names.has(name) ? [target] : []));
};

/** The targets of the nearest package.json at or above a folder; none where there is no readable one. */
export const packageTargets = (folder: string): readonly Target[] => {
  const text = textOf(path.join(folder, 'package.json'));
  if (text !== null) return targetsOf(parsed(text));
  const parent = path.dirname(folder);
  return parent === folder ? [] : packageTargets(parent);
};

const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // npm itself reports a broken package.json; here it says nothing about targets.
    return undefined;
  }
};

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];
