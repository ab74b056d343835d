export { enforcement, type DroppedAlternative, type EnforcedRule, type Enforcer } from './enforcement.js';
export type {
  Plan,
  PlannedCall,
  PlannedFile,
  PlannedImport,
  PlannedReexport,
  RenderedFile,
  RolesFile,
  RuntimeEntry,
  RuntimeFile,
  TemplateSource,
} from './plan.js';
export { planOutput, type PlanOptions } from './plan-output.js';
export { transportOf, type Transport } from './transport.js';
export { transportWarnings } from './transport-warnings.js';
