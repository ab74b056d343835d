import { policyOf, readAnswer } from './answer.js';
import type { Survey } from './survey.js';
import { comparisons, type Comparisons } from './comparisons.js';

/** The text of `docs/corpus.md`. */
export const corpusPage = (survey: Survey): string => {
  const documents = survey.examined.map(({ text, exit, stdout }) => {
    const answer = readAnswer(stdout);
    const errors = answer.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    const result = exit === 0 ? 'sound' : policyOf(answer) === null ? 'unread' : 'faulty';
    return { version: versionOf(text), result, errors: new Set(errors) } as const;
  });
  const rows = [...new Set(documents.map(({ version }) => version))].sort().map((version) => {
    const of = documents.filter((document) => document.version === version);
    return [version, ...counts(of)];
  });
  const { generated } = survey;
  const refused = generated.filter((one) => one.refused.length > 0);
  const compared = comparisons(survey.examined);
  return [
    HEAD,
    table(['version', ...COLUMNS], [...rows, ['all', ...counts(documents)]]),
    '## Refused by `inspect`, by code\n\nA document may have several.\n',
    table(['code', 'documents'], tally(documents.map(({ errors }) => errors))),
    GENERATED(generated.length, generated.length - refused.length),
    table(['code', 'documents'], tally(refused.map((one) => new Set(one.refused)))),
    COMPARED(compared),
  ].join('\n');
};

type Result = 'sound' | 'faulty' | 'unread';

const COLUMNS = ['documents', 'no error', 'errors, policy stated', 'errors, no policy'] as const;

const counts = (documents: readonly { readonly result: Result }[]): readonly string[] =>
  [
    documents.length,
    ...(['sound', 'faulty', 'unread'] as const).map(
      (result) => documents.filter((document) => document.result === result).length,
    ),
  ].map(String);

const tally = (sets: readonly ReadonlySet<string>[]): readonly (readonly string[])[] =>
  [...new Set(sets.flatMap((set) => [...set]))]
    .map((code) => [code, sets.filter((set) => set.has(code)).length] as const)
    .sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
    .map(([code, count]) => [`[${code}](diagnostics.md#${code})`, String(count)]);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((cell, column) => Math.max(cell.length, 3, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return `${[line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')}\n`;
};

const versionOf = (text: string): string => /"?asyncapi"?\s*:\s*['"]?([\w.-]+)/u.exec(text)?.[1] ?? 'none stated';

const HEAD = `# Documents that other people wrote

What \`asyncapi-guards\` makes of the documents with a \`security\` or \`securitySchemes\` in public repositories of AsyncAPI and
its tools: examples, templates' tests, and the deliberately wrong ones of its compatibility kit. They are not ours to pass
on and not in this repository, so only their numbers stand here. \`npm run corpus\` writes this page from \`../shared/corpus\`, and with
\`CORPUS=folder\` prints it for other documents; \`CORPUS=folder node --import tsx --test test/corpus/corpus.test.ts\` puts these
through the same tests.

"Errors, policy stated": what each operation demands is still said exactly, beside the errors.
"Errors, no policy": a requirement itself cannot be read.
`;

const GENERATED = (asked: number, made: number): string => `## Generated

Of ${String(asked)} documents without an error, ${String(made)} give an output folder (kafkajs for Kafka, ws for WebSocket, \`--describes server\`).
All of these compile with every strict flag, and \`check\` finds each current. The others are refused:
`;

const COMPARED = ({
  documents,
  operations,
  withoutModel,
  withoutPolicy,
}: Comparisons): string => `## Compared with the models of the official parser

The policies of ${String(documents)} documents with ${String(operations)} operations say what the parser's models say: servers and their protocols, operations
with their actions, addresses and servers, each level's alternatives in their order, with their scopes and the fields of
their schemes. Each document is read twice for this: by the parser's own YAML reader, and by ours. Left out are
${String(withoutPolicy)} documents without a policy, and ${String(withoutModel.length)} of which the parser makes no model that can be walked.
`;
