import type { Diagnostic, DiagnosticCode, Place } from '../diagnostics/index.js';
import type { Rule, SecurityModel } from '../model/index.js';

/** The errors that refuse the rules of the operation that they are about. */
const OF_OPERATION: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'security-emptied',
  'public-conflict',
  'operation-without-security',
  'operation-without-roles',
  'access-control-misplaced',
  'context-not-fixed',
  'actor-missing',
  'actor-ambiguous',
]);

/** The errors for which every operation without security is refused, told once. */
const OF_DOCUMENT: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>(['schemes-unapplied', 'security-misplaced']);

/** Says for which errors a rule is refused: those that name a place of the operation or of its levels. */
export const refusalCodes = (
  { operations, servers }: SecurityModel,
  diagnostics: readonly Diagnostic[],
): ((rule: Rule) => readonly DiagnosticCode[]) => {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const ofOperation = errors.filter(({ code }) => OF_OPERATION.has(code));
  const ofDocument = unique(errors.filter(({ code }) => OF_DOCUMENT.has(code)));
  const places = new Map(operations.map(({ id, at, security }) => [id, [at, security.at]]));
  const levels = new Map(servers.map(({ id, security }) => [id, security.at]));
  return (rule) => {
    const own = [
      ...(places.get(rule.operation) ?? []),
      ...(rule.server === null ? [] : [levels.get(rule.server)]),
      ...rule.requirements.flatMap(({ anyOf }) => anyOf.map(({ at }) => at)),
    ].flatMap((place) => place ?? []);
    const found = ofOperation.filter(({ at, also = [] }) =>
      [...(at === undefined ? [] : [at]), ...also].some((place) => own.some((outer) => contains(outer, place))),
    );
    return found.length > 0 ? unique(found) : ofDocument;
  };
};

const contains = (outer: Place, inner: Place): boolean =>
  outer.file === inner.file && (inner.pointer === outer.pointer || inner.pointer.startsWith(`${outer.pointer}/`));

const unique = (diagnostics: readonly Diagnostic[]): readonly DiagnosticCode[] => [
  ...new Set(diagnostics.map(({ code }) => code)),
];
