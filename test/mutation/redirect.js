/**
 * Leads what the tests import elsewhere: node:test to the collector, the official parser to one that remembers. Plain
 * JavaScript, because Node reads it in the thread of its loaders.
 */

let instead = new Map();

export const initialize = (redirections) => {
  instead = new Map(redirections);
};

export const resolve = async (specifier, context, next) => {
  const [, url] = [...instead].find(([end]) => specifier === end || specifier.endsWith(`/${end}`)) ?? [];
  if (url === undefined || context.parentURL === url) return next(specifier, context);
  return { url, format: 'module', shortCircuit: true };
};
