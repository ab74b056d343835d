import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CLI } from './built.js';
import { ratioFigure, tell, type Round } from './figure.js';
import { timeOf } from './process.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const ROUNDS = 7;
const OPERATIONS = Array.from({ length: 20 }, (_, index) => `operation${String(index)}`);
const DOCUMENT = `
asyncapi: 3.0.0
info: { title: Twenty operations, version: 1.0.0 }
servers:
  gateway: { host: gateway.acme.test, protocol: wss, security: [{ $ref: '#/components/securitySchemes/key' }] }
channels:
${OPERATIONS.map((id) => `  ${id}: { address: ${id}, messages: { m: { payload: { type: object } } } }`).join('\n')}
operations:
${OPERATIONS.map((id) => `  ${id}: { action: receive, channel: { $ref: '#/channels/${id}' } }`).join('\n')}
components: { securitySchemes: { key: { type: httpApiKey, in: header, name: X-Key } } }
`;
const PARSER = `
import { Parser } from '@asyncapi/parser';
import { readFileSync } from 'node:fs';
const { document } = await new Parser().parse(readFileSync('doc.yaml', 'utf8'), { source: process.cwd() + '/doc.yaml' });
if (document === undefined) process.exit(1);
`;
const YARGS = `
import yargs from 'yargs';
await yargs(['--help']).scriptName('x').command('generate [document]', 'g', (y) => y.option('out', { type: 'string' })).exitProcess(false).parseAsync();
`;

mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
const folder = mkdtempSync(path.join(ROOT, '.cache', 'bench-'));
try {
  writeFileSync(path.join(folder, 'doc.yaml'), DOCUMENT);
  for (const [name, text] of Object.entries({ 'parser.mjs': PARSER, 'yargs.mjs': YARGS, 'empty.mjs': '' })) {
    writeFileSync(path.join(folder, name), text);
  }
  const generate = (out: string): string[] => [
    ...[CLI, 'generate', 'doc.yaml', '--target', 'ws', '--describes', 'server'],
    ...['--out', out, '--quiet'],
  ];
  const rounds = (ours: (round: number) => string[], peer: string): Round[] =>
    Array.from({ length: ROUNDS }, (_, round) => ({
      peer: timeOf([peer], folder),
      ours: timeOf(ours(round), folder),
    }));
  const fresh = (round: number): string[] => generate(`out${String(round)}`);
  tell(
    ratioFigure('generate, 20 operations, to @asyncapi/parser alone', 1.5, rounds(fresh, 'parser.mjs'), 'ms'),
    ratioFigure(
      'generate, nothing changed, to an empty process',
      1.3,
      rounds(() => fresh(0), 'empty.mjs'),
      'ms',
    ),
    ratioFigure(
      '--help, to yargs alone',
      1.3,
      rounds(() => [CLI, 'generate', '--help'], 'yargs.mjs'),
      'ms',
    ),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
