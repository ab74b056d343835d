import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInThisContext } from 'node:vm';
import { fc } from '../support/seeded.js';
import { ts } from 'ts-morph';
import type { Json } from '../../src/document/node.js';
import type { PlannedFile } from '../../src/plan/plan.js';
import { renderExtraFile } from '../../src/render/index.js';
import { verifyExtraFile } from '../../src/verify/index.js';
import { codesAndLines, printFile, templateOf } from '../support/template-case.js';

/** Strings from advisories of other generators, one a way out of the text around them. */
const PAYLOADS = [
  '*/globalThis.__pwn=1;/*',
  "'",
  '"',
  '`',
  '\\',
  "\\\\'",
  '${globalThis.__pwn=1}',
  '];__pwn=1;//',
  '</script>',
  'a\nb',
  'a\r\nb',
  'a\u2028b\u2029c',
  'a\0b',
  '\ud800',
  '\udc00x',
  '\ufeffx',
  '\u202ex\u2066y',
  'a\u200bb',
  'p\u0430ypal',
  '{{{x}}}',
  '{{constructor}}',
  '{{> x}}',
  '$&',
  '$1',
  '__proto__',
  'constructor',
  'toString',
  'then',
  '../../x',
  'C:\\x',
  '//# sourceMappingURL=https://evil.test/x',
  '@ts-nocheck',
  ' @ts-ignore',
  'eslint-disable',
  'prettier-ignore biome-ignore tslint:disable',
  '/// <reference path="x" />',
  '/',
  '*',
  '* @deprecated {@link x}',
  '__AG0_str__',
  '__AG1_doc__ __AG2_doc__',
  '',
  '\u{1f600}',
];

const TEMPLATE = `/** {{doc text}} and {{doc text}} */
export type Text = {{str text}} | 'x';
/** {{doc text}} */
export interface Named { readonly {{str text}}: {{str text}} }
export const values = {
  text: {{str text}},
  list: [{{str text}}, {{json text}}],
  data: {{json data}},
  /**
   * {{doc text}}
   */
  {{str key}}: 1,
};
`;

const fileOf = (view: Json): PlannedFile => ({
  path: 'guards.ts',
  template: 'guards',
  view,
  imports: [],
  exports: ['values'],
  calls: [],
  reexports: [],
});

const treeOf = (text: string): readonly ts.Node[] => {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true);
  const nodes: ts.Node[] = [];
  const walk = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, walk);
  };
  walk(source);
  return nodes;
};

/** Names may be printed with or without quotes; either way they are one name. */
const kindsOf = (text: string): readonly string[] =>
  treeOf(text).map((node) => (ts.isPropertyName(node) ? 'name or literal' : ts.SyntaxKind[node.kind]));

const literalsOf = (text: string): readonly string[] =>
  treeOf(text).flatMap((node) => (ts.isStringLiteral(node) ? [node.text] : []));

const viewOf = (text: string): Json => ({ text, key: `k${text}`, data: { a: [text], b: { c: text } } });

const assertHarmless = async (payload: string): Promise<void> => {
  const hostile = await printFile(TEMPLATE, fileOf(viewOf(payload)));
  const harmless = await printFile(TEMPLATE, fileOf(viewOf('harmless')));
  assert.deepEqual(hostile.diagnostics, []);
  const text = hostile.value?.text ?? '';
  assert.deepEqual(kindsOf(text), kindsOf(harmless.value?.text ?? ''));
  assert.ok(literalsOf(text).filter((literal) => literal === payload).length >= 6, text);
  // Nothing in the file but line ends and printable text; comments keep letters of any script.
  assert.doesNotMatch(text, /[\0-\x09\x0b-\x1f\u2028\u2029\u200b\u202e\u2066\ufeff]/);
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '');
  assert.match(code, /^[\n -~]*$/);
};

for (const payload of PAYLOADS) {
  test(`a hostile string stays a string: ${JSON.stringify(payload)}`, () => assertHarmless(payload));
}

test('any string stays a string', () =>
  fc.assert(fc.asyncProperty(fc.string({ unit: 'binary' }), assertHarmless), { numRuns: 60 }));

test('any plain data stays data', () =>
  fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (data) => {
      const { value, diagnostics } = await printFile(
        'export const values = { data: {{json data}} };\n',
        fileOf({ data: data as Json }),
      );
      assert.deepEqual(diagnostics, []);
      const [, literal = ''] = /data: ([\s\S]*) \};\n$/.exec(value?.text ?? '') ?? [];
      const read: unknown = runInThisContext(`(${literal})`);
      assert.deepEqual(JSON.parse(JSON.stringify(read)), JSON.parse(JSON.stringify(data)));
    }),
    { numRuns: 60 },
  ));

