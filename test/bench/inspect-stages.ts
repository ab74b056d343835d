import type * as Answer from '../../src/commands/policy-answer.js';
import type * as Configuration from '../../src/config/index.js';
import type * as Stages from '../../src/pipeline/run-stages.js';
import { built } from './built.js';
import { largeDocument } from './large-document.js';

/** Prints the processor seconds that the stages of `inspect` take on a large document, without the official parser. */
const { loadSettings } = (await import(built('config/index.js'))) as typeof Configuration;
const { runStages } = (await import(built('pipeline/run-stages.js'))) as typeof Stages;
const { policyAnswer } = (await import(built('commands/policy-answer.js'))) as typeof Answer;

const { value: [settings] = [] } = await loadSettings('/', { document: '-' });
if (settings === undefined) throw new Error('There are no settings.');

const secondsFor = async (text: string): Promise<number> => {
  const start = process.cpuUsage();
  const { model, enforced } = await runStages(
    { settings, text, goal: 'policy', command: 'inspect' },
    { check: () => Promise.resolve({ errors: [] }), stop: () => undefined },
  );
  if (model === undefined || enforced === undefined) throw new Error('The document is not understood.');
  JSON.stringify(policyAnswer(model, enforced));
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};

// What loads on first use is loaded here through tsx, which costs more than the tool's own start.
await secondsFor(largeDocument(1));
console.log(await secondsFor(largeDocument(Number(process.argv[2]))));
