export { operationContext } from './contexts.js';
export { confusableNames } from './confusable-names.js';
export { documentWarnings } from './document-warnings.js';
export { enforcement, type EnforcedRule } from './enforcement.js';
export { policyAlternative } from './guarded-server.js';
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
export { planFindings, planOutput, type PlanOptions } from './plan-output.js';
export { rolesPolicy } from './policy.js';
export { ownLevelOf, serverLevelOf } from './rule-levels.js';
export { ANY_SERVER } from './server-plan.js';
export { transportOf, type Transport } from './transport.js';
export { unguarded, type Unguarded } from './unguarded.js';
