import type { CatalogueEntry } from './entry.js';

/** Diagnostics about writing the output folder. */
export const OUTPUT_DIAGNOSTICS = {
  'output-not-a-folder': {
    title: 'The output folder is no folder',
    severity: 'error',
    cause: 'A file stands where the output folder, or a folder or file of it, has to be.',
  },
  'output-symlink': {
    title: 'The output holds a symbolic link',
    severity: 'error',
    cause: 'Writing through a link would change files outside the output folder.',
  },
  'output-unwritable': {
    title: 'The output folder cannot be written',
    severity: 'error',
    cause: 'The operating system refused. Nothing was changed.',
  },
  'output-edited': {
    title: 'A generated file was edited',
    severity: 'error',
    cause: 'Generating again would lose the change, and a changed guard may no longer be one.',
  },
  'output-foreign': {
    title: 'A file of somebody else is in the way',
    severity: 'error',
    cause: 'The manifest does not list the file, so it is not ours to overwrite.',
  },
  'output-path-invalid': {
    title: 'A file would be written outside the output folder',
    severity: 'error',
    cause: 'Every generated file lies inside the output folder.',
  },
  'manifest-invalid': {
    title: 'The manifest cannot be read',
    severity: 'error',
    cause: 'The manifest says which files are generated; without it none may be changed or removed.',
  },
} as const satisfies Record<string, CatalogueEntry>;
