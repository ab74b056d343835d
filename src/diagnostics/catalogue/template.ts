import type { CatalogueEntry } from './entry.js';

/** Diagnostics about templates and the text they render. */
export const TEMPLATE_DIAGNOSTICS = {
  'template-syntax': {
    title: 'A template cannot be read',
    severity: 'error',
    cause: 'The file is no Handlebars template, so nothing can be rendered from it.',
  },
  'template-character': {
    title: 'A template holds an invisible or direction-changing character',
    severity: 'error',
    cause:
      'Control characters, Unicode line ends and bidirectional marks make text read differently from what it does.',
  },
  'template-raw-output': {
    title: 'A template prints a value without a print helper',
    severity: 'error',
    cause: 'A value that reaches the output raw can become code. Only str, ident, json and doc print values.',
  },
  'template-expression-refused': {
    title: 'A template uses an expression that is not offered',
    severity: 'error',
    cause:
      'Templates print and decide nothing: they have the print helpers, import, and the blocks each, if, unless, with.',
  },
  'template-partial-unknown': {
    title: 'A template includes a partial that does not exist',
    severity: 'error',
    cause: 'Partials are found by name in the partials folders of the built-in and of the team’s templates.',
  },
  'template-view-key': {
    title: 'A template asks for a value that its view does not have',
    severity: 'error',
    cause: 'A misspelt name would silently print nothing, and with it drop a server, an operation or a role.',
  },
  'template-value-unfit': {
    title: 'A print helper was given a value that it cannot print',
    severity: 'error',
    cause: 'str and doc print strings, ident prints names that are valid identifiers, json prints plain data.',
  },
  'template-import-unplanned': {
    title: 'A template imports something that is not planned for its file',
    severity: 'error',
    cause: 'A generated file may import only what its plan lists; anything else could carry code that nobody checks.',
  },
  'template-output-syntax': {
    title: 'A rendered file is not valid TypeScript',
    severity: 'error',
    cause: 'The text that the template renders does not parse, so nothing about it can be checked.',
  },
  'template-placeholder-misplaced': {
    title: 'A template prints a value where it could become code',
    severity: 'error',
    cause:
      'A printed value must be one literal, one identifier, or text in a block comment. Inside quotes, line comments, module names or names of members it could end what surrounds it.',
  },
  'template-identifier-taken': {
    title: 'A template declares a name that the file already uses',
    severity: 'error',
    cause: 'A declaration named after a value of the document could capture a use of the same name elsewhere.',
  },
  'template-statement-refused': {
    title: 'A rendered file holds a statement that is not allowed',
    severity: 'error',
    cause:
      'A generated file holds imports, types, and exported constants that call planned factories. Nothing else runs.',
  },
  'template-value-refused': {
    title: 'A rendered file holds an expression that is not allowed',
    severity: 'error',
    cause:
      'Exported constants are built of object literals, plain data and arrow functions whose body is one planned call. Conditions, blocks and other calls could weaken the policy.',
  },
  'template-call-refused': {
    title: 'A rendered file makes a call that is not planned',
    severity: 'error',
    cause:
      'Only the planned factories may be called, with POLICY, the planned literals and the function’s own parameters.',
  },
  'template-server-swapped': {
    title: 'A rendered file puts one server’s guard under another server’s name',
    severity: 'error',
    cause: 'Whoever uses the name of one server would be judged by the rules of another.',
  },
  'template-type-refused': {
    title: 'A rendered file holds a type that is not allowed',
    severity: 'error',
    cause: 'any, import types and types from outside the plan would switch off the checks that the types carry.',
  },
  'template-comment-refused': {
    title: 'A rendered file holds a comment that gives orders to a tool',
    severity: 'error',
    cause: 'Comments that switch off the compiler or the linter, or that name other files, hide what the file does.',
  },
  'template-export-missing': {
    title: 'A rendered file lacks a planned export',
    severity: 'error',
    cause: 'The rest of the folder and the app import this name.',
  },
  'template-call-missing': {
    title: 'A rendered file lacks a planned call',
    severity: 'error',
    cause: 'Without it a server of the document would have no guard, and nobody would notice.',
  },
  'template-folder-missing': {
    title: 'The template folder is missing',
    severity: 'error',
    cause: 'The configuration or the call names a folder of templates that does not exist.',
  },
  'template-not-overridable': {
    title: 'This file has no template',
    severity: 'error',
    cause:
      'The policy, the role map and the runtime are printed from the document alone, so that no template can weaken them.',
  },
  'extra-file-unproved': {
    title: 'A file of your own',
    severity: 'info',
    cause:
      'Only the files that the tool plans fit a grammar that keeps the policy whole; an extra file is code of the app.',
  },
} as const satisfies Record<string, CatalogueEntry>;