const MISPLACED: readonly { readonly given: string; readonly template: string; readonly code?: string }[] = [
  { given: 'single quotes', template: "export const a = '{{str x}}';" },
  { given: 'double quotes', template: 'export const a = "{{str x}}";' },
  { given: 'a template literal', template: 'export const a = `{{str x}}`;' },
  { given: 'a hole of a template literal, in quotes', template: "export const a = `${'{{str x}}'}`;" },
  { given: 'a regular expression', template: 'export const a = /{{str x}}/;' },
  { given: 'a line comment', template: '// {{doc x}}\nexport const a = 1;' },
  { given: 'a block comment, as str', template: '/* {{str x}} */\nexport const a = 1;' },
  { given: 'a comment that tools may read as theirs', template: '/* {{doc x}} */\nexport const a = 1;' },
  { given: 'code, as doc', template: 'export const a = {{doc x}};' },
  { given: 'a longer word', template: 'export const a{{ident x}} = 1;' },
  { given: 'an import', template: "import { {{ident x}} } from './a.js';" },
  { given: 'a module name', template: 'import { a } from {{str x}};' },
  { given: 'a side-effect import', template: 'import {{str x}};', code: 'template-output-syntax' },
  { given: 'a module name of an export', template: 'export * from {{str x}};' },
  { given: 'a computed import', template: 'export const a = () => import({{str x}});' },
  { given: 'an import type', template: 'export type A = import({{str x}}).B;' },
  { given: 'a directive', template: '{{str x}};\nexport const a = 1;' },
  { given: 'a bare name', template: '{{ident x}};' },
  { given: 'a shorthand property', template: 'export const a = { {{str x}} };' },
  { given: 'a member name', template: 'export const a = b.{{str x}};' },
  { given: 'an object as the body of a function', template: 'export const a = () => {{json d}};' },
  { given: 'a label', template: '{{ident x}}: while (true) {}' },
  { given: 'a decorator', template: '@{{ident x}} class A {}' },
  { given: 'an exported name', template: "export { {{str x}} } from './a.js';" },
  { given: 'the name of a constant', template: 'export const {{str x}} = 1;' },
  { given: 'a token that the template wrote itself', template: 'export const a = [{{str x}}, __AG0_str__];' },
  { given: 'a type, as json', template: 'export type A = {{json d}};' },
  {
    given: 'a name that the file uses',
    template: 'export const {{ident x}} = 1;\nexport const b = word;',
    code: 'template-identifier-taken',
  },
  {
    given: 'a name that is declared twice',
    template: 'export const {{ident x}} = 1;\nexport const {{ident x}} = 2;',
    code: 'template-identifier-taken',
  },
];

for (const { given, template, code = 'template-placeholder-misplaced' } of MISPLACED) {
  test(`a value is refused in ${given}`, async () => {
    const file = { path: 'extra.ts', view: { x: 'word', d: {} } };
    const draft = renderExtraFile(file, templateOf(template, 'extra'), { banner: 'b' });
    assert.deepEqual(draft.diagnostics, []);
    assert.ok(draft.value);
    // The check for extra files is placeholders and imports alone, so nothing else can refuse these.
    const { value, diagnostics } = await verifyExtraFile(draft.value, { packages: [], siblings: ['a.ts'] });
    assert.equal(value, undefined);
    assert.deepEqual([...new Set(diagnostics.map((diagnostic) => diagnostic.code))], [code]);
  });
}

test('a name that would set the prototype is refused as a property', async () => {
  const { diagnostics } = await printFile('export const values = { {{str x}}: 1 };\n', fileOf({ x: '__proto__' }));
  assert.deepEqual(codesAndLines(diagnostics), ['template-placeholder-misplaced:1']);
});

const EXTRA: readonly { readonly given: string; readonly text: string; readonly want: readonly string[] }[] = [
  { given: 'the folder’s index', text: "import { guards } from './index.js';\nguards.run();", want: [] },
  {
    given: 'a package of the config',
    text: "import pino from 'pino';\nimport x from 'pino/lib/x';\npino(x);",
    want: [],
  },
  { given: 'another package', text: "import { a } from 'pinot';\na();", want: ['template-import-unplanned:1'] },
  { given: 'a package as require', text: "\nexport const a = require('fs');", want: ['template-import-unplanned:2'] },
  { given: 'a computed import', text: 'export const a = import(b);', want: ['template-import-unplanned:1'] },
  { given: 'the runtime below the index', text: "import './runtime/guard.js';", want: ['template-import-unplanned:1'] },
];

for (const { given, text, want } of EXTRA) {
  test(`an extra file imports ${given}`, async () => {
    const draft = renderExtraFile({ path: 'extra.ts', view: {} }, templateOf(text, 'extra'), { banner: 'b' });
    assert.ok(draft.value);
    const { diagnostics } = await verifyExtraFile(draft.value, { packages: ['pino'], siblings: ['index.ts'] });
    assert.deepEqual(codesAndLines(diagnostics), want);
  });
}
