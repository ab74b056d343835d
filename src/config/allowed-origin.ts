const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/u;

/** Whether what references may reach is an origin rather than a folder. */
export const isOrigin = (allowed: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//iu.test(allowed);

/** What is wrong with an origin that references may reach, and the fix; null where it is one, or a folder. */
export const originProblem = (allowed: string): { readonly message: string; readonly fix: string } | null => {
  if (!isOrigin(allowed)) return null;
  const url = URL.canParse(allowed) ? new URL(allowed) : null;
  if (url === null || url.hostname === '' || url.username !== '' || url.password !== '') {
    return { message: 'names no origin', fix: 'Write a scheme and a host: https://schemas.acme.test' };
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
    return {
      message: 'is no https origin, and whoever is on the way could write the document',
      fix: 'Write https; http is for loopback addresses alone.',
    };
  }
  return url.href === `${url.origin}/`
    ? null
    : { message: 'has more than an origin, and what is allowed is the whole of it', fix: `Write ${url.origin}` };
};
