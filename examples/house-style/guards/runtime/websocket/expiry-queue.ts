/** What can expire. The queue keeps its place in `queuedAt`: -1 while it is not queued. */
export interface Expiring {
  expiresAt: number;
  queuedAt: number;
}

/** The longest time that `setTimeout` takes; longer ones are armed again. */
const LONGEST_MS = 2 ** 31 - 1;
/** The decision clock counts in ticks of 10 ms: whoever is asked earlier may still be told yes. */
const SLACK_MS = 20;

/** One timer for any number of sockets: a binary heap by expiry. */
export class ExpiryQueue<T extends Expiring> {
  readonly #heap: T[] = [];
  readonly #due: (item: T) => void;
  #timer: NodeJS.Timeout | undefined;
  #armedFor = Infinity;

  constructor(due: (item: T) => void) {
    this.#due = due;
  }

  /** Queues, or moves, what expires at this time (milliseconds since 1970); Infinity takes it out. */
  set(item: T, expiresAt: number): void {
    this.delete(item);
    item.expiresAt = expiresAt;
    if (expiresAt === Infinity) return;
    this.#heap.push(item);
    this.#up(this.#heap.length - 1, item);
    this.#arm();
  }

  delete(item: T): void {
    const index = item.queuedAt;
    if (index < 0) return;
    item.queuedAt = -1;
    const last = this.#heap.pop();
    if (last === undefined || last === item) return;
    this.#down(index, last);
    this.#up(last.queuedAt, last);
  }

  clear(): void {
    clearTimeout(this.#timer);
    for (const item of this.#heap) item.queuedAt = -1;
    this.#heap.length = 0;
    this.#armedFor = Infinity;
  }

  #arm(): void {
    const first = this.#heap[0];
    if (first === undefined || first.expiresAt >= this.#armedFor) return;
    clearTimeout(this.#timer);
    this.#armedFor = first.expiresAt;
    const wait = Math.min(
      Math.max(first.expiresAt - Date.now() + SLACK_MS, SLACK_MS),
      LONGEST_MS,
    );
    this.#timer = setTimeout(() => {
      this.#run();
    }, wait);
    this.#timer.unref();
  }

  #run(): void {
    this.#armedFor = Infinity;
    const ended = Date.now() - SLACK_MS;
    for (
      let first = this.#heap[0];
      first !== undefined && first.expiresAt <= ended;
      first = this.#heap[0]
    ) {
      this.delete(first);
      this.#due(first);
    }
    this.#arm();
  }

  #up(from: number, item: T): void {
    let index = from;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || parent.expiresAt <= item.expiresAt) break;
      this.#put(index, parent);
      index = above;
    }
    this.#put(index, item);
  }

  #down(from: number, item: T): void {
    let index = from;
    for (;;) {
      const left = this.#heap[2 * index + 1];
      const right = this.#heap[2 * index + 2];
      const child =
        right !== undefined &&
        left !== undefined &&
        right.expiresAt < left.expiresAt
          ? right
          : left;
      if (child === undefined || child.expiresAt >= item.expiresAt) break;
      const next = child.queuedAt;
      this.#put(index, child);
      index = next;
    }
    this.#put(index, item);
  }

  #put(index: number, item: T): void {
    this.#heap[index] = item;
    item.queuedAt = index;
  }
}
