const DOCUMENT =
  /^(?:model|document|mistakes|security-rules|decide|explain|codes|inspect|presets|config-names|config-idle)\b.*\.test\.ts$/u;
const ENGINE = /^(?:runtime-(?!jwt|key-set|token)|explain|decide).*\.test\.ts$/u;

/** Files that a part needs beside the unit tests. */
const BESIDE = { engine: 'test/property/decide.test.ts', document: 'test/mutation/random-documents.ts' };

/** Starts the official parser's thread, which no mutant reaches. */
const APART = 'document-validation.test.ts';

/** The files whose tests are tried on the mutants of a part. */
export const testsOf = (part: string, units: readonly string[]): readonly string[] => {
  const engine = part === 'engine' || part.startsWith('src/runtime/');
  const files = units.filter((name) => (engine ? ENGINE : DOCUMENT).test(name) && name !== APART);
  return [...files.map((name) => `test/unit/${name}`), engine ? BESIDE.engine : BESIDE.document];
};

/** Tests of great loads: they take most of the time, and what they measure is time. */
export const isLoadTest = (title: string): boolean =>
  /^takes | cost little| within a second$| refused in little time$| the first are told$| keep the byte limit$/u.test(
    title,
  );
