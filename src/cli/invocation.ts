import path from 'node:path';

import { originProblem } from '../config/allowed-origin.js';
import { TARGETS, SIDES, DESCRIBES } from '../config/config-shape.js';
import type { ExplainOptions } from '../commands/index.js';
import type { RunOptions } from '../config/index.js';
import { nearestChoice, nearestNames, report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import { environmentValues } from './environment.js';
import {
  choicesFor,
  COMMANDS,
  EXPECTATIONS,
  FORMATS,
  isCommand,
  isOption,
  OPTIONS,
  optionEntries,
  takes,
  type CommandName,
  type Format,
  type OptionEntry,
  type OptionName,
} from './option-table.js';
import type { Words } from './words.js';

/** A command line that is understood. */
export interface Invocation {
  readonly command: CommandName;
  readonly options: RunOptions;
  readonly format: Format;
  readonly quiet: boolean;
  readonly dryRun: boolean;
  readonly force: boolean;
  /** What `explain` is asked. */
  readonly asked: Pick<ExplainOptions, 'question' | 'expect'>;
}

/** Says what a command line and its environment mean. The command line wins. */
export const interpret = (
  words: Words,
  environment: Readonly<Record<string, string | undefined>>,
): Outcome<Invocation> => {
  const [command, ...names] = words.positionals;
  if (command === undefined || !isCommand(command)) return { diagnostics: [commandUnknown(command)] };
  const problems = [...optionProblems(command, words)];
  const operation = command === 'explain' ? names.shift() : '';
  if (operation === undefined) problems.push(OPERATION_MISSING);
  const [document, ...rest] = names;
  if (rest.length > 0) {
    problems.push(
      report('option-invalid', undefined, {
        message: `${command} takes one document; ${rest.map((word) => JSON.stringify(word)).join(', ')} is too much.`,
        fix: `Name one document, or write a configuration file that is a list, one entry a document, and call \`asyncapi-guards ${command}\` without a document: ${listFor(names)}`,
      }),
    );
  }
  if (operation === undefined || problems.length > 0) return { diagnostics: problems };

  const fromEnvironment = environmentValues(environment);
  const values = (name: OptionName): readonly string[] | undefined =>
    words.values.get(name) ?? fromEnvironment.values.get(name);
  const wrongValues = optionEntries()
    .filter(([, entry]) => takes(command, entry))
    .flatMap(([name, entry]) => valueProblems(name, entry, choicesFor(command, entry), values(name) ?? []));
  if (wrongValues.length > 0) return { diagnostics: wrongValues };

  const one = (name: OptionName): string | undefined => (takes(command, OPTIONS[name]) ? values(name)?.[0] : undefined);
  const stated = document ?? fromEnvironment.document;
  const format = oneOf(FORMATS, one('format')) ?? 'text';
  const expect = oneOf(EXPECTATIONS, one('expect'));
  const describes = oneOf(DESCRIBES, one('describes'));
  const side = oneOf(SIDES, one('side'));
  const targets = takes(command, OPTIONS.target) ? values('target') : undefined;
  return {
    value: {
      command,
      format,
      quiet: words.flags.has('quiet'),
      dryRun: words.flags.has('dry-run'),
      force: words.flags.has('force'),
      options: {
        ...text('document', stated),
        ...text('config', one('config')),
        ...text('out', one('out')),
        ...text('accessControl', one('access-control')),
        ...text('templates', one('templates')),
        ...(describes === undefined ? {} : { describes }),
        ...(side === undefined ? {} : { side }),
        ...(targets === undefined ? {} : { targets: TARGETS.filter((target) => targets.includes(target)) }),
        allowRefs: values('allow-ref') ?? [],
        allowInvalidDocument: words.flags.has('allow-invalid-document'),
      },
      asked: {
        question: {
          operation,
          ...text('server', one('server')),
          proved: values('proved') ?? [],
          subjects: values('subject') ?? [],
          grants: values('grant') ?? [],
          ...text('context', one('context')),
        },
        ...(expect === undefined ? {} : { expect }),
      },
    },
    diagnostics: fromEnvironment.diagnostics,
  };
};

const OPERATION_MISSING = report('option-invalid', undefined, {
  message: 'explain is asked about no operation.',
  fix: 'Write `asyncapi-guards explain OPERATION [document]`. `asyncapi-guards inspect` lists the operations of a document.',
});

/** The configuration that a call with several documents asks for, each with a folder of its own. */
const listFor = (documents: readonly string[]): string => {
  const entries = documents.map((document) => ({ document, out: `./guards/${path.parse(document).name}` }));
  return `\`${JSON.stringify(entries)}\` as asyncapi-guards.config.json.`;
};

const commandUnknown = (word: string | undefined): Diagnostic => {
  const names = Object.keys(COMMANDS);
  if (word === undefined) {
    return report('command-unknown', undefined, {
      message: 'No command is given.',
      fix: `Commands: ${names.join(', ')}. \`asyncapi-guards --help\` explains them.`,
    });
  }
  const [nearest] = nearestNames(word, names);
  return report('command-unknown', undefined, {
    message: `There is no command ${JSON.stringify(word)}.`,
    fix: nearest === undefined ? `Commands: ${names.join(', ')}.` : `Did you mean \`asyncapi-guards ${nearest}\`?`,
  });
};

const optionProblems = (command: CommandName, words: Words): readonly Diagnostic[] => {
  if (words.refusal !== null) {
    return [
      report('option-invalid', undefined, {
        message: `The command line cannot be read: ${words.refusal}.`,
        fix: `\`asyncapi-guards ${command} --help\` lists the options and what they take.`,
      }),
    ];
  }
  const known = optionEntries()
    .filter(([, entry]) => takes(command, entry))
    .map(([name]) => name);
  return [...words.values.keys(), ...words.flags].flatMap((name) => {
    if (isOption(name) && known.includes(name)) return [];
    const dashes = name.length === 1 ? '-' : '--';
    const [nearest] = nearestNames(name, known);
    return [
      report('option-unknown', undefined, {
        message: `${command} has no option ${dashes}${name}.`,
        fix:
          nearest === undefined
            ? `\`asyncapi-guards ${command} --help\` lists the options.`
            : `Did you mean --${nearest}?`,
      }),
    ];
  });
};

const valueProblems = (
  name: OptionName,
  entry: OptionEntry,
  choices: readonly string[] | undefined,
  values: readonly string[],
): readonly Diagnostic[] => {
  const invalid = (message: string, fix: string): Diagnostic => report('option-invalid', undefined, { message, fix });
  if (values.length > 1 && entry.repeatable !== true) {
    return [invalid(`--${name} is given ${String(values.length)} times.`, 'Give it once.')];
  }
  return values.flatMap((value) => {
    if (value.trim() === '') return [invalid(`--${name} has no value.`, `Write --${name} ${entry.value ?? ''}.`)];
    const problem = name === 'allow-ref' ? originProblem(value) : null;
    if (problem !== null) return [invalid(`--${name} ${problem.message}.`, problem.fix)];
    if (choices === undefined || choices.includes(value)) return [];
    const nearest = nearestChoice(value, choices);
    const meant = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
    return [invalid(`--${name} does not take ${JSON.stringify(value)}.`, `Use ${choices.join(', ')}.${meant}`)];
  });
};

const oneOf = <T extends string>(choices: readonly T[], value: string | undefined): T | undefined =>
  choices.find((choice) => choice === value);

const text = <K extends string>(key: K, value: string | undefined): Readonly<Partial<Record<K, string>>> =>
  // A computed key widens to an index signature; the key here is one literal.
  (value === undefined ? {} : { [key]: value }) as Readonly<Partial<Record<K, string>>>;
