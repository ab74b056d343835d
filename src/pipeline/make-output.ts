import type { Settings } from '../config/index.js';
import { hasErrors, report, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import type { Plan, PlannedFile, RenderedFile, TemplateSource } from '../plan/index.js';
import {
  lintTemplate,
  renderExtraFile,
  renderFile,
  renderPolicy,
  renderRoles,
  renderRuntime,
} from '../render/index.js';
import { loadTemplates, readFolder, RUNTIME, type Templates } from '../sources/index.js';
import { verifyExtraFile, verifyFile } from '../verify/index.js';

/** Renders and proves every file of a plan. */
export const makeOutput = async (
  plan: Plan,
  templateSettings: Settings['templates'],
): Promise<Outcome<readonly RenderedFile[]>> => {
  const templates = await loadTemplates(templateSettings?.folder ?? null, templateSettings?.at ?? undefined);
  if (templates.value === undefined) return { diagnostics: templates.diagnostics };
  const sources = templates.value;
  const lint = teamTemplates(sources).flatMap((template) => lintTemplate(template));
  if (hasErrors(lint)) return { diagnostics: lint };

  const outcomes: Outcome<RenderedFile>[] = [];
  for (const file of plan.files) outcomes.push(await plannedFile(file, sources, plan.banner));
  const siblings = plan.files.map((file) => file.path);
  for (const template of sources.extra) {
    outcomes.push(await extraFile(template, plan, sources, { packages: templateSettings?.packages ?? [], siblings }));
  }
  const diagnostics: Diagnostic[] = [...lint, ...outcomes.flatMap((outcome) => outcome.diagnostics)];
  if (hasErrors(diagnostics)) return { diagnostics };

  const runtime = readFolder(RUNTIME, '.ts');
  const files = [
    renderPolicy(plan.policy, plan),
    renderRoles(plan.rolesFile, plan),
    ...outcomes.flatMap((outcome) => (outcome.value === undefined ? [] : [outcome.value])),
    ...renderRuntime(plan.runtime, runtime, plan),
  ];
  return { value: files, diagnostics };
};

const teamTemplates = ({ files, partials, extra }: Templates): readonly TemplateSource[] =>
  [...files.values(), ...partials.values(), ...extra].filter((template) => template.origin === 'team');

const plannedFile = async (file: PlannedFile, templates: Templates, banner: string): Promise<Outcome<RenderedFile>> => {
  const template = templates.files.get(file.template);
  // The tool ships a template for each file that it plans; this is a fault of ours, not of the document.
  if (template === undefined) throw new Error(`There is no template ${file.template}.`);
  const draft = renderFile(file, template, { banner, partials: [...templates.partials.values()] });
  if (draft.value === undefined) return { diagnostics: draft.diagnostics };
  const verified = await verifyFile(draft.value, file);
  return { ...verified, diagnostics: [...draft.diagnostics, ...verified.diagnostics] };
};

/** A file of the team's own sees the views of all planned files, by the name of their template. */
const extraFile = async (
  template: TemplateSource,
  plan: Plan,
  templates: Templates,
  allowed: { readonly packages: readonly string[]; readonly siblings: readonly string[] },
): Promise<Outcome<RenderedFile>> => {
  const view = Object.fromEntries(plan.files.map((planned) => [planned.template, planned.view]));
  const frame = { banner: plan.banner, partials: [...templates.partials.values()] };
  const draft = renderExtraFile({ path: `${template.name}.ts`, view }, template, frame);
  if (draft.value === undefined) return { diagnostics: draft.diagnostics };
  const verified = await verifyExtraFile(draft.value, allowed);
  const unproved = report('extra-file-unproved', template.at, {
    message: `${template.name}.ts is a file of your own: its imports and printed values were checked, nothing else about it is proved.`,
    fix: 'Nothing to do; review it as you review the rest of your app.',
  });
  return { ...verified, diagnostics: [...draft.diagnostics, ...verified.diagnostics, unproved] };
};
