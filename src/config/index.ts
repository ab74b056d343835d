export type { AccessControl, Config, RoleConfig, SchemeConfig, ServerConfig, Side, Target } from './config.js';
export { DESCRIBES, SIDES, TARGETS } from './config-shape.js';
export { defineConfig } from './define-config.js';
export { optionsDigest } from './options-digest.js';
export { packageTargets, targetsOf } from './package-targets.js';
export { readNamedPreset, type FoundPreset } from './read-preset.js';
export { loadSettings, readAccessControl, type RunOptions, type Settings } from './settings.js';
