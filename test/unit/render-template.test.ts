import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../src/document/node.js';
import type { PlannedFile, TemplateSource } from '../../src/plan/plan.js';
import { lintTemplate, renderFile } from '../../src/render/index.js';
import { codesAndLines, templateOf } from '../support/template-case.js';

const LINT: readonly { readonly given: string; readonly text: string; readonly want: readonly string[] }[] = [
  { given: 'every helper and block', text: '{{#each a as |b|}}{{str b}}{{else}}{{ident ../c}}{{/each}}', want: [] },
  { given: 'data variables', text: '{{#each a}}{{#if @last}}{{str @key}}{{/if}}{{/each}}', want: [] },
  { given: 'a comment and a partial', text: '{{!-- x --}}{{> part}}{{> part a.b}}', want: [] },
  { given: 'a bare value', text: '\n{{name}}', want: ['template-raw-output:2'] },
  { given: 'a bare helper', text: '{{str}}', want: ['template-expression-refused:1'] },
  { given: 'three braces', text: '{{{name}}}', want: ['template-raw-output:1'] },
  { given: 'three braces around a helper', text: '{{{str name}}}', want: ['template-raw-output:1'] },
  { given: 'an ampersand', text: '{{& name}}', want: ['template-raw-output:1'] },
  { given: 'two values', text: '{{str a b}}', want: ['template-expression-refused:1'] },
  { given: 'a named argument', text: '{{str a x=1}}', want: ['template-expression-refused:1'] },
  { given: 'a literal', text: '{{str "x"}}', want: ['template-expression-refused:1'] },
  { given: 'lookup', text: '{{lookup a "b"}}', want: ['template-raw-output:1'] },
  { given: 'lookup inside', text: '{{str (lookup a "b")}}', want: ['template-expression-refused:1'] },
  { given: 'log', text: '{{log a}}', want: ['template-raw-output:1'] },
  { given: 'an unknown block', text: '{{#repeat a}}{{/repeat}}', want: ['template-expression-refused:1'] },
  { given: 'a print helper as block', text: '{{#str a}}{{/str}}', want: ['template-expression-refused:1'] },
  { given: 'a computed condition', text: '{{#if (eq a b)}}{{/if}}', want: ['template-expression-refused:1'] },
  { given: 'an unknown variable', text: '{{#if @lst}}{{/if}}', want: ['template-expression-refused:1'] },
  { given: 'a computed partial', text: '{{> (a)}}', want: ['template-expression-refused:1'] },
  { given: 'a partial with names', text: '{{> part a=b}}', want: ['template-expression-refused:1'] },
  { given: 'an inline partial', text: '{{#*inline "x"}}{{/inline}}', want: ['template-expression-refused:1'] },
  { given: 'a partial block', text: '{{#> x}}{{/x}}', want: ['template-expression-refused:1'] },
  { given: 'a decorator', text: '{{* x}}', want: ['template-expression-refused:1'] },
  { given: 'an import without module', text: '{{import "a"}}', want: ['template-expression-refused:1'] },
  {
    given: 'an import that says more',
    text: '{{import "a" from="b" as="c"}}',
    want: ['template-expression-refused:1'],
  },
  {
    given: 'mistakes within blocks',
    text: '{{#if a}}\n{{b}}\n{{else}}\n{{c}}\n{{/if}}',
    want: ['template-raw-output:2', 'template-raw-output:4'],
  },
  { given: 'what is no template', text: 'a\nb {{#each}', want: ['template-syntax:2'] },
  { given: 'a block that is not closed', text: '{{#if a}}\n', want: ['template-syntax:2'] },
  { given: 'the wrong end of a block', text: '\n{{#if a}}{{/each}}', want: ['template-syntax:2'] },
  { given: 'a bidirectional mark', text: 'a\n \u202e', want: ['template-character:2'] },
  { given: 'a control character', text: '\u0001', want: ['template-character:1'] },
];

for (const { given, text, want } of LINT) {
  test(`the lint of a template with ${given}`, () => {
    assert.deepEqual(codesAndLines(lintTemplate(templateOf(text))), want);
  });
}

const fileOf = (view: Json, imports: PlannedFile['imports'] = []): PlannedFile => ({
  path: 'guards.ts',
  template: 'guards',
  view,
  imports,
  exports: [],
  calls: [],
  reexports: [],
});

const render = (
  text: string,
  view: Json,
  partials: readonly TemplateSource[] = [],
  imports: PlannedFile['imports'] = [],
) => renderFile(fileOf(view, imports), templateOf(text), { banner: 'b', partials });

