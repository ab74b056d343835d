import type { PlannedImport } from '../plan/plan.js';
import { printString } from './printed-text.js';

/** One name that a template asked for. */
export interface AskedImport {
  readonly from: string;
  readonly name: string;
  readonly type: boolean;
}

/** Gathers names by module; a name that is asked for as a value and as a type is a value. */
export const gatherImports = (asked: readonly AskedImport[]): readonly PlannedImport[] => {
  const modules = new Map<string, Map<string, boolean>>();
  for (const { from, name, type } of asked) {
    const names = modules.get(from) ?? new Map<string, boolean>();
    names.set(name, (names.get(name) ?? true) && type);
    modules.set(from, names);
  }
  return [...modules].flatMap(([from, names]) =>
    [false, true].flatMap((typeOnly) => {
      const these = [...names].filter(([, type]) => type === typeOnly).map(([name]) => name);
      return these.length === 0 ? [] : [{ from, names: these, typeOnly }];
    }),
  );
};

/** Prints import declarations, one a module: packages first, names in order, types marked. */
export const printImports = (imports: readonly PlannedImport[]): string =>
  [...new Set(imports.map(({ from }) => from))]
    .sort(byPlace)
    .map((from) => printImport(from, imports))
    .join('');

const byPlace = (left: string, right: string): number =>
  Number(left.startsWith('.')) - Number(right.startsWith('.')) || (left < right ? -1 : 1);

const printImport = (from: string, imports: readonly PlannedImport[]): string => {
  const these = imports.filter((planned) => planned.from === from);
  const onlyTypes = these.every(({ typeOnly }) => typeOnly);
  const names = these
    .flatMap(({ names, typeOnly }) => names.map((name) => ({ name, mark: typeOnly && !onlyTypes ? 'type ' : '' })))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map(({ name, mark }) => mark + name);
  return printBraces(onlyTypes ? 'import type' : 'import', names, from);
};

/** Prints `<keyword> { names } from 'module';`, over several lines where it is too long for one. */
export const printBraces = (keyword: string, names: readonly string[], from: string): string => {
  const line = `${keyword} { ${names.join(', ')} } from ${printString(from)};\n`;
  if (line.length <= 81 || names.length === 1) return line;
  return `${keyword} {\n${names.map((name) => `  ${name},\n`).join('')}} from ${printString(from)};\n`;
};
