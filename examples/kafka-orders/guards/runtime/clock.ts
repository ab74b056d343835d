/** Length of a tick in milliseconds. */
export const TICK = 10;

// Counted from the start of the process, so that the number stays a small integer: 2^30 ticks are 124 days.
const start = Date.now();
let current = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** Reads the time. Adapters call it once a frame or record, so that a late timer cannot make a proof live longer. */
export function tick(): number {
  current = Math.floor((Date.now() - start) / TICK);
  return current;
}

/** The last tick read: one number, no system call. */
export function coarseNow(): number {
  return current;
}

/** The first tick at which something that ends at this time (milliseconds since 1970) has ended. */
export function tickOf(time: number): number {
  return Math.ceil((time - start) / TICK);
}

/** Keeps the clock going without keeping the process alive. */
export function startClock(): void {
  tick();
  if (timer !== undefined) return;
  timer = setInterval(tick, TICK);
  timer.unref();
}
