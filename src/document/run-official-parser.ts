import type { ValidationAnswer, ValidationRequest } from './validation-messages.js';

/** DiagnosticSeverity.Error of Spectral, which is not ours to import. */
const ERROR = 0;

/**
 * Runs the official parser over texts that have been read already. Each of its readers answers with a string, because
 * one that throws is passed over for the parser's own, which would open files and sockets (P12).
 */
export const runOfficialParser = async ({ source, texts }: ValidationRequest): Promise<ValidationAnswer> => {
  const { Parser } = await import('@asyncapi/parser');
  const reader = (schema: string, read: (uri: { path(): string; toString(): string }) => string) => ({
    schema,
    order: 1,
    canRead: true,
    read,
  });
  const fetched = (uri: { toString(): string }): string => {
    const url = uri.toString();
    return (URL.canParse(url) ? texts.get(new URL(url).href) : undefined) ?? '';
  };
  const parser = new Parser({
    __unstable: {
      resolver: {
        cache: false,
        resolvers: [
          reader('http', fetched),
          reader('https', fetched),
          reader('file', (uri) => texts.get(decodeURIComponent(uri.path())) ?? ''),
        ],
      },
    },
  });
  const { diagnostics } = await parser.parse(texts.get(source) ?? '', { source });
  return {
    errors: diagnostics
      .filter(({ severity }: { severity: number }) => severity === ERROR)
      .map(({ code, message, path, source: file }) => ({
        code: String(code),
        message,
        path,
        ...(file === undefined ? {} : { source: file }),
      })),
  };
};
