export type { FileReport } from './changes.js';
export { checkOutput, type Drift } from './check-output.js';
export { absoluteIn, digestOf, MANIFEST, replayed, type Manifest, type Stamp } from './manifest.js';
export { readManifest } from './read-manifest.js';
export { writeOutput } from './write-output.js';
