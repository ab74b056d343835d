/** Each value of a header, one an occurrence: Node joins or drops repeated lines in `headers`. `name` is in lower case. */
export function headerValues(
  rawHeaders: readonly string[],
  name: string,
): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const given = rawHeaders[index];
    if (given?.length === name.length && given.toLowerCase() === name)
      values.push(rawHeaders[index + 1] ?? '');
  }
  return values;
}
