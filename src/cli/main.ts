#!/usr/bin/env node
import { report } from '../diagnostics/index.js';
import { TOOL } from '../sources/tool.js';
import { answerUnchanged } from './answer-unchanged.js';
import { exitCodeOf, type Answer } from './answer.js';
import { interpret, type Invocation } from './invocation.js';
import { FORMATS, type Format } from './option-table.js';
import { printAnswer } from './print-answer.js';
import { carefulWords, quickWords } from './words.js';

const argv = process.argv.slice(2);
const cwd = process.cwd();

const answerTo = async (): Promise<Answer> => {
  const [first = ''] = argv;
  if (argv.some((word) => word.startsWith('--help-code'))) {
    const { codeAnswer, statedCode } = await import('./code-answer.js');
    const code = statedCode(argv);
    if (code !== null) return codeAnswer(code);
  }
  if (argv.includes('--help') || argv.includes('-h') || first === 'help') {
    const { helpText } = await import('./help.js');
    const help = helpText(first === 'help' ? argv.slice(1) : argv);
    return { command: 'help', exit: 0, diagnostics: [], body: { help }, text: help };
  }
  if (argv.includes('--version')) {
    return { command: 'version', exit: 0, diagnostics: [], body: {}, text: `${TOOL.slice(TOOL.indexOf('/') + 1)}\n` };
  }
  // Nothing but Node's own parser is loaded before it is known that something changed.
  const quick = quickWords(argv);
  const quickly = quick === null ? null : interpret(quick, process.env);
  if (quickly?.value?.command === 'generate') {
    const unchanged = await answerUnchanged(quickly.value, cwd);
    if (unchanged !== null) return { ...unchanged, diagnostics: [...quickly.diagnostics, ...unchanged.diagnostics] };
  }
  // yargs reads more forms, and says better what is wrong, but takes as long to load as all of Node.
  const words = quick === null || quickly?.value === undefined ? await carefulWords(argv) : quick;
  const { value: invocation, diagnostics } = interpret(words, process.env);
  if (invocation === undefined) {
    return { command: words.positionals[0] ?? '', exit: exitCodeOf(diagnostics), diagnostics, body: {}, text: '' };
  }
  const { runCommand } = await import('./run-command.js');
  const answer = await runCommand(invocation, cwd, await textFor(invocation));
  return { ...answer, diagnostics: [...diagnostics, ...answer.diagnostics] };
};

const textFor = async ({ options }: Invocation): Promise<Uint8Array | undefined> =>
  options.document === '-' ? (await import('./standard-input.js')).readStandardInput(process.stdin) : undefined;

const faultAnswer = (fault: unknown): Answer => ({
  command: argv.find((word) => !word.startsWith('-')) ?? '',
  exit: 70,
  diagnostics: [
    report('internal-fault', undefined, {
      message: `asyncapi-guards itself failed: ${fault instanceof Error ? fault.message : String(fault)}`,
      fix: 'Run it again with --debug and report the stack, with the smallest document that shows it, at the issue tracker of asyncapi-guards.',
    }),
  ],
  body: {},
  text: '',
});

/** Looks are read from the bare words, so that a wrong call is answered in the form that it asked for. */
const statedFormat = (): Format => {
  const statements = argv.flatMap((word, index) => {
    if (word === '--format') return [argv[index + 1]];
    return word.startsWith('--format=') ? [word.slice('--format='.length)] : [];
  });
  const stated = statements.at(-1) ?? process.env['ASYNCAPI_GUARDS_FORMAT'];
  return FORMATS.find((format) => format === stated) ?? 'text';
};

const hasColour = (stream: 'stdout' | 'stderr'): boolean =>
  process[stream].isTTY && (process.env['NO_COLOR'] ?? '') === '' && !argv.includes('--no-color');

const finish = async (answer: Answer): Promise<void> => {
  const looks = { format: statedFormat(), quiet: argv.includes('--quiet'), hasColour };
  const { stdout, stderr } = await printAnswer(answer, looks, cwd);
  // A configuration module may have left something open; the answer is complete all the same.
  const end = (): void => process.exit(answer.exit);
  // A reader that has gone away, such as `head`, is no fault.
  process.stdout.on('error', end);
  const tell = (): boolean => process.stdout.write(stdout, end);
  if (stderr === '') tell();
  else process.stderr.write(stderr, tell);
};

const fail = (fault: unknown): void => {
  if (argv.includes('--debug'))
    process.stderr.write(`${fault instanceof Error ? (fault.stack ?? '') : String(fault)}\n`);
  finish(faultAnswer(fault)).catch(() => process.exit(70));
};

process.on('uncaughtException', fail);
answerTo().then(finish).catch(fail);
