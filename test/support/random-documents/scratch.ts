import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder for many small documents, each in a folder of its own. Written at once: a turn of the event loop costs more. */
export class Scratch {
  readonly #folder = mkdtempSync(join(tmpdir(), 'random-documents-'));
  readonly #made = new Set<string>();
  #count = 0;

  /** Writes files, and gives the folder that they are in. */
  write(files: Readonly<Record<string, string>>): string {
    this.#count += 1;
    const folder = join(this.#folder, String(this.#count));
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, name);
      this.#make(dirname(path));
      writeFileSync(path, text);
    }
    return folder;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #make(folder: string): void {
    if (this.#made.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    this.#made.add(folder);
  }
}
