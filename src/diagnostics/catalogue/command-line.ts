import type { CatalogueEntry } from './entry.js';

/** Diagnostics about calls of the command line and configuration files. */
export const COMMAND_LINE_DIAGNOSTICS = {
  'command-unknown': {
    title: 'No such command',
    severity: 'error',
    cause: 'The first word of a call names the command.',
  },
  'option-unknown': {
    title: 'No such option',
    severity: 'error',
    cause: 'The command takes no option of this name, so the call would not do what it says.',
  },
  'option-invalid': {
    title: 'An option has a wrong value',
    severity: 'error',
    cause: 'The option is given without a value, twice, or with a value that it does not take.',
  },
  'environment-unknown': {
    title: 'An environment variable is not read',
    severity: 'warning',
    cause: 'Variables that begin with ASYNCAPI_GUARDS_ are options; this one names none, so it has no effect.',
  },
  'document-missing': {
    title: 'No document is named',
    severity: 'error',
    cause: 'The document comes from the call, else from the configuration, else from the only asyncapi.* file here.',
  },
  'question-invalid': {
    title: 'A question cannot be answered',
    severity: 'error',
    cause:
      'explain is asked in the names of the document: what the document does not have can be neither proved nor granted.',
  },
  'expectation-failed': {
    title: 'The answer is not the expected one',
    severity: 'error',
    cause: 'The call says with --expect what the answer has to be, so that a script fails where it is another.',
  },
  'target-missing': {
    title: 'No client library is chosen',
    severity: 'error',
    cause: 'The code for a server stands on one client library. Neither options nor package.json say which.',
  },
  'config-ambiguous': {
    title: 'Two configuration files',
    severity: 'error',
    cause: 'With two configuration files in one folder, nobody could tell which one counts.',
  },
  'config-not-read': {
    title: 'A file that looks like the configuration',
    severity: 'warning',
    cause: 'A configuration file of another name is not found, so that nothing that it says holds.',
  },
  'config-unreadable': {
    title: 'A file of the configuration cannot be read',
    severity: 'error',
    cause: 'The configuration, or a file that it names, is missing, unreadable or faulty.',
  },
  'config-key-unknown': {
    title: 'No such configuration key',
    severity: 'error',
    cause: 'A key that nothing reads is a setting that silently does not hold.',
  },
  'config-value-invalid': {
    title: 'A configuration value is wrong',
    severity: 'error',
    cause: 'The value is of another type than its key takes, or none of the values that it takes.',
  },
  'internal-fault': {
    title: 'A fault of asyncapi-guards',
    severity: 'error',
    cause: 'The tool itself failed. Nothing was written.',
  },
} as const satisfies Record<string, CatalogueEntry>;
