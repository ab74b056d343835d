import type { Diagnostic } from '../diagnostics/index.js';
import type { Json } from '../document/node.js';
import type { SecurityModel } from '../model/security-model.js';
import type { Policy } from '../runtime/policy.js';
import type { PlannedCall, PlannedFile, PlannedImport } from './plan.js';
import { publicRuntimeNames, type RuntimeNeeds } from './runtime-entries.js';
import type { ServerPlan } from './server-plan.js';
import { kafkaFactories, type Sides } from './sides.js';
import { credentialsView } from './views/credentials-view.js';
import { kafkaView, type KafkaView } from './views/kafka-view.js';
import { fits } from './views/layout.js';
import { serverView } from './views/server-view.js';
import { typeNames } from './views/type-names.js';
import { webSocketView, type WebSocketView } from './views/websocket-view.js';

/** What the planned files are made from. */
export interface FileSources {
  readonly model: SecurityModel;
  readonly policy: Policy;
  readonly servers: readonly ServerPlan[];
  readonly sides: Sides;
  readonly needs: RuntimeNeeds;
  readonly messages: string | null;
  readonly importExtension: 'js' | 'ts' | '';
}

const RUNTIME = './runtime/index.js';

/** The files that templates print, each with all that it may import, export and call. */
export const plannedFiles = (
  sources: FileSources,
): { readonly files: readonly PlannedFile[]; readonly diagnostics: readonly Diagnostic[] } => {
  const { model, policy, servers, sides, messages, importExtension } = sources;
  const ending = importExtension === '' ? '' : `.${importExtension}`;
  const names = typeNames();
  const views = servers.map((plan) => ({ plan, view: serverView(plan, model, policy, names) }));
  const emitted = views.filter(({ plan }) => sides.listening.has(plan.id) || sides.dialling.has(plan.id));
  const sockets = webSocketView(emitted, model, policy, names, sides, messages);
  const clusters = views.filter(({ plan }) => sides.applications.has(plan.id) || sides.peers.has(plan.id));
  const kafka = kafkaView(clusters, model, policy, names, sides, messages, {
    channels: new Set(emitted.length === 0 ? [] : sockets.channels.map(({ id }) => id)),
    payload: emitted.length > 0 && messages !== null,
  });
  const dials = new Set([...sides.dialling, ...clusters.map(({ plan }) => plan.id)]);
  const credentials = credentialsView(
    views.map(({ view }) => view),
    dials,
  );
  const runtime = publicRuntimeNames(sources.needs);
  const runtimeTypes: PlannedImport = { from: RUNTIME, names: runtime.types, typeOnly: true };
  const credentialTypes: PlannedImport = {
    from: './credentials.js',
    names: views.flatMap(({ view }) => [
      view.types.authenticators,
      ...(dials.has(view.id) ? [view.types.credentials] : []),
    ]),
    typeOnly: true,
  };
  const policyImport: PlannedImport = { from: './policy.js', names: ['POLICY'], typeOnly: false };
  const factories = (...factory: readonly string[]): PlannedImport => ({
    from: RUNTIME,
    names: factory,
    typeOnly: false,
  });
  const webSocketTypes = emitted.length === 0 ? [] : webSocketTypesOf(sockets, messages !== null);
  const kafkaTypes = clusters.length === 0 ? [] : kafkaTypesOf(kafka);
  const kafkaValues = [
    ...(sides.applications.size > 0 ? ['kafka'] : []),
    ...(sides.peers.size > 0 ? ['kafkaPeer'] : []),
  ];
  const files: PlannedFile[] = [
    {
      path: 'guards.ts',
      template: 'guards',
      view: plain({ servers: views.map(({ view }) => view) }),
      imports: [factories('createGuard'), runtimeTypes, credentialTypes, policyImport],
      exports: ['guards'],
      calls: servers.map((plan) => call('createGuard', plan.id)),
      reexports: [],
    },
    {
      path: 'credentials.ts',
      template: 'credentials',
      view: plain(credentials),
      imports: [runtimeTypes],
      exports: [],
      calls: [],
      reexports: [],
    },
  ];
  if (emitted.length > 0) {
    files.push({
      path: 'websocket.ts',
      template: 'websocket',
      view: plain(sockets),
      imports: [
        factories('webSocketGuard', 'webSocketClient'),
        runtimeTypes,
        credentialTypes,
        { from: './guards.js', names: views.map(({ view }) => view.types.operation), typeOnly: true },
        policyImport,
        ...(messages === null ? [] : [{ from: messages, names: ['Messages'], typeOnly: true }]),
      ],
      exports: ['websocket'],
      calls: [
        ...[...sides.listening].map((server) => call('webSocketGuard', server)),
        ...[...sides.dialling].map((server) => call('webSocketClient', server)),
      ],
      reexports: [],
    });
  }
  if (clusters.length > 0) {
    files.push({
      path: 'kafka.ts',
      template: 'kafka',
      view: plain(kafka),
      imports: [
        factories('kafkajsApplication', 'kafkajsPeer', 'kafkajsConnection'),
        runtimeTypes,
        credentialTypes,
        policyImport,
        { from: 'kafkajs', names: ['Producer'], typeOnly: true },
        ...(webSocketTypes.length === 0 ? [] : [{ from: './websocket.js', names: webSocketTypes, typeOnly: true }]),
        ...(messages === null ? [] : [{ from: messages, names: ['Messages'], typeOnly: true }]),
      ],
      exports: kafkaValues,
      calls: kafkaFactories(policy, sides).map(({ factory, server }) => call(factory, server)),
      reexports: [],
    });
  }
  const modules = {
    guards: views.map(({ view }) => view.types.operation),
    credentials: credentialTypes.names,
    kafka: kafkaTypes,
    websocket: webSocketTypes,
  };
  const roles = model.roles !== null;
  files.push({
    path: 'index.ts',
    template: 'index',
    view: plain({
      roles,
      kafka: sides.applications.size > 0,
      kafkaPeer: sides.peers.size > 0,
      websocket: emitted.length > 0,
      types: Object.entries(modules)
        .filter(([, list]) => list.length > 0)
        .map(([module, list]) => ({
          names: [...list].sort(),
          wide: list.length > 1 && !fits(`export type { ${list.join(', ')} } from './${module}${ending}';`),
          guards: module === 'guards',
          credentials: module === 'credentials',
          kafka: module === 'kafka',
          websocket: module === 'websocket',
        })),
      values: runtime.values,
      runtimeTypes: runtime.types,
    }),
    imports: [],
    exports: [],
    calls: [],
    reexports: [
      { from: './policy.js', names: ['POLICY'], typeOnly: false },
      { from: './policy.js', names: ['OperationId', 'ServerId'], typeOnly: true },
      ...(roles
        ? [
            { from: './roles.js', names: ['DEPRECATED_ROLES', 'OPERATIONS_BY_ROLE', 'ROLE_MAP'], typeOnly: false },
            { from: './roles.js', names: ['Context', 'Grant', 'Role'], typeOnly: true },
          ]
        : []),
      { from: './guards.js', names: ['guards'], typeOnly: false },
      ...(kafkaValues.length > 0 ? [{ from: './kafka.js', names: kafkaValues, typeOnly: false }] : []),
      ...(emitted.length > 0 ? [{ from: './websocket.js', names: ['websocket'], typeOnly: false }] : []),
      ...Object.entries(modules)
        .filter(([, list]) => list.length > 0)
        .map(([module, list]) => ({ from: `./${module}.js`, names: [...list], typeOnly: true })),
      { from: RUNTIME, names: runtime.values, typeOnly: false },
      { from: RUNTIME, names: runtime.types, typeOnly: true },
    ],
  });
  return { files, diagnostics: names.diagnostics };
};

