export { check, type CheckResult } from './check.js';
export { explain, type ExplainOptions, type ExplainResult, type RefusedRule } from './explain.js';
export { generate, generateAnew } from './generate.js';
export type { GeneratedOutput, GenerateOptions, GenerateResult } from './generate-types.js';
export { inspect, type InspectResult } from './inspect.js';
export type { AnyOf, LevelAnswer, OperationAnswer, PolicyAnswer, RuleAnswer, ServerAnswer } from './policy-answer.js';
export type {
  OutlineAlternative,
  OutlineGroup,
  OutlineLevel,
  OutlineRoles,
  OutlineSection,
  PolicyOutline,
} from './policy-outline.js';
export { findUnchanged } from './unchanged.js';
