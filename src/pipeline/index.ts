export { runPipeline } from './run-pipeline.js';
export type { PipelineResult } from './run-stages.js';
