export { explain, type Explanation } from './explain.js';
export type { StatedQuestion } from './question.js';
export { readQuestion } from './read-question.js';
