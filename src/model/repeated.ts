/** Each item that says what one before it says, with the first that did. */
export const repeated = <T>(items: readonly T[], saidBy: (item: T) => string): readonly (readonly [T, T])[] => {
  const firsts = new Map<string, T>();
  return items.flatMap((item) => {
    const said = saidBy(item);
    const first = firsts.get(said);
    if (first !== undefined) return [[item, first] as const];
    firsts.set(said, item);
    return [];
  });
};
