import { parseArgs, type ParseArgsConfig } from 'node:util';

import { optionEntries } from './option-table.js';

/** A command line taken apart, before anyone asks what it means. */
export interface Words {
  readonly positionals: readonly string[];
  /** Values by option, in the order given. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly flags: ReadonlySet<string>;
  /** What the parser itself refused, in words. */
  readonly refusal: string | null;
}

/** Takes a plain command line apart with what Node has; null where anything about it is unusual. */
export const quickWords = (argv: readonly string[]): Words | null => {
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    optionEntries().map(([name, entry]) => [
      name,
      { type: entry.value === undefined ? 'boolean' : 'string', multiple: true },
    ]),
  );
  try {
    const { positionals, values } = parseArgs({ args: [...argv], options, allowPositionals: true });
    return collected(positionals, Object.entries(values), null);
  } catch {
    return null;
  }
};

/** Takes any command line apart with yargs. */
export const carefulWords = async (argv: readonly string[]): Promise<Words> => {
  const { default: yargs } = await import('yargs');
  let refusal: string | null = null;
  const parser = yargs([...argv])
    .locale('en')
    .help(false)
    .version(false)
    .exitProcess(false)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .fail((message: string | null, error: Error | undefined) => {
      refusal ??= message ?? error?.message ?? 'The command line cannot be read.';
    });
  for (const [name, entry] of optionEntries()) {
    parser.option(name, entry.value === undefined ? { type: 'boolean' } : { type: 'string' });
  }
  const parsed = await parser.parseAsync();
  const values = Object.entries(parsed).filter(([name]) => name !== '_' && name !== '$0');
  return collected(parsed._.map(String), values, refusal);
};

const collected = (
  positionals: readonly string[],
  entries: readonly (readonly [string, unknown])[],
  refusal: string | null,
): Words => {
  const values = new Map<string, readonly string[]>();
  const flags = new Set<string>();
  for (const [name, value] of entries) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const texts = list.filter((item) => typeof item === 'string');
    if (texts.length > 0) values.set(name, texts);
    if (list.includes(true)) flags.add(name);
  }
  return { positionals, values, flags, refusal };
};
