const DOCUMENT = /^(?:model|document|mistakes|security-rules|decide|explain|codes|inspect|plan)-.*\.test\.ts$/u;
const ENGINE = /^(?:runtime-(?!jwt|key-set|token)|explain|decide).*\.test\.ts$/u;

/** Start a thread or a process, which no mutant reaches. */
const APART = ['document-validation.test.ts'];

/** The files whose tests are tried on a mutant. */
export const testsOf = (part: string, units: readonly string[]): readonly string[] => {
  const engine = part === 'engine' || part.startsWith('src/runtime/');
  const wanted = engine ? ENGINE : DOCUMENT;
  const files = units.filter((name) => wanted.test(name) && !APART.includes(name)).map((name) => `test/unit/${name}`);
  return [...files, engine ? 'test/property/decide.test.ts' : 'test/mutation/random-documents.ts'];
};
