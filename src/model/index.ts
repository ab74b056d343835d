export { securityModel } from './build-model.js';
export type { ModelOptions, NamedPreset } from './options.js';
export { PRESETS } from './presets/index.js';
export type * from './security-model.js';
