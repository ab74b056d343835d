export { lintTemplate } from './lint-template.js';
export { renderExtraFile, renderFile, type RenderFrame } from './render-file.js';
export type { PrintFrame } from './print-frame.js';
export { renderPolicy } from './render-policy.js';
export { renderRoles } from './render-roles.js';
export { renderRuntime } from './render-runtime.js';
