import { policyAnswer } from '../../../src/commands/policy-answer.js';
import type { Diagnostic } from '../../../src/diagnostics/index.js';
import { documentFacts, parseYaml, readDocument, type Node } from '../../../src/document/index.js';
import { securityModel } from '../../../src/model/index.js';
import { enforcement } from '../../../src/plan/index.js';
import type { Scratch } from './scratch.js';
import { ACCESS, ENTRY, PRESET } from './tree.js';
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
  const { [ENTRY]: text = '', [ACCESS]: access, [PRESET]: preset, ...others } = files;
  const team = { opened, access, preset };
  // What is one file needs no folder; the team's files are read as they are.
  if (Object.keys(others).length === 0 && !text.includes(ENTRY)) return found({ path: '-', text, cwd: '/none' }, team);
  const folder = scratch.write({ [ENTRY]: text, ...others });
  return found({ path: `${folder}/${ENTRY}`, cwd: folder }, team);
};

/** What the team says beside a document. */
interface Team {
  readonly opened: readonly string[];
  readonly access: string | undefined;
  readonly preset: string | undefined;
}

const found = async (source: Parameters<typeof readDocument>[0], { opened, access, preset }: Team): Promise<Found> => {
  const read = await readDocument(source, { allowRefs: [] });
  const diagnostics = [...read.diagnostics];
  const named = (file: string): string => (file === source.path ? ENTRY : file.slice(source.cwd.length + 1));
  const told = (policy: unknown): Found => ({ policy, diagnostics, ...placed(diagnostics, named) });
  if (read.value === undefined) return told(null);
  const facts = documentFacts(read.value);
  diagnostics.push(...facts.diagnostics);
  if (facts.value === undefined) return told(null);
  const config = { public: [...opened] };
  const data = (name: string, written: string | undefined): Node | null => {
    if (written === undefined) return null;
    const parsed = parseYaml(`${source.cwd}/${name}`, written);
    diagnostics.push(...parsed.diagnostics);
    return parsed.value ?? null;
  };
  const root = data(PRESET, preset);
  const model = securityModel(facts.value, {
    config,
    accessControlFile: data(ACCESS, access),
    preset: root === null ? 'undefined' : { root, file: PRESET },
  });
  diagnostics.push(...model.diagnostics);
  if (model.value === undefined) return told(null);
  return told(comparable(policyAnswer(model.value, enforcement(model.value, {}).value ?? [])));
};

/** Codes and places by severity; `named` gives a file the name that it has in the document. */
export const placed = (
  diagnostics: readonly Diagnostic[],
  named: (file: string) => string = (file) => file,
): Pick<Wanted, 'errors' | 'warnings'> => {
  const of = (wanted: Diagnostic['severity']): readonly WantedError[] =>
    diagnostics
      .filter(({ severity }) => severity === wanted)
      .map(({ code, at }) => ({ code, place: at === undefined ? '' : `${named(at.file)}#${at.pointer}` }));
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
    rules: answer.rules.map(({ operation, server, status, requirements, enforcedBy, dropped }) => ({
      operation,
      server,
      status,
      requirements,
      enforcedBy,
      dropped: dropped.map(({ requirement, alternative }) => ({ requirement, alternative })),
    })),
    preset: answer.preset,
  };
};

const texts = (list: unknown): readonly string[] => (Array.isArray(list) ? list.map(String).sort() : []);
