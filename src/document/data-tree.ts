import { hasErrors, type Outcome } from '../diagnostics/index.js';
import { decodeText } from './decode-text.js';
import type { Node } from './node.js';
import { parseYaml } from './parse-yaml.js';

/** Reads the bytes of a YAML or JSON file of the team's into a tree with places; none where anything in it is unclear. */
export const dataTree = (file: string, bytes: Uint8Array): Outcome<Node> => {
  const text = decodeText(file, bytes);
  if (text.value === undefined) return { diagnostics: text.diagnostics };
  const { value, diagnostics } = parseYaml(file, text.value);
  return value === undefined || hasErrors(diagnostics) ? { diagnostics } : { value, diagnostics };
};
