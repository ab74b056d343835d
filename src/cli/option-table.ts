import { DESCRIBES, SIDES, TARGETS } from '../config/config-shape.js';

/** The commands, in the order of the help. */
export const COMMANDS = {
  generate: 'Writes the guards, the role map and the credential providers of a document.',
  check: 'Says whether the output folder is what generate would write now. Writes nothing.',
  inspect: 'Shows what each operation demands on each server, and who enforces it.',
  explain: 'Says whether a caller may use an operation, and what is missing.',
} as const;

export type CommandName = keyof typeof COMMANDS;

/** The forms of an answer. */
export const FORMATS = ['text', 'json', 'sarif', 'markdown'] as const;

export type Format = (typeof FORMATS)[number];

/** What `explain` may be expected to answer. */
export const EXPECTATIONS = ['allow', 'deny'] as const;

/** One option of the command line. */
export interface OptionEntry {
  readonly about: string;
  /** What its value stands for; absent: the option is a flag. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** Choices that only some commands know. */
  readonly choicesOf?: Readonly<Record<string, readonly CommandName[]>>;
  /** May be given several times. */
  readonly repeatable?: boolean;
  /** Absent: every command. */
  readonly commands?: readonly CommandName[];
  /** Part of a question: never read from the environment. */
  readonly asked?: boolean;
}

const OUTPUT: readonly CommandName[] = ['generate', 'check'];
const QUESTION = { commands: ['explain'], asked: true } as const;

/**
 * Every option, once: node:util's parser, yargs and the help are made from this table.
 * An option with a value is also read from the environment, unless it is asked: `ASYNCAPI_GUARDS_` and its name in capitals.
 */
export const OPTIONS = {
  server: { about: 'Server on which the operation is used (the only one)', value: 'ID', ...QUESTION },
  proved: {
    about: 'Scheme that has authenticated the caller, and with which scopes (commas between them)',
    value: 'SCHEME[=SCOPES]',
    repeatable: true,
    ...QUESTION,
  },
  subject: { about: 'Whom the proof of a scheme names', value: 'SCHEME=NAME', repeatable: true, ...QUESTION },
  grant: {
    about: 'Role that the caller holds, for each proof whose scheme is a source of roles; * is every context',
    value: 'ROLE@CONTEXT',
    repeatable: true,
    ...QUESTION,
  },
  context: { about: 'Context of the call, where the operation fixes none', value: 'CONTEXT', ...QUESTION },
  expect: {
    about: 'Exit 1 where the answer is another',
    value: 'ANSWER',
    choices: EXPECTATIONS,
    ...QUESTION,
  },
  out: { about: 'Folder of the generated code (./guards)', value: 'DIR', commands: OUTPUT },
  target: {
    about: 'Client library to generate for (what package.json depends on)',
    value: 'NAME',
    choices: TARGETS,
    repeatable: true,
    commands: OUTPUT,
  },
  describes: {
    about: 'Whether the document speaks for the side that listens or the one that dials, for WebSocket servers',
    value: 'SIDE',
    choices: DESCRIBES,
  },
  side: {
    about: 'Which side gets code (application, the one that the document describes)',
    value: 'SIDE',
    choices: SIDES,
    commands: OUTPUT,
  },
  templates: { about: 'Folder of your own templates', value: 'DIR', commands: OUTPUT },
  'allow-invalid-document': { about: 'Go on where the document has errors outside security', commands: OUTPUT },
  'dry-run': { about: 'Say what would be written, and write nothing', commands: ['generate'] },
  force: { about: 'Overwrite generated files that were edited', commands: ['generate'] },
  config: { about: 'Configuration file (asyncapi-guards.config.{js,mjs,json,yaml,yml})', value: 'FILE' },
  'access-control': { about: 'Access-control file of the team', value: 'FILE' },
  'allow-ref': {
    about: 'Folder outside the document, or https origin, that $ref may reach; `check` fetches nothing',
    value: 'DIR|ORIGIN',
    repeatable: true,
  },
  format: { about: 'Form of the answer (text)', value: 'FORM', choices: FORMATS, choicesOf: { markdown: ['inspect'] } },
  quiet: { about: 'Only errors on stderr' },
  'no-color': { about: 'No colour; NO_COLOR does the same' },
  debug: { about: 'Show the stack of an internal fault' },
} as const satisfies Record<string, OptionEntry>;

export type OptionName = keyof typeof OPTIONS;

/** The table's entries in one type. */
export const optionEntries = (): readonly (readonly [OptionName, OptionEntry])[] =>
  (Object.keys(OPTIONS) as OptionName[]).map((name) => [name, OPTIONS[name]]);

/** Whether a command takes an option. */
export const takes = (command: CommandName, entry: OptionEntry): boolean =>
  entry.commands === undefined || entry.commands.includes(command);

/** What an option of a command may be; undefined: anything. */
export const choicesFor = (
  command: CommandName,
  { choices, choicesOf = {} }: OptionEntry,
): readonly string[] | undefined => choices?.filter((choice) => choicesOf[choice]?.includes(command) ?? true);

/** Whether a word names a command. */
export const isCommand = (word: string): word is CommandName => Object.hasOwn(COMMANDS, word);

/** Whether a word names an option. */
export const isOption = (word: string): word is OptionName => Object.hasOwn(OPTIONS, word);
