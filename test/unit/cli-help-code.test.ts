import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeAnswer, statedCode } from '../../src/cli/code-answer.js';
import { CATALOGUE, type CatalogueEntry } from '../../src/diagnostics/index.js';
import { parseYaml } from '../../src/document/index.js';
import { runCli, runJson } from '../support/run-cli.js';

void describe('--help-code', () => {
  for (const [words, want] of [
    [['--help-code', 'ref-sibling'], 'ref-sibling'],
    [['--help-code=ref-sibling'], 'ref-sibling'],
    [['inspect', '--format', 'json', '--help-code', 'ref-sibling'], 'ref-sibling'],
    [['--help-code'], ''],
    [['--help-code', '--format', 'json'], ''],
    [['--help-code='], ''],
    [['--help-codes', 'x'], null],
    [['inspect'], null],
  ] as const) {
    void it(`${words.join(' ')} asks about ${JSON.stringify(want)}`, () => {
      assert.equal(statedCode(words), want);
    });
  }

  void it('explains every code of the catalogue, and only from it', () => {
    for (const [code, entry] of Object.entries<CatalogueEntry>(CATALOGUE)) {
      const { exit, text, body, diagnostics } = codeAnswer(code);
      assert.deepEqual({ exit, diagnostics }, { exit: 0, diagnostics: [] });
      for (const part of [code, entry.severity, entry.title, entry.cause, entry.fix ?? ''])
        assert.ok(String(text).includes(part), `${code} without ${part}`);
      assert.deepEqual(body, { code, ...entry, help: `docs/diagnostics.md#${code}` });
    }
  });

  void it('shows what is wrong and what is right', () => {
    assert.match(
      String(codeAnswer('api-key-location').text),
      /wrong:\n  type: apiKey\n[^]*right:\n  type: httpApiKey\n/,
    );
  });

  void it('shows examples that are YAML', () => {
    for (const { example } of Object.values<CatalogueEntry>(CATALOGUE))
      for (const text of example === undefined ? [] : [example.wrong, example.right])
        assert.deepEqual(parseYaml('example.yaml', text).diagnostics, [], text);
  });

  for (const [stated, fix] of [
    ['scheme-undefned', /Did you mean scheme-undefined/],
    ['Scheme-Undefined', null],
    ['bearer', /bearer-spelling/],
    ['zzz', /docs\/diagnostics\.md/],
    ['', /--help-code scheme-undefined/],
    ['constructor', /docs\/diagnostics\.md/],
  ] as const) {
    void it(`answers ${JSON.stringify(stated)} with ${fix === null ? 'its code' : 'the nearest'}`, () => {
      const { exit, diagnostics } = codeAnswer(stated);
      assert.equal(exit, fix === null ? 0 : 64);
      if (fix !== null) assert.match(diagnostics[0]?.fix ?? '', fix);
    });
  }

  void it('is answered by the command line, as text and as JSON', async () => {
    const text = await runCli('/', ['--help-code', 'ref-sibling']);
    assert.deepEqual([text.exit, text.stderr], [0, '']);
    assert.match(text.stdout, /^ref-sibling \(error\)\n/);
    const json = await runJson('/', ['--help-code', 'ref-siblin']);
    assert.deepEqual([json.exit, json.answer.diagnostics[0]?.code], [64, 'option-invalid']);
  });
});
