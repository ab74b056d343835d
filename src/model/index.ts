export { securityModel } from './build-model.js';
export type { ModelOptions } from './options.js';
export type * from './security-model.js';
