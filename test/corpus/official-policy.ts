import {
  Parser,
  type AsyncAPIDocumentInterface,
  type SecuritySchemeInterface,
  type SecurityRequirementsInterface,
} from '@asyncapi/parser';
import type { ParserError } from '../../src/document/validation-messages.js';

/** What the official parser makes of a document's own text. */
export interface Official {
  readonly errors: readonly ParserError[];
  /** Of a document with errors too, where it can be walked. */
  readonly policy?: OfficialPolicy;
}

/** The models' view of the security part, as plain data. */
export interface OfficialPolicy {
  readonly servers: ReadonlyMap<
    string,
    { readonly protocol: string; readonly security: readonly OfficialAlternative[] }
  >;
  readonly operations: readonly OfficialOperation[];
}

export interface OfficialOperation {
  /** As the contract builds it; the models' own ids collide where `operationId` is missing (P11). */
  readonly id: string;
  readonly action: 'send' | 'receive';
  readonly address: string | null;
  readonly servers: readonly string[];
  readonly security: readonly OfficialAlternative[];
}

export type OfficialAlternative = readonly OfficialUse[];

export interface OfficialUse {
  /** Component names whose definition this is; none for an inline scheme. */
  readonly names: readonly string[];
  readonly scopes: readonly string[];
  readonly scheme: Readonly<Record<string, unknown>>;
}

/** DiagnosticSeverity.Error of Spectral. */
const ERROR = 0;

/** Runs the official parser over a document as it was written, with its own YAML reader. Nothing is opened or fetched. */
export const readOfficially = async (text: string, source: string): Promise<Official> => {
  const refuse = (schema: string) => ({ schema, order: 1, canRead: true, read: () => '' });
  const resolvers = ['http', 'https', 'file'].map(refuse);
  const parser = new Parser({ __unstable: { resolver: { cache: false, resolvers } } });
  const { document, diagnostics } = await parser.parse(text, {
    source,
    validateOptions: { allowedSeverity: { error: true } },
  });
  const errors = diagnostics
    .filter(({ severity }: { severity: number }) => severity === ERROR)
    .map(({ code, message, path, source: file }) => ({
      code: String(code),
      message,
      path,
      ...(file === undefined ? {} : { source: file }),
    }));
  const policy = document && walked(document);
  return { errors, ...(policy === undefined ? {} : { policy }) };
};

const walked = (document: AsyncAPIDocumentInterface): OfficialPolicy | undefined => {
  try {
    return policyOf(document);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
};

const policyOf = (document: AsyncAPIDocumentInterface): OfficialPolicy => {
  const components = document.components().securitySchemes().all();
  const schemeOf = (scheme: SecuritySchemeInterface) => ({
    // Ids are lost in version 3, and the object itself is what is left of a reference (P1).
    names: components.filter((component) => component.json() === scheme.json()).map((component) => component.id()),
    scheme: scheme.json<Readonly<Record<string, unknown>>>(),
  });
  const alternatives = (security: readonly SecurityRequirementsInterface[]): readonly OfficialAlternative[] =>
    security.map((alternative) =>
      alternative.all().map((use) => ({ ...schemeOf(use.scheme()), scopes: use.scopes() })),
    );
  return {
    servers: new Map(
      document
        .servers()
        .all()
        .map((server) => [server.id(), { protocol: server.protocol(), security: alternatives(server.security()) }]),
    ),
    operations: document
      .operations()
      .all()
      .map((operation) => {
        const channel = operation.channels().all()[0];
        return {
          id: operation.operationId() ?? `${channel?.id() ?? ''}.${operation.action()}`,
          action: operation.isSend() ? 'send' : 'receive',
          address: channel?.address() ?? null,
          servers: operation
            .servers()
            .all()
            .map((server) => server.id()),
          security: alternatives(operation.security()),
        } as const;
      }),
  };
};
