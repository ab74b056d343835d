import type { Diagnostic, Outcome } from '../../src/diagnostics/index.js';
import type { PlannedFile, RenderedFile, TemplateSource } from '../../src/plan/plan.js';
import { renderFile } from '../../src/render/index.js';
import { verifyFile } from '../../src/verify/index.js';

/** A template file of a team's, as the run would find it. */
export const templateOf = (text: string, name = 'websocket'): TemplateSource => ({
  name,
  text,
  at: {
    file: `/team/${name}.ts.hbs`,
    pointer: '',
    range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
  },
  origin: 'team',
});

/** A plan of two servers, one guard each, with every kind of text that a document brings. */
export const plannedWebSocket = (description = 'The gateway.', other = 'staging'): PlannedFile => ({
  path: 'websocket.ts',
  template: 'websocket',
  view: {
    servers: [
      {
        id: 'gateway',
        description,
        authenticators: 'GatewayAuthenticators',
        options: 'GatewayOptions',
        guard: 'GatewayGuard',
      },
      {
        id: other,
        description,
        authenticators: 'StagingAuthenticators',
        options: 'StagingOptions',
        guard: 'StagingGuard',
      },
    ],
  },
  imports: [
    { from: './credentials.js', names: ['GatewayAuthenticators', 'StagingAuthenticators'], typeOnly: true },
    { from: './policy.js', names: ['POLICY'], typeOnly: false },
    { from: './runtime/index.js', names: ['webSocketGuard'], typeOnly: false },
    { from: './runtime/index.js', names: ['WebSocketGuard', 'WebSocketGuardOptions', 'Caller'], typeOnly: true },
  ],
  exports: ['websocket'],
  calls: [
    { factory: 'webSocketGuard', literals: ['gateway'], server: 'gateway' },
    { factory: 'webSocketGuard', literals: [other], server: other },
  ],
  reexports: [],
});

/** The template of that plan as it would be built in. */
export const HONEST = `{{!-- asyncapi-guards websocket@1 --}}
{{import "webSocketGuard" from="./runtime/index.js"}}
{{import "WebSocketGuard" from="./runtime/index.js" type=true}}
{{import "WebSocketGuardOptions" from="./runtime/index.js" type=true}}
{{import "POLICY" from="./policy.js"}}
{{#each servers}}
{{import authenticators from="./credentials.js" type=true}}
export type {{ident options}}<A extends {{ident authenticators}}> =
  WebSocketGuardOptions<A>;
export type {{ident guard}}<A extends {{ident authenticators}}> =
  WebSocketGuard<A>;

{{/each}}
/** WebSocket servers of the document. */
export const websocket = {
{{#each servers}}
  /** {{doc description}} */
  {{str id}}: {
    guard: <A extends {{ident authenticators}}>(
      options: {{ident options}}<A>,
    ): {{ident guard}}<A> => webSocketGuard(POLICY, {{str id}}, options),
  },
{{/each}}
};
`;

/** Renders and verifies, as the pipeline does. */
export const printFile = async (
  template: string,
  file: PlannedFile = plannedWebSocket(),
): Promise<Outcome<RenderedFile>> => {
  const draft = renderFile(file, templateOf(template), { banner: 'Generated. Do not edit.' });
  if (draft.value === undefined) return { diagnostics: draft.diagnostics };
  return verifyFile(draft.value, file);
};

/** The codes of diagnostics with their lines, for tables. */
export const codesAndLines = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ code, at }) => `${code}:${String(at?.range.start.line ?? 0)}`);
