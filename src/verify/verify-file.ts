import type { ts } from 'ts-morph';
import type { Outcome } from '../diagnostics/index.js';
import type { DraftFile, PlannedFile, RenderedFile } from '../plan/plan.js';
import { commentsOf } from './comments.js';
import { firstDifference } from './compare-trees.js';
import { extraImports, type ExtraRules } from './extra-imports.js';
import { reportFaults, type Fault } from './fault.js';
import { fill, type FilledText } from './fill.js';
import { checkFile } from './grammar/check-file.js';
import { placePlaceholders } from './placeholders.js';
import { hiddenCharacters } from './text-rules.js';
import { loadTypeScript, parse, syntaxFault, type TypeScript } from './typescript.js';

/** Puts the values into a planned file and proves that its text does what the plan says, and nothing else. */
export const verifyFile = (draft: DraftFile, file: PlannedFile): Promise<Outcome<RenderedFile>> =>
  verify(draft, (ts, source) => checkFile(ts, source, file));

/** Puts the values into a file of the team's own; only its placeholders and imports are checked. */
export const verifyExtraFile = (draft: DraftFile, rules: ExtraRules): Promise<Outcome<RenderedFile>> =>
  verify(draft, (ts, source) => extraImports(ts, source, rules));

type Check = (ts: TypeScript, source: ts.SourceFile) => readonly Fault[];

const verify = async (draft: DraftFile, check: Check): Promise<Outcome<RenderedFile>> => {
  const ts = await loadTypeScript();
  const { faults, filled } = fillChecked(ts, draft);
  if (filled === null) return { diagnostics: reportFaults(draft, faults) };
  const { text, source } = filled;
  const found = check(ts, source).map((fault) => ({ ...fault, at: text.draftOffset(fault.at) }));
  return found.length > 0
    ? { diagnostics: reportFaults(draft, found) }
    : { value: { path: draft.path, text: text.text }, diagnostics: [] };
};

interface Filling {
  readonly faults: readonly Fault[];
  /** Null where there are faults. */
  readonly filled: { readonly text: FilledText; readonly source: ts.SourceFile } | null;
}

const refused = (...faults: readonly Fault[]): Filling => ({ faults, filled: null });

const fillChecked = (ts: TypeScript, draft: DraftFile): Filling => {
  const hidden = hiddenCharacters(draft.text);
  if (hidden.length > 0) return refused(...hidden);
  const drafted = parse(ts, draft.text);
  const broken = syntaxFault(ts, drafted);
  if (broken !== null) return refused(unreadable(broken));
  const { placed, faults } = placePlaceholders(ts, drafted, commentsOf(ts, drafted), draft);
  if (faults.length > 0) return refused(...faults);

  const text = fill(draft.text, placed);
  const source = parse(ts, text.text);
  const changed = syntaxFault(ts, source)?.at ?? firstDifference(ts, drafted, source, text);
  return changed === null ? { faults: [], filled: { text, source } } : refused(reread(text.draftOffset(changed)));
};

const unreadable = ({ at, message }: { readonly at: number; readonly message: string }): Fault => ({
  code: 'template-output-syntax',
  at,
  message: `the rendered text is not TypeScript: ${message}`,
  fix: 'Correct the template here; render it with asyncapi-guards generate --dry-run.',
});

const reread = (at: number): Fault => ({
  code: 'template-placeholder-misplaced',
  at,
  message: 'with the values put in, the text reads differently from the template.',
  fix: 'Print values only as expressions, literal types, names of properties, or text of a /** … */ comment.',
});
