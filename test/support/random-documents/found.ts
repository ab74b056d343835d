import { policyAnswer } from '../../../src/commands/policy-answer.js';
import type { Diagnostic } from '../../../src/diagnostics/index.js';
import { documentFacts, readDocument } from '../../../src/document/index.js';
import { securityModel } from '../../../src/model/index.js';
import { enforcement } from '../../../src/plan/index.js';
import type { Scratch } from './scratch.js';
import { ENTRY } from './tree.js';
import type { Wanted, WantedError } from './wanted.js';

/** What the stages find in a document, in the form of what is wanted. Null: they give no policy. */
export interface Found extends Wanted {
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs the stages, the official parser left out, on the files of a document. */
export const foundIn = (
  files: Readonly<Record<string, string>>,
  opened: readonly string[],
  scratch: Scratch,
): Promise<Found> => {
  const { [ENTRY]: text = '', ...others } = files;
  // What is one file needs no folder.
  if (Object.keys(others).length === 0 && !text.includes(ENTRY))
    return found({ path: '-', text, cwd: '/none' }, opened);
  const folder = scratch.write(files);
  return found({ path: `${folder}/${ENTRY}`, cwd: folder }, opened);
};

const found = async (source: Parameters<typeof readDocument>[0], opened: readonly string[]): Promise<Found> => {
  const read = await readDocument(source, { allowRefs: [] });
  const diagnostics = [...read.diagnostics];
  const told = (policy: unknown): Found => ({ policy, diagnostics, ...sorted(diagnostics, source) });
  if (read.value === undefined) return told(null);
  const facts = documentFacts(read.value);
  diagnostics.push(...facts.diagnostics);
  if (facts.value === undefined) return told(null);
  const config = { public: [...opened] };
  const model = securityModel(facts.value, { config, accessControlFile: null });
  diagnostics.push(...model.diagnostics);
  if (model.value === undefined) return told(null);
  return told(comparable(policyAnswer(model.value, enforcement(model.value, {}).value ?? [])));
};

const sorted = (
  diagnostics: readonly Diagnostic[],
  { path, cwd }: Parameters<typeof readDocument>[0],
): Pick<Wanted, 'errors' | 'warnings'> => {
  const of = (severity: Diagnostic['severity']): readonly WantedError[] =>
    diagnostics
      .filter((diagnostic) => diagnostic.severity === severity)
      .map(({ code, at }) => {
        const file = at?.file === path ? ENTRY : (at?.file.slice(cwd.length + 1) ?? '');
        return { code, place: `${file}#${at?.pointer ?? ''}` };
      });
  return { errors: of('error'), warnings: of('warning') };
};

/** An answer without what may be in it or not, and with what has no order sorted. */
export const comparable = (answer: ReturnType<typeof policyAnswer>): unknown => {
  const used = new Set(
    [...Object.values(answer.servers), ...Object.values(answer.operations)].flatMap(({ security }) =>
      security.anyOf.flatMap(({ allOf }) => allOf.map(({ scheme }) => scheme)),
    ),
  );
  return {
    schemes: Object.fromEntries(
      Object.entries(answer.schemes)
        .filter(([id]) => used.has(id))
        .map(([id, scheme]) => [id, { ...scheme, aliases: texts(scheme['aliases']) }]),
    ),
    servers: answer.servers,
    operations: Object.fromEntries(
      Object.entries(answer.operations).map(([id, operation]) => [
        id,
        {
          ...operation,
          servers: texts(operation.servers),
          roles: operation.roles === null ? null : texts(operation.roles),
        },
      ]),
    ),
    // What a transport cannot carry is said elsewhere.
    rules: answer.rules.map(({ operation, server, status, requirements, enforcedBy }) => ({
      operation,
      server,
      status,
      requirements,
      enforcedBy,
    })),
  };
};

const texts = (list: unknown): readonly string[] => (Array.isArray(list) ? list.map(String).sort() : []);
