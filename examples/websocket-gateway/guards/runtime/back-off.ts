/** How long to wait before the given attempt, the first of which is 1. `random` is at least 0 and below 1. */
export function backOff(
  attempt: number,
  first: number,
  longest: number,
  random: number,
): number {
  const most = Math.min(longest, first * 2 ** (attempt - 1));
  // Jitter, so that those who wait for one service do not all come back at once.
  return most * (0.5 + random / 2);
}
