/** One line of the table. */
export interface Figure {
  readonly name: string;
  readonly goal: string;
  readonly measured: string;
  readonly ok: boolean;
}

/** A quotient of two costs that were measured in the same rounds; with `most` null it has no goal. */
export function ratioFigure(name: string, most: number | null, rounds: readonly Round[], unit: string): Figure {
  const ratios = rounds.map(({ ours, peer }) => ours / peer);
  const ratio = median(ratios);
  const costs = `${short(median(rounds.map(({ ours }) => ours)))} against ${short(median(rounds.map(({ peer }) => peer)))} ${unit}`;
  const spread = `${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)}`;
  return {
    name,
    goal: most === null ? '' : `<= ${String(most)}x`,
    measured: `${ratio.toFixed(2)}x [${spread}], ${costs}`,
    ok: most === null || ratio <= most,
  };
}

/** What both sides cost in one round. */
export interface Round {
  readonly ours: number;
  readonly peer: number;
}

/** The middle one; of an even number, the lower of both. */
export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[(values.length - 1) >> 1] ?? Number.NaN;
}

/** Hands figures to the process that asked for them: one line of JSON each. */
export function tell(...figures: readonly Figure[]): void {
  for (const figure of figures) console.log(JSON.stringify(figure));
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
