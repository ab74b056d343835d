export { documentFacts, VERSIONS } from './document-facts.js';
export type * from './facts.js';
export { LIMITS } from './limits.js';
export type * from './node.js';
export { parseYaml } from './parse-yaml.js';
export { pointerSegments, pointerTo, relativePointer } from './pointer.js';
export { readDocument, type DocumentSource, type ReadOptions } from './read-document.js';
export type { ReadDocument, SourceFile } from './source-file.js';
export { toJson } from './to-json.js';
