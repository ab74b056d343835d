export { check, type CheckedOutput, type CheckOptions, type CheckResult } from './check.js';
export { generate, generateAnew } from './generate.js';
export type { GeneratedOutput, GenerateOptions, GenerateResult } from './generate-types.js';
export { inspect, type InspectOptions, type InspectResult } from './inspect.js';
export type { AnyOf, LevelAnswer, OperationAnswer, PolicyAnswer, RuleAnswer, ServerAnswer } from './policy-answer.js';
export { isRefused, type CommandResult } from './result.js';
export { findUnchanged } from './unchanged.js';
