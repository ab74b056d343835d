/** One letter of a topic: a fixed one, or any of a parameter; `again` takes any number of the parameter's, also none. */
interface Step {
  /** Null: any that a parameter may hold. */
  readonly letter: string | null;
  readonly again: boolean;
}

/**
 * Whether a topic that somebody would choose fits both templates: one whose parameters, read by either of them, are letters
 * and digits. Beyond these a runtime denies what it can read in two ways.
 */
export const topicsOverlap = (a: string, b: string): boolean => {
  const [startA, startB] = [fixedStart(a), fixedStart(b)];
  if (!startA.startsWith(startB) && !startB.startsWith(startA)) return false;
  const [stepsA, stepsB] = [stepsOf(a), stepsOf(b)];
  return meets(stepsA, stepsB) || meets(stepsB, stepsA);
};

/** What stands before the first brace: most topics differ there, and need no walk. */
const fixedStart = (template: string): string => template.split('{', 1)[0] ?? '';

const PARAMETER: readonly Step[] = [
  { letter: null, again: false },
  { letter: null, again: true },
];

const stepsOf = (template: string): readonly Step[] =>
  template
    .split(/(\{[^{}]*\})/)
    .flatMap((piece) =>
      /^\{.*\}$/s.test(piece) ? PARAMETER : Array.from(piece, (letter) => ({ letter, again: false })),
    );

/** Walks both at once; parameters of the first are letters and digits, those of the second whatever Kafka takes. */
const meets = (plain: readonly Step[], any: readonly Step[]): boolean => {
  const seen = new Set<number>();
  const open: (readonly [number, number])[] = [[0, 0]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [i, j] = pair;
    const place = i * (any.length + 1) + j;
    if (seen.has(place)) continue;
    seen.add(place);
    const [one, other] = [plain[i], any[j]];
    if (one === undefined && other === undefined) return true;
    if (one?.again === true) open.push([i + 1, j]);
    if (other?.again === true) open.push([i, j + 1]);
    if (one === undefined || other === undefined || !agree(one, other)) continue;
    open.push([one.again ? i : i + 1, other.again ? j : j + 1]);
  }
  return false;
};

const agree = ({ letter }: Step, other: Step): boolean =>
  letter === null
    ? other.letter === null || /^[A-Za-z0-9]$/.test(other.letter)
    : other.letter === null || other.letter === letter;
