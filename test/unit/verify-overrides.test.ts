import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codesAndLines, HONEST, plannedWebSocket, printFile } from '../support/template-case.js';

/** The honest template with one passage changed. */
const changed = (from: string, to: string): string => {
  assert.ok(HONEST.includes(from), from);
  return HONEST.replace(from, () => to);
};

const CALL = 'webSocketGuard(POLICY, {{str id}}, options)';
const ARROW = `): {{ident guard}}<A> => ${CALL},`;
const END = '};\n';
const IMPORT = '{{import "POLICY" from="./policy.js"}}';

const HOSTILE: readonly { readonly given: string; readonly template: string; readonly want: string }[] = [
  {
    given: 'an inverted condition',
    template: changed(ARROW, `): {{ident guard}}<A> => !options ? ${CALL} : options,`),
    want: 'template-value-refused:21',
  },
  {
    given: 'another server’s guard',
    template: changed(CALL, "webSocketGuard(POLICY, 'staging', options)"),
    want: 'template-server-swapped:21',
  },
  {
    given: 'another operation or server than planned',
    template: changed(CALL, "webSocketGuard(POLICY, 'health', options)"),
    want: 'template-call-refused:21',
  },
  {
    given: 'another policy',
    template: changed(CALL, 'webSocketGuard({}, {{str id}}, options)'),
    want: 'template-call-refused:21',
  },
  {
    given: 'a policy of the template’s own',
    template: changed(IMPORT, 'export const POLICY = { servers: {} };\n'),
    want: 'template-call-refused:22',
  },
  {
    given: 'a parameter that hides the policy',
    template: changed('options: {{ident options}}<A>,', 'options: {{ident options}}<A>, POLICY: unknown,'),
    want: 'template-value-refused:20',
  },
  {
    given: 'a forged caller',
    template: changed(CALL, 'webSocketGuard(POLICY, {{str id}}, { proved: -1 })'),
    want: 'template-call-refused:21',
  },
  {
    given: 'JSON.parse before the handler',
    template: changed(CALL, 'webSocketGuard(POLICY, {{str id}}, JSON.parse(options))'),
    want: 'template-call-refused:21',
  },
  {
    given: 'Object.create of the token’s prototype',
    template: changed(END, `  forged: Object.create(webSocketGuard.prototype),\n${END}`),
    want: 'template-value-refused:24',
  },
  {
    given: 'authenticators that are rebuilt',
    template: changed(CALL, 'webSocketGuard(POLICY, {{str id}}, { ...options, authenticators: {} })'),
    want: 'template-call-refused:21',
  },
  {
    given: 'a switch on the environment',
    template: changed(CALL, `process.env.NODE_ENV === 'test' ? options : ${CALL}`),
    want: 'template-value-refused:21',
  },
  {
    given: 'a raw export of the factory',
    template: changed(END, `};\nexport const raw = webSocketGuard;\n`),
    want: 'template-value-refused:25',
  },
  {
    given: 'a raw export of the factory under a list',
    template: changed(END, `};\nexport { webSocketGuard };\n`),
    want: 'template-statement-refused:25',
  },
  {
    given: 'a cast to any',
    template: changed(CALL, 'webSocketGuard(POLICY, {{str id}}, options as any)'),
    want: 'template-call-refused:21',
  },
  {
    given: 'an assertion',
    template: changed(ARROW, `): {{ident guard}}<A> => ${CALL} as never,`),
    want: 'template-value-refused:21',
  },
  {
    given: 'a non-null mark',
    template: changed(ARROW, `): {{ident guard}}<A> => ${CALL}!,`),
    want: 'template-value-refused:21',
  },
  {
    given: 'any by way of a type',
    template: changed('options: {{ident options}}<A>,', 'options: ReturnType<typeof JSON.parse>,'),
    want: 'template-type-refused:20',
  },
  {
    given: 'any by way of a global',
    template: changed('options: {{ident options}}<A>,', "options: PropertyDescriptor['value'],"),
    want: 'template-type-refused:20',
  },
  {
    given: 'any by way of a signature',
    template: changed('options: {{ident options}}<A>,', "options: Parameters<string[]['forEach']>[1],"),
    want: 'template-type-refused:20',
  },
  {
    given: 'an import inside a type',
    template: changed('options: {{ident options}}<A>,', "options: import('evil').Options,"),
    want: 'template-type-refused:20',
  },
  {
    given: 'an import helper for something unplanned',
    template: changed(IMPORT, `${IMPORT}\n{{import "execSync" from="node:child_process"}}`),
    want: 'template-import-unplanned:6',
  },
  {
    given: 'an import that is written out',
    template: changed(IMPORT, `${IMPORT}\nimport { execSync } from 'node:child_process';`),
    want: 'template-import-unplanned:6',
  },
  {
    given: 'an import deeper into the runtime',
    template: changed(IMPORT, `${IMPORT}\nimport { webSocketGuard as w } from './runtime/guard.js';`),
    want: 'template-import-unplanned:6',
  },
  {
    given: 'an import under another name',
    template: changed(IMPORT, "import { webSocketGuard as POLICY } from './runtime/index.js';"),
    want: 'template-import-unplanned:5',
  },
  {
    given: 'a string of the document as module name',
    template: changed(IMPORT, `${IMPORT}\n{{#each servers}}\nimport { a } from {{str id}};\n{{/each}}`),
    want: 'template-placeholder-misplaced:7',
  },
  {
    given: 'a value in a line comment',
    template: changed('  /** {{doc description}} */', '  // {{doc description}}'),
    want: 'template-placeholder-misplaced:17',
  },
  {
    given: 'a value in quotes of the template’s own',
    template: changed(CALL, "webSocketGuard(POLICY, '{{str id}}', options)"),
    want: 'template-placeholder-misplaced:21',
  },
  {
    given: 'a value in a template literal',
    template: changed(CALL, 'webSocketGuard(POLICY, `{{str id}}`, options)'),
    want: 'template-placeholder-misplaced:21',
  },
  {
    given: 'a directive',
    template: changed('/** WebSocket servers of the document. */', "'use client';"),
    want: 'template-statement-refused:14',
  },
  {
    given: 'a directive of the document',
    template: changed('/** WebSocket servers of the document. */', '{{#each servers}}\n{{str id}};\n{{/each}}'),
    want: 'template-placeholder-misplaced:15',
  },
  {
    given: 'a Unicode line end',
    template: changed('/** WebSocket servers', '/** WebSocket\u2028servers'),
    want: 'template-character:14',
  },
  {
    given: 'a bidirectional mark',
    template: changed('WebSocket servers of', 'WebSocket \u202eservers of'),
    want: 'template-character:14',
  },
  {
    given: 'an early return',
    template: changed(ARROW, `): {{ident guard}}<A> => { if (options) return options; return ${CALL}; },`),
    want: 'template-value-refused:21',
  },
  {
    given: 'a swallowed denial',
    template: changed(ARROW, `): {{ident guard}}<A> => { try { return ${CALL}; } catch { return options; } },`),
    want: 'template-value-refused:21',
  },
  {
    given: 'a wrapped call',
    template: changed(CALL, `Object.assign(${CALL}, { decide: options })`),
    want: 'template-call-refused:21',
  },
  {
    given: 'a call that runs while loading',
    template: changed(END, `};\nexport const early = ${CALL.replace('{{str id}}', "'gateway'")};\n`),
    want: 'template-value-refused:25',
  },
  {
    given: 'options with a default',
    template: changed('options: {{ident options}}<A>,', 'options: {{ident options}}<A> = {},'),
    want: 'template-value-refused:20',
  },
  {
    given: 'a spread of the guards',
    template: changed(END, `  ...websocket,\n${END}`),
    want: 'template-value-refused:24',
  },
  {
    given: 'a prototype of the template’s own',
    template: changed(END, `  __proto__: { gateway: {} },\n${END}`),
    want: 'template-value-refused:24',
  },
  {
    given: 'a getter',
    template: changed(END, `  get gateway() { return 1; },\n${END}`),
    want: 'template-value-refused:24',
  },
  { given: 'a class', template: changed(END, '};\nexport class Guard {}\n'), want: 'template-statement-refused:25' },
  {
    given: 'an augmentation',
    template: changed(END, '};\ndeclare global { interface Array<T> { x: T } }\n'),
    want: 'template-statement-refused:25',
  },
  {
    given: 'a variable that changes',
    template: changed('export const websocket', 'export let websocket'),
    want: 'template-statement-refused:15',
  },
  {
    given: 'a function declaration',
    template: changed(END, '};\nexport function open() { return true; }\n'),
    want: 'template-statement-refused:25',
  },
  {
    given: 'an order to the compiler',
    template: changed('    guard: <A', '    // @ts-expect-error it is fine\n    guard: <A'),
    want: 'template-comment-refused:19',
  },
  {
    given: 'an order to the linter',
    template: changed('/** WebSocket servers of the document. */', '/* eslint-disable */'),
    want: 'template-comment-refused:14',
  },
  {
    given: 'a source map',
    template: changed(END, '};\n//# sourceMappingURL=https://evil.test/x.map\n'),
    want: 'template-comment-refused:25',
  },
  {
    given: 'a reference to another file',
    template: changed('/** WebSocket servers', '/// <reference path="../evil.d.ts" />\n/** WebSocket servers'),
    want: 'template-comment-refused:14',
  },
  {
    given: 'a lost server',
    template: HONEST.replace(/(const websocket = \{\n)\{\{#each servers\}\}/, '$1{{#with servers.[0]}}').replace(
      /\{\{\/each\}\}\n\};/,
      '{{/with}}\n};',
    ),
    want: 'template-call-missing:1',
  },
  {
    given: 'a lost export',
    template: changed('export const websocket', 'export const sockets'),
    want: 'template-export-missing:1',
  },
  {
    given: 'broken syntax',
    template: changed('export const websocket = {', 'export const websocket = {{'.replace('{{', '{ {')),
    want: 'template-output-syntax:15',
  },
];

for (const { given, template, want } of HOSTILE) {
  test(`an override is refused: ${given}`, async () => {
    const { value, diagnostics } = await printFile(template);
    assert.equal(value, undefined);
    assert.ok(codesAndLines(diagnostics).includes(want), JSON.stringify(codesAndLines(diagnostics)));
    for (const { fix, message } of diagnostics) assert.ok(fix !== '' && message !== '');
  });
}

test('a mistake in a loop is reported once', async () => {
  const { diagnostics } = await printFile(changed(ARROW, `): {{ident guard}}<A> => options,`));
  assert.deepEqual(codesAndLines(diagnostics), ['template-value-refused:21']);
  assert.equal(diagnostics[0]?.at?.file, '/team/websocket.ts.hbs');
});

const ACCEPTED: readonly { readonly given: string; readonly template: string }[] = [
  { given: 'the built-in template', template: HONEST },
  {
    given: 'other names and documentation',
    template: changed('    guard: <A', '    /** Ours: ask the platform team. */\n    protect: <A').replaceAll(
      'options',
      'options',
    ),
  },
  {
    given: 'another order, one constant a server',
    template: `export const stagingGuard = (options: unknown): unknown => webSocketGuard(POLICY, 'staging', options);
export const gatewayGuard = (options: unknown): unknown => webSocketGuard(POLICY, 'gateway', options);
${HONEST}`,
  },
  {
    given: 'more types and data',
    template: `/** Ids. */
export type ServerName = {{#each servers}}{{#unless @first}} | {{/unless}}{{str id}}{{/each}};
export interface Named { readonly name: ServerName; readonly callers: Record<ServerName, Caller[]> }
{{import "Caller" from="./runtime/index.js" type=true}}
export const ids = {{json servers}} as const satisfies readonly unknown[];
${HONEST}`,
  },
];

for (const { given, template } of ACCEPTED) {
  test(`an override is accepted: ${given}`, async () => {
    const { value, diagnostics } = await printFile(template);
    assert.deepEqual(diagnostics, []);
    assert.match(value?.text ?? '', /gateway: \{/);
  });
}

test('names of servers that are words of the template do not mix servers up', async () => {
  for (const name of ['guard', 'websocket', 'options', 'a-b', 'then_', 'constructor']) {
    const { value, diagnostics } = await printFile(HONEST, plannedWebSocket('x', name));
    assert.deepEqual(diagnostics, [], name);
    assert.ok(value?.text.includes(`webSocketGuard(POLICY, '${name}', options)`), name);
  }
});

test('the printed file is what a person would have written', async () => {
  const { value } = await printFile(HONEST);
  assert.equal(
    value?.text,
    `// Generated. Do not edit.

import type {
  GatewayAuthenticators,
  StagingAuthenticators,
} from './credentials.js';
import { POLICY } from './policy.js';
import {
  type WebSocketGuard,
  type WebSocketGuardOptions,
  webSocketGuard,
} from './runtime/index.js';

export type GatewayOptions<A extends GatewayAuthenticators> =
  WebSocketGuardOptions<A>;
export type GatewayGuard<A extends GatewayAuthenticators> =
  WebSocketGuard<A>;

export type StagingOptions<A extends StagingAuthenticators> =
  WebSocketGuardOptions<A>;
export type StagingGuard<A extends StagingAuthenticators> =
  WebSocketGuard<A>;

/** WebSocket servers of the document. */
export const websocket = {
  /** The gateway. */
  gateway: {
    guard: <A extends GatewayAuthenticators>(
      options: GatewayOptions<A>,
    ): GatewayGuard<A> => webSocketGuard(POLICY, 'gateway', options),
  },
  /** The gateway. */
  staging: {
    guard: <A extends StagingAuthenticators>(
      options: StagingOptions<A>,
    ): StagingGuard<A> => webSocketGuard(POLICY, 'staging', options),
  },
};
`,
  );
});
