// Past the folder's index, which loads all that reads a document.
import { startParser } from '../document/parser-thread.js';
import type { PipelineRequest, PipelineResult } from './run-stages.js';

/** Runs the stages up to a goal, with the official parser loading from the first moment: it takes the longest. */
export const runPipeline = async (request: PipelineRequest): Promise<PipelineResult> => {
  const parser = startParser();
  try {
    const { runStages } = await import('./run-stages.js');
    return await runStages(request, parser);
  } finally {
    parser.stop();
  }
};
