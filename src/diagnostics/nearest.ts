import { codePoints } from './code-points.js';

/** Edit distance with neighbouring letters swapped counted as one edit; case costs nothing. */
const distance = (left: string, right: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
};

/** Names longer than this are compared by nothing: the distance costs their product. */
const LONGEST = 100;

/** The names that somebody who wrote `wrong` most likely meant: at most three, nearest first, none where none is near. */
export const nearestNames = (wrong: string, names: Iterable<string>): readonly string[] => {
  if (wrong.length > LONGEST) return [];
  const lower = wrong.toLowerCase();
  const limit = Math.max(1, Math.floor(wrong.length / 3));
  const near: { name: string; edits: number }[] = [];
  for (const name of new Set(names)) {
    if (name === wrong || name.length > LONGEST || Math.abs(name.length - wrong.length) > limit) continue;
    const edits = distance(lower, name.toLowerCase());
    if (edits <= limit) near.push({ name, edits });
  }
  return near
    .sort((one, other) => one.edits - other.edits)
    .slice(0, 3)
    .map(({ name }) => name);
};

/** The one of a closed list that was most likely meant: the nearest, else the first that begins so. */
export const nearestChoice = (wrong: string, choices: readonly string[]): string | undefined =>
  nearestNames(wrong, choices)[0] ??
  choices.find((choice) => wrong.length > 1 && choice.startsWith(wrong.toLowerCase()));

/** Asks for the nearest names; null where none is near. */
export const didYouMean = (wrong: string, names: Iterable<string>): string | null => {
  const near = nearestNames(wrong, names);
  return near.length === 0
    ? null
    : `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?${strangers(wrong, near)}`;
};

/** Says which letters make a name another one, where a reader may not see it. */
export const strangers = (wrong: string, near: readonly string[]): string => {
  const known = new Set(near.flatMap(codePoints));
  const points = codePoints(wrong).filter((point) => !known.has(point));
  return points.length === 0 ? '' : ` What is written has ${points.join(', ')} in it.`;
};
