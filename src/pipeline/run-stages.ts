import { readAccessControl, type Config, type FoundPreset, type Settings, type Target } from '../config/index.js';
import { hasErrors, OUTSIDE_SECURITY, type Diagnostic, type Outcome } from '../diagnostics/index.js';
import {
  documentFacts,
  foldConsequences,
  foldValidation,
  onceEach,
  readDocument,
  validateDocument,
  type ReadDocument,
  type StandardInput,
} from '../document/index.js';
import type { ParserThread } from '../document/parser-thread.js';
import { securityModel, type SecurityModel } from '../model/index.js';
import {
  confusableNames,
  documentWarnings,
  enforcement,
  planFindings,
  planOutput,
  unguarded,
  type EnforcedRule,
  type Plan,
  type PlanOptions,
  type RenderedFile,
  type Unguarded,
} from '../plan/index.js';
import { chooseTargets, usualTargets } from './choose-targets.js';
import { makeOutput } from './make-output.js';
import { namedPreset, presetOf } from './preset.js';
import { lowered } from './severities.js';

/** One document's way through the stages. */
export interface PipelineRequest {
  readonly settings: Settings;
  /** The document's text, where it comes from standard input. */
  readonly text?: StandardInput;
  /** `policy` ends after the model and says who enforces what; `output` goes on to the verified files. */
  readonly goal: 'policy' | 'output';
  /** Who asks: a fix repeats the call. */
  readonly command: 'generate' | 'check' | 'inspect';
}

/** What became of it. Later parts are absent where a stage could not make them. */
export interface PipelineResult {
  readonly read?: ReadDocument;
  /** Bytes by absolute path of the files in which a preset was found. */
  readonly presetFiles?: FoundPreset['inputs'];
  readonly model?: SecurityModel;
  readonly enforced?: readonly EnforcedRule[];
  readonly unguarded?: Unguarded;
  readonly plan?: Plan;
  readonly files?: readonly RenderedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs the stages up to a goal. The official schema's check runs beside them and is joined at the end. */
export const runStages = async (request: PipelineRequest, parser: ParserThread): Promise<PipelineResult> => {
  const { settings, text } = request;
  const read = await readDocument(
    {
      path: settings.config.document,
      cwd: settings.cwd,
      ...(text === undefined ? {} : { text }),
      ...(settings.documentAt === null ? {} : { namedAt: settings.documentAt }),
    },
    { allowRefs: settings.config.allowRefs ?? [], offline: request.command === 'check' },
  );
  if (read.value === undefined) return { diagnostics: read.diagnostics };
  const validation = validateDocument(read.value, { parser });
  try {
    const made = await makeParts(read.value, read.diagnostics, request);
    // What is refused for its size is too much for the parser as well.
    if (made.diagnostics.some(({ code }) => code === 'document-limit')) validation.stop();
    const verdict = await validation.verdict;
    const invalid = forgiven(foldValidation(read.value, verdict.diagnostics, made.diagnostics), settings.config);
    return {
      read: read.value,
      ...made,
      diagnostics: [...foldConsequences(read.value, made.diagnostics, invalid), ...onceEach(invalid)],
    };
  } finally {
    validation.stop();
  }
};

const makeParts = async (
  read: ReadDocument,
  found: readonly Diagnostic[],
  { settings, goal, command }: PipelineRequest,
): Promise<PipelineResult> => {
  const accessControl = await readAccessControl(settings.accessControl);
  const facts = documentFacts(read);
  const misread = [...found, ...accessControl.diagnostics, ...facts.diagnostics];
  if (facts.value === undefined || accessControl.value === undefined) return { diagnostics: misread };
  const preset = await presetOf(facts.value, accessControl.value, settings);
  const before = [...misread, ...preset.diagnostics];
  const understood = securityModel(facts.value, {
    config: settings.config,
    configPlaces: settings.configPlaces,
    accessControlFile: accessControl.value,
    preset: namedPreset(preset.value, read.folder),
  });
  if (understood.value === undefined) return { diagnostics: [...before, ...understood.diagnostics] };
  const model = understood.value;
  const enforced = enforcement(model, settings.config);
  const warnings = [
    ...documentWarnings(model, enforced.value ?? [], settings.config),
    ...(await confusableNames(model)),
  ];
  const own = forgiven([...before, ...understood.diagnostics, ...warnings], settings.config);
  const parts =
    goal === 'policy'
      ? policyParts(model, settings, enforced, hasErrors(own))
      : await outputParts(model, { settings, command }, hasErrors(own));
  const presetFiles = preset.value?.inputs ?? new Map<string, Uint8Array>();
  return { ...parts, presetFiles, model, diagnostics: eachTransportOnce([...own, ...parts.diagnostics]) };
};

/** Of a protocol without TLS the warning says enough, also to a team that has silenced it: what our clients do about it follows. */
const eachTransportOnce = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => {
  const warned = new Set(diagnostics.filter(({ code }) => code === 'plaintext-transport').map(({ at }) => at?.pointer));
  return diagnostics.filter(({ code, at }) => code !== 'tls-assumed' || !warned.has(at?.pointer));
};

/** Transport refuses `generate` only: here its errors are warnings. */
const policyParts = (
  model: SecurityModel,
  settings: Settings,
  enforced: Outcome<readonly EnforcedRule[]>,
  refused: boolean,
): PipelineResult => {
  const found = refused ? [] : planFindings(model, planOptions(settings, usualTargets(model)));
  const transport = [...enforced.diagnostics, ...found];
  return {
    ...(enforced.value === undefined ? {} : { enforced: enforced.value }),
    unguarded: unguarded(model, settings.config),
    diagnostics: lowered(transport),
  };
};

const outputParts = async (
  model: SecurityModel,
  { settings, command }: Pick<PipelineRequest, 'settings' | 'command'>,
  refused: boolean,
): Promise<PipelineResult> => {
  if (refused) return { diagnostics: [] };
  const targets = chooseTargets(model, settings, command);
  if (targets.value === undefined) return { diagnostics: targets.diagnostics };
  const planned = planOutput(model, planOptions(settings, targets.value));
  if (planned.value === undefined || hasErrors(planned.diagnostics)) return { diagnostics: planned.diagnostics };
  const output = await makeOutput(planned.value, settings.templates);
  return {
    plan: planned.value,
    ...(output.value === undefined ? {} : { files: output.value }),
    diagnostics: [...planned.diagnostics, ...output.diagnostics],
  };
};

/** One that hides security leaves no model, and still refuses. */
const forgiven = (diagnostics: readonly Diagnostic[], config: Config): readonly Diagnostic[] =>
  config.allowInvalidDocument === true ? lowered(diagnostics, OUTSIDE_SECURITY) : diagnostics;

/** First line of each emitted file. Neither version nor path: the same input gives the same bytes everywhere. */
const BANNER = 'Generated by asyncapi-guards. Do not edit.';

const planOptions = ({ config, configPlaces, describes }: Settings, targets: readonly Target[]): PlanOptions => ({
  config,
  configPlaces,
  targets,
  side: config.side ?? 'application',
  banner: BANNER,
  ...(describes === null ? {} : { describes }),
  ...(config.messages === undefined ? {} : { messages: config.messages }),
});
