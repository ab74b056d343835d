import type { Tape } from './tape.js';

const SIMPLE = ['orders', 'billing', 'audit', 'stock', 'alpha', 'beta_2', 'gamma-3', 'Delta', 'user', 'internal'];

/** Names that mean something else in YAML, in a URL, in JavaScript or to the eye. */
const ODD = [
  'a/b',
  't~x',
  '~1',
  '~0',
  'per%20cent',
  '%2F',
  'two words',
  ' edge ',
  'ünïcode',
  '日本語',
  'e\u0301',
  '\u00e9',
  '200',
  '0x1F',
  '1e3',
  '007',
  'true',
  'null',
  'no',
  '~',
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'quo"te',
  "apo'strophe",
  '#hash',
  'ha #sh',
  'a#b',
  'a?b',
  'co:lon',
  'co: lon',
  'end:',
  '-dash',
  '- item',
  '{curly}',
  '[bracket]',
  '*star',
  '&and',
  '!bang',
  '@at',
  '`tick',
  '|pipe',
  '>more',
  'back\\slash',
  'new\nline',
  'tab\there',
  'type',
  'roles',
  'security',
  '$dollar',
  'a.b.c',
  '\u{1f512}',
  '---',
  '...',
  'a,b',
  '=',
  '2020-01-01',
];

/** Gives each thing of one kind a name of its own. */
export class Names {
  readonly #tape: Tape;
  readonly #odd: boolean;
  readonly #taken = new Set<string>();

  constructor(tape: Tape, odd: boolean) {
    this.#tape = tape;
    this.#odd = odd;
  }

  next(prefix = ''): string {
    const odd = this.#odd && this.#tape.chance(30);
    const word = prefix + (this.#tape.oneOf(odd ? ODD : SIMPLE) ?? '');
    let name = word;
    for (let number = 2; this.#taken.has(name); number += 1) name = `${word}${String(number)}`;
    this.#taken.add(name);
    return name;
  }
}
