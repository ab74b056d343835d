export { verifyExtraFile, verifyFile } from './verify-file.js';
