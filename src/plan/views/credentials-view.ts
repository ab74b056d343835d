import type { ServerView } from './server-view.js';

/** What `credentials.ts.hbs` may say. */
export interface CredentialsView {
  /** Types of the runtime that the file needs, sorted. */
  readonly imports: readonly { readonly name: string }[];
  readonly servers: readonly (ServerView & { readonly single: boolean; readonly dials: boolean })[];
}

/** `dialling`: ids of the servers for which a client is emitted. */
export const credentialsView = (servers: readonly ServerView[], dialling: ReadonlySet<string>): CredentialsView => {
  const shown = servers.map((server) => ({
    ...server,
    single: server.credentialSets.length === 1,
    dials: dialling.has(server.id),
  }));
  const slots = shown.filter((server) => server.dials).flatMap((server) => server.credentialSets.flat());
  const names = [
    ...shown.flatMap((server) => server.providers.flatMap((provider) => ['Authenticator', provider.evidence])),
    ...slots.map((slot) =>
      slot.certificate ? 'CertificateCredential' : slot.password ? 'PasswordCredential' : 'Source',
    ),
  ];
  return { imports: [...new Set(names)].sort().map((name) => ({ name })), servers: shown };
};
