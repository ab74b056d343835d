export type { ExtraRules } from './extra-imports.js';
export { verifyExtraFile, verifyFile } from './verify-file.js';
