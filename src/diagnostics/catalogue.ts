import { ACCESS_CONTROL_DIAGNOSTICS } from './catalogue/access-control.js';
import { COMMAND_LINE_DIAGNOSTICS } from './catalogue/command-line.js';
import { DOCUMENT_DIAGNOSTICS } from './catalogue/document.js';
import { OUTPUT_DIAGNOSTICS } from './catalogue/output.js';
import { SCHEME_DIAGNOSTICS } from './catalogue/schemes.js';
import { SECURITY_DIAGNOSTICS } from './catalogue/security.js';
import { TEMPLATE_DIAGNOSTICS } from './catalogue/template.js';
import { TRANSPORT_DIAGNOSTICS } from './catalogue/transport.js';

/** Every diagnostic code with its title, usual severity and cause. `docs/diagnostics.md` is printed from this. */
export const CATALOGUE = {
  ...DOCUMENT_DIAGNOSTICS,
  ...SECURITY_DIAGNOSTICS,
  ...SCHEME_DIAGNOSTICS,
  ...ACCESS_CONTROL_DIAGNOSTICS,
  ...TRANSPORT_DIAGNOSTICS,
  ...TEMPLATE_DIAGNOSTICS,
  ...OUTPUT_DIAGNOSTICS,
  ...COMMAND_LINE_DIAGNOSTICS,
};

export type DiagnosticCode = keyof typeof CATALOGUE;
