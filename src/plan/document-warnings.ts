import type { Config } from '../config/config.js';
import { report, type Diagnostic } from '../diagnostics/index.js';
import type { SecurityModel } from '../model/security-model.js';
import type { EnforcedRule } from './enforcement.js';
import { scopeWarnings } from './scope-warnings.js';
import { transportWarnings } from './transport-warnings.js';
import { unusedSchemes } from './unused-schemes.js';
import { weakAlternatives } from './weak-alternatives.js';

/** What a document leaves open, weak or unchecked, whatever is emitted. */
export const documentWarnings = (
  model: SecurityModel,
  enforced: readonly EnforcedRule[],
  config: Pick<Config, 'schemes'>,
): readonly Diagnostic[] => [
  ...transportWarnings(model),
  ...withoutServer(model),
  ...unusedSchemes(model),
  ...weakAlternatives(model, config),
  ...scopeWarnings(model, enforced),
];

/** Of a document without servers: what its operations demand is known, what carries them is not. */
const withoutServer = ({ servers, operations, at }: SecurityModel): readonly Diagnostic[] => {
  if (servers.length > 0 || operations.length === 0) return [];
  const count = operations.length;
  return [
    report('operation-without-server', at, {
      message: `The document states no server, so that ${count === 1 ? 'its operation is' : `its ${String(count)} operations are`} on none: which transport carries what they demand is not known.`,
      fix: 'State servers, with protocol and host; what a server itself demands counts for each operation on it.',
    }),
  ];
};
