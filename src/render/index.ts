export { lintTemplate } from './lint-template.js';
export { renderExtraFile, renderFile } from './render-file.js';
export { renderPolicy } from './render-policy.js';
export { renderRoles } from './render-roles.js';
export { renderRuntime } from './render-runtime.js';
