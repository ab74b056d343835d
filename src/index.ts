export { check, type CheckedOutput, type CheckOptions, type CheckResult } from './commands/check.js';
export { explain, type ExplainOptions, type ExplainResult, type RefusedRule } from './commands/explain.js';
export { generate } from './commands/generate.js';
export type { GeneratedOutput, GenerateOptions, GenerateResult } from './commands/generate-types.js';
export { inspect, type InspectOptions, type InspectResult } from './commands/inspect.js';
export type {
  AnyOf,
  LevelAnswer,
  OperationAnswer,
  PolicyAnswer,
  RuleAnswer,
  ServerAnswer,
} from './commands/policy-answer.js';
export { defineConfig } from './config/define-config.js';
export type {
  AccessControl,
  Config,
  RoleConfig,
  RunOptions,
  SchemeConfig,
  ServerConfig,
  Side,
  Target,
} from './config/index.js';
export type { Diagnostic, DiagnosticCode, Place, Position, Range, Severity } from './diagnostics/index.js';
export type { Explanation, StatedQuestion } from './explain/index.js';
export type { Drift, FileReport } from './write/index.js';
