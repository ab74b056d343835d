/** One document gives the contract's shape; of several, each list entry says in which folder it lies. */
export const outputBody = <Key extends 'files' | 'drift'>(
  outputs: readonly ({ readonly out: string } & Readonly<Record<Key, readonly object[]>>)[],
  key: Key,
): object => {
  const [only, second] = outputs;
  if (only === undefined) return {};
  if (second === undefined) return only;
  return {
    documents: outputs,
    [key]: outputs.flatMap((output) => output[key].map((entry) => ({ ...entry, out: output.out }))),
  };
};
