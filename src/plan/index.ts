export { documentWarnings } from './document-warnings.js';
export { enforcement, type EnforcedRule } from './enforcement.js';
export type {
  Plan,
  PlannedCall,
  PlannedFile,
  PlannedImport,
  PlannedReexport,
  RenderedFile,
  RolesFile,
  RuntimeFile,
  TemplateSource,
} from './plan.js';
export { planOutput } from './plan-output.js';
export { transportOf, type Transport } from './transport.js';
