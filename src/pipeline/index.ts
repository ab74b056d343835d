export { runPipeline } from './run-pipeline.js';
