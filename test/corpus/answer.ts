/** The answer of `inspect --format json`, as the contract describes it. */
export interface InspectAnswer extends Partial<PolicyPart> {
  readonly contract: number;
  readonly command: string;
  readonly diagnostics: readonly AnsweredDiagnostic[];
}

export interface PolicyPart {
  readonly document: { readonly asyncapi: string };
  readonly schemes: Readonly<
    Record<string, Readonly<Record<string, unknown>> & { readonly aliases: readonly string[] }>
  >;
  readonly servers: Readonly<Record<string, { readonly protocol: string; readonly security: Level }>>;
  readonly operations: Readonly<Record<string, AnsweredOperation>>;
  readonly rules: readonly AnsweredRule[];
}

export interface AnsweredOperation {
  readonly action: string;
  readonly address: string | null;
  readonly servers: readonly string[];
  readonly security: Level;
}

export interface AnsweredRule {
  readonly operation: string;
  readonly server: string | null;
  readonly status: string;
  readonly requirements: readonly AnyOf[];
  readonly enforcedBy: readonly string[];
}

export interface Level {
  readonly state: string;
  readonly anyOf: AnyOf;
}

export type AnyOf = readonly {
  readonly allOf: readonly { readonly scheme: string; readonly scopes: readonly string[] }[];
}[];

export interface AnsweredPlace {
  readonly file: string;
  readonly pointer: string;
  readonly range: { readonly start: AnsweredPosition; readonly end: AnsweredPosition };
}

export interface AnsweredPosition {
  readonly line: number;
  readonly column: number;
}

export interface AnsweredDiagnostic extends Partial<AnsweredPlace> {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly fix: string;
  readonly also?: readonly AnsweredPlace[];
}

const POLICY_KEYS = ['document', 'schemes', 'servers', 'operations', 'rules'] as const;

/** Reads an answer; throws where it is not one JSON object. */
export const readAnswer = (stdout: string): InspectAnswer => JSON.parse(stdout) as InspectAnswer;

/** The policy of an answer: all of its keys or none. */
export const policyOf = (answer: InspectAnswer): PolicyPart | null => {
  const { document, schemes, servers, operations, rules } = answer;
  if (document && schemes && servers && operations && rules) return { document, schemes, servers, operations, rules };
  const some = POLICY_KEYS.filter((key) => answer[key] !== undefined);
  if (some.length > 0) throw new Error(`half a policy: ${some.join(', ')}`);
  return null;
};
