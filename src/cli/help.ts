import {
  choicesFor,
  COMMANDS,
  isCommand,
  optionEntries,
  takes,
  type CommandName,
  type OptionEntry,
} from './option-table.js';

const EXAMPLES: Readonly<Record<CommandName, readonly (readonly [string, string])[]>> = {
  generate: [
    ['generate orders.yaml --target ws --describes server', 'guards for a WebSocket server'],
    ['generate', 'what the configuration file says'],
    ['generate orders.yaml --dry-run', 'only say what would be written'],
  ],
  check: [
    ['check', 'in CI: exit 2 where the folder is not current'],
    ['check orders.yaml --format sarif', 'for code scanning'],
  ],
  inspect: [
    ['inspect orders.yaml', 'who needs what, and who checks it'],
    ['inspect orders.yaml --format markdown', 'the same for a pull request'],
    ['inspect orders.yaml --format json', 'the policy for scripts'],
    ['inspect - --format json < orders.yaml', 'from standard input'],
  ],
  explain: [
    ['explain onOrder orders.yaml --proved idp=orders:read', 'may a caller with this token do that?'],
    ['explain onOrder orders.yaml --proved idp --grant READER@eu', 'and with this role?'],
    ['explain onOrder orders.yaml --expect deny', 'in CI: exit 1 where nobody in particular is let in'],
  ],
};

const WIDTH = 80;

/** The help text: of one command where the words name one, else of the tool. */
export const helpText = (words: readonly string[]): string => {
  const command = words.find((word) => !word.startsWith('-'));
  return command !== undefined && isCommand(command) ? commandHelp(command) : toolHelp();
};

const toolHelp = (): string =>
  [
    'asyncapi-guards COMMAND [document] [options]',
    '',
    'Turns the security blocks of an AsyncAPI document into typed guards, a role map',
    'and credential providers.',
    '',
    'Commands:',
    ...Object.entries(COMMANDS).flatMap(([name, about]) => twoColumns(name, about, 10)),
    '',
    'Examples:',
    ...exampleLines(Object.values(EXAMPLES).flatMap((examples) => examples.slice(0, 1))),
    '',
    'asyncapi-guards COMMAND --help lists the options of a command.',
    'asyncapi-guards --help-code CODE explains what a diagnostic means.',
    'asyncapi-guards --version prints the version.',
    '',
  ].join('\n');

const commandHelp = (command: CommandName): string =>
  [
    `asyncapi-guards ${command}${command === 'explain' ? ' OPERATION' : ''} [document] [options]`,
    '',
    COMMANDS[command],
    '',
    'document: a YAML or JSON file, or - for standard input. Left out: from the',
    'configuration file, else the only asyncapi.{yaml,yml,json} here. References of',
    'standard input count from this folder.',
    '',
    'Options:',
    ...optionEntries()
      .filter(([, entry]) => takes(command, entry))
      .flatMap(([name, entry]) =>
        twoColumns(optionTitle(name, entry), optionAbout(entry, choicesFor(command, entry)), 25),
      ),
    '',
    'Examples:',
    ...exampleLines(EXAMPLES[command]),
    '',
  ].join('\n');

const optionTitle = (name: string, entry: OptionEntry): string =>
  entry.value === undefined ? `--${name}` : `--${name} ${entry.value}`;

const optionAbout = ({ about, repeatable }: OptionEntry, choices: readonly string[] | undefined): string =>
  `${about}${choices === undefined ? '' : `: ${choices.join(', ')}`}${repeatable === true ? '; repeatable' : ''}`;

const exampleLines = (examples: readonly (readonly [string, string])[]): readonly string[] =>
  examples.flatMap(([call, about]) => [`  # ${about}`, `  asyncapi-guards ${call}`]);

const twoColumns = (left: string, right: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of right.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH - width - 2) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((part, index) => `  ${(index === 0 ? left : '').padEnd(width)}${part}`);
};
