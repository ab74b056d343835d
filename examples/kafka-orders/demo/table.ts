/** What one record or call was meant to show, and what came of it. */
interface Row {
  readonly what: string;
  readonly want: string;
  readonly got: string;
}

/** The rows of the demo. Each checks itself. */
export class Table {
  readonly #rows: Row[] = [];

  show(what: string, want: string, got: string): void {
    this.#rows.push({ what, want, got });
  }

  print(say: (line: string) => void): void {
    const width = Math.max(...this.#rows.map(({ what }) => what.length));
    for (const { what, want, got } of this.#rows)
      say(`${got === want ? 'ok  ' : 'WRONG'} ${what.padEnd(width)}  ${got}`);
  }

  isRight(): boolean {
    return this.#rows.every(({ want, got }) => want === got);
  }
}
