import { diagnosticsPage } from './diagnostics-page.js';

process.stdout.write(diagnosticsPage());
