export { runPipeline, type PipelineRequest, type PipelineResult } from './run-pipeline.js';
