export { documentFacts, VERSIONS } from './document-facts.js';
export type * from './facts.js';
export type * from './node.js';
export { parseYaml } from './parse-yaml.js';
export { readDocument } from './read-document.js';
export type { ReadDocument, SourceFile } from './source-file.js';
export { toJson } from './to-json.js';
export { validateDocument, type Validation } from './validate-document.js';
export { foldConsequences, foldValidation } from './fold-validation.js';
