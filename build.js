// Completes what tsc put into dist/, so that a run that finds nothing changed takes little longer than Node's start.
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';

import { emitsDigest } from './dist/sources/tool.js';

writeFileSync('dist/emits-digest', emitsDigest());

// Node spends a third of a millisecond on each module, so the entry is made one file of what it needs at once. Paths
// that its modules take from their own place still hold: all of them lie one folder below dist/.
await build({
  entryPoints: ['dist/cli/main.js'],
  outfile: 'dist/cli/main.js',
  allowOverwrite: true,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  packages: 'external',
  logLevel: 'warning',
  plugins: [
    {
      name: 'later-imports-stay',
      setup: ({ onResolve }) => {
        onResolve({ filter: /^\./ }, ({ kind, path }) =>
          kind === 'dynamic-import' ? { path, external: true } : undefined,
        );
      },
    },
  ],
});
