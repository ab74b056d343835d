import assert from 'node:assert/strict';
import type { Diagnostic, Outcome } from '../../src/diagnostics/index.js';
import { documentFacts, readDocument } from '../../src/document/index.js';
import { securityModel } from '../../src/model/index.js';
import { planOutput, type Plan, type RenderedFile } from '../../src/plan/index.js';
import { renderFile, renderPolicy, renderRoles } from '../../src/render/index.js';
import { loadTemplates, type Templates } from '../../src/sources/index.js';
import { verifyFile } from '../../src/verify/index.js';

/** What came of a document: its planned files, where it is not refused. */
export interface Emission {
  readonly diagnostics: readonly Diagnostic[];
  readonly plan?: Plan;
  readonly files?: readonly RenderedFile[];
}

/** Runs the stages without the official parser, which would take a second a document. */
export const emit = async (text: string, messages?: string): Promise<Emission> => {
  const { value: plan, diagnostics } = await planned(text, messages);
  if (plan === undefined || errorsOf(diagnostics).length > 0) return { diagnostics };
  const output = await print(plan);
  const found = [...diagnostics, ...output.diagnostics];
  return { diagnostics: found, ...(errorsOf(found).length > 0 ? {} : { plan, files: output.value ?? [] }) };
};

/** Runs the stages up to the plan: what refuses a document refuses it here. */
export const planned = async (text: string, messages?: string): Promise<Outcome<Plan>> => {
  const read = await readDocument({ path: '-', text, cwd: '/nowhere' }, { allowRefs: [] });
  if (read.value === undefined) return { diagnostics: read.diagnostics };
  const facts = documentFacts(read.value);
  const found = [...read.diagnostics, ...facts.diagnostics];
  if (facts.value === undefined) return { diagnostics: found };
  const model = securityModel(facts.value, { config: {}, accessControlFile: null });
  found.push(...model.diagnostics);
  if (model.value === undefined || errorsOf(found).length > 0) return { diagnostics: found };
  const plan = planOutput(model.value, {
    config: { document: '-' },
    targets: ['ws', 'kafkajs'],
    side: 'both',
    describes: 'server',
    banner: 'Generated.',
    ...(messages === undefined ? {} : { messages }),
  });
  return { ...plan, diagnostics: [...found, ...plan.diagnostics] };
};

let sources: Templates | undefined;

/** The files that depend on the document, rendered and proved. */
const print = async (plan: Plan): Promise<Outcome<readonly RenderedFile[]>> => {
  const templates = (sources ??= (await loadTemplates(null)).value) ?? assert.fail('there are no templates');
  const partials = [...templates.partials.values()];
  const files: RenderedFile[] = [renderPolicy(plan.policy, plan), renderRoles(plan.rolesFile, plan)];
  const diagnostics: Diagnostic[] = [];
  for (const file of plan.files) {
    const template = templates.files.get(file.template) ?? assert.fail(file.template);
    const draft = renderFile(file, template, { banner: plan.banner, partials });
    diagnostics.push(...draft.diagnostics);
    if (draft.value === undefined) continue;
    const verified = await verifyFile(draft.value, file);
    diagnostics.push(...verified.diagnostics);
    if (verified.value !== undefined) files.push(verified.value);
  }
  return { value: files, diagnostics };
};

export const errorsOf = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 'error');
