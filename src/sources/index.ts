export { loadTemplates, type Templates } from './templates.js';
export { emitsDigest, readFolder, RUNTIME, TOOL } from './tool.js';
