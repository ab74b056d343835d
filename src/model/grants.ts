/** What a grant's text says, as the runtime reads it: split at the first `@`; without one the context is null. */
export const grantParts = (text: string): { readonly role: string; readonly context: string | null } => {
  const at = text.indexOf('@');
  return at < 0 ? { role: text, context: null } : { role: text.slice(0, at), context: text.slice(at + 1) };
};