const webSocketTypesOf = (sockets: WebSocketView, messages: boolean): readonly string[] => [
  ...sockets.channels.map((channel) => channel.type),
  ...sockets.servers.flatMap((server) => [
    ...(server.listens
      ? [
          ...server.channels.flatMap((channel) => [
            ...(channel.inbound.length > 0 ? [channel.handlersType] : []),
            ...(channel.outbound.length > 0 ? [channel.socketsType] : []),
          ]),
          ...(server.receives ? [server.types.handlers] : []),
          ...(server.sends ? [server.types.sockets] : []),
          server.types.options,
          server.types.guard,
        ]
      : []),
    ...(server.dials ? [...server.channels.map((channel) => channel.connectionType), server.types.client] : []),
  ]),
  ...(messages ? ['Payload'] : []),
];

const kafkaTypesOf = (kafka: KafkaView): readonly string[] => [
  ...kafka.channels.map((channel) => channel.type),
  ...[...kafka.applications, ...kafka.peers].flatMap(({ types, channels, receives, sends, narrowed }) => [
    ...(narrowed ? [types.authenticators] : []),
    ...channels.map((channel) => channel.handlersType),
    types.kafka,
    ...(receives ? [types.handlers, types.received, types.guard] : []),
    ...(sends ? [types.signers, types.producer] : []),
  ]),
  ...(kafka.messages ? ['Payload'] : []),
];

const call = (factory: string, server: string): PlannedCall => ({ factory, literals: [server], server });

/** A view as plain JSON: what a template sees holds no reference into the model. */
const plain = (view: object): Json => JSON.parse(JSON.stringify(view)) as Json;
