import assert from 'node:assert/strict';
import type { Config } from '../../src/config/config.js';
import { documentFacts, readDocument } from '../../src/document/index.js';
import { securityModel, type SecurityModel } from '../../src/model/index.js';

/** The model of a document given as YAML text. Fails where the document has no readable policy. */
export const modelOf = async (yaml: string, config: Partial<Config> = {}): Promise<SecurityModel> => {
  const read = await readDocument({ path: '-', text: yaml, cwd: process.cwd() }, { allowRefs: [] });
  assert.ok(read.value, JSON.stringify(read.diagnostics));
  const facts = documentFacts(read.value);
  assert.ok(facts.value, JSON.stringify(facts.diagnostics));
  const model = securityModel(facts.value, { config, accessControlFile: null });
  assert.ok(model.value, JSON.stringify(model.diagnostics));
  return model.value;
};
