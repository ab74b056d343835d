import { CATALOGUE, report, SOMETIMES_WARNINGS, type Diagnostic, type DiagnosticCode } from '../diagnostics/index.js';
import type { ConfigEntry } from './load-config.js';

/** Refuses to silence what is always an error: nothing would come of it. */
export const uselessSilence = ({ config, places }: ConfigEntry): readonly Diagnostic[] =>
  (config.silence ?? []).flatMap((code, index) =>
    isAlwaysError(code)
      ? [
          report('config-value-invalid', places.get(JSON.stringify(['silence', index])), {
            message: `"silence[${String(index)}]" is ${JSON.stringify(code)}, which is an error: only warnings and hints can be silenced.`,
            fix: `Remove it here, and correct what it tells: \`asyncapi-guards --help-code ${code}\`.`,
          }),
        ]
      : [],
  );

const isAlwaysError = (code: string): boolean =>
  isCode(code) && CATALOGUE[code].severity === 'error' && !SOMETIMES_WARNINGS.has(code);

const isCode = (code: string): code is DiagnosticCode => Object.hasOwn(CATALOGUE, code);