const FAULTS: readonly { readonly given: string; readonly text: string; readonly want: string }[] = [
  { given: 'a value that is not there', text: '\n{{str mising}}', want: 'template-view-key:2' },
  { given: 'a misspelt list', text: '\n\n{{#each roels}}{{/each}}', want: 'template-view-key:3' },
  { given: 'a misspelt condition', text: '{{#if lst}}{{/if}}', want: 'template-view-key:1' },
  { given: 'an inherited condition', text: '{{#if constructor}}{{/if}}', want: 'template-view-key:1' },
  { given: 'an inherited list', text: '{{#each list.entries}}{{/each}}', want: 'template-view-key:1' },
  { given: 'a key of a list’s item', text: '{{#each list}}\n{{str nme}}{{/each}}', want: 'template-view-key:2' },
  { given: 'an object as string', text: '\n{{str list}}', want: 'template-value-unfit:2' },
  { given: 'a number as string', text: '{{doc number}}', want: 'template-value-unfit:1' },
  { given: 'a name that is no identifier', text: '{{ident dashed}}', want: 'template-value-unfit:1' },
  { given: 'a reserved word as name', text: '{{ident reserved}}', want: 'template-value-unfit:1' },
  {
    given: 'an import that is not planned',
    text: '\n{{import "a" from="./b.js"}}',
    want: 'template-import-unplanned:2',
  },
  {
    given: 'a value import planned as type',
    text: '{{import "T" from="./t.js"}}',
    want: 'template-import-unplanned:1',
  },
  { given: 'a partial that is not there', text: '{{> gone}}', want: 'template-partial-unknown:1' },
  { given: 'partials without end', text: '{{> loop}}', want: 'template-expression-refused:1' },
];

for (const { given, text, want } of FAULTS) {
  test(`a template fails on ${given}`, () => {
    const view = { list: [{ name: 'a' }], number: 1, dashed: 'a-b', reserved: 'class' };
    const planned = [{ from: './t.js', names: ['T'], typeOnly: true }];
    const { value, diagnostics } = render(text, view, [templateOf('{{> loop}}', 'loop')], planned);
    assert.equal(value, undefined);
    assert.deepEqual(codesAndLines(diagnostics), [want]);
  });
}

test('a draft holds no string of its view', () => {
  const { value } = render('{{str a}} {{json b}} /* {{doc a}} */ {{ident c}}\n', {
    a: 'secretA',
    b: ['secretB'],
    c: 'secretC',
  });
  assert.doesNotMatch(value?.text ?? 'secret', /secret/);
  assert.deepEqual(
    value?.placeholders.map(({ kind, encoded }) => [kind, encoded]),
    [
      ['str', "'secretA'"],
      ['json', "['secretB']"],
      ['doc', 'secretA'],
      ['ident', 'secretC'],
    ],
  );
});

test('strings of a list and values around it can be named', () => {
  const { value } = render('{{#each list}}{{#each ../names}}[{{str this}} {{str ../../x}}]{{/each}}{{/each}}', {
    list: ['a'],
    names: ['b', 'c'],
    x: 'd',
  });
  assert.deepEqual(
    value?.placeholders.map((placeholder) => placeholder.value),
    ['b', 'd', 'c', 'd'],
  );
});

test('imports are printed once, in order, types marked, with the endings of the plan', () => {
  const { value } = render(
    `{{import "b" from="./runtime/index.js"}}
{{import "T" from="./runtime/index.js" type=true}}
{{import "b" from="./runtime/index.js" type=true}}
{{#each list}}
{{import this from="ws" type=true}}
{{/each}}
export const a = 1;
`,
    { list: ['Z', 'Y'] },
    [],
    [
      { from: './runtime/index.ts', names: ['b'], typeOnly: false },
      { from: './runtime/index.ts', names: ['T'], typeOnly: true },
      { from: 'ws', names: ['Y', 'Z'], typeOnly: false },
    ],
  );
  assert.equal(
    value?.text,
    `// b

import type { Y, Z } from 'ws';
import { type T, b } from './runtime/index.ts';

export const a = 1;
`,
  );
});

test('each line of a draft knows the template line that printed it', () => {
  const partial = templateOf('  {{str this}},\n};\n', 'row');
  const text = '{{!-- x --}}\n{{#each list}}\nexport const a = {\n{{> row}}\n{{/each}}\n} {{#if list}}inline{{/if}}\n';
  const { value } = render(text, { list: ['a', 'b'] }, [partial]);
  assert.deepEqual(
    value?.lines.map((line) => (line === null ? null : `${line.file.replace('/team/', '')}:${String(line.line)}`)),
    [
      null,
      null,
      ...[
        'websocket.ts.hbs:3',
        'row.ts.hbs:1',
        'row.ts.hbs:2',
        'websocket.ts.hbs:3',
        'row.ts.hbs:1',
        'row.ts.hbs:2',
        'websocket.ts.hbs:6',
      ],
    ],
  );
});

test('line ends of Windows and a byte order mark change nothing', () => {
  const text = '{{#each list}}\nexport const a = {{str this}};\n{{/each}}\n';
  const plain = render(text, { list: ['a'] });
  const other = render(`\ufeff${text.replaceAll('\n', '\r\n')}`, { list: ['a'] });
  assert.equal(other.value?.text, plain.value?.text);
});
