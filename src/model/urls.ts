import type { Node } from '../document/node.js';
import type { Reporter } from './findings.js';
import { described, textOf } from './node-values.js';

/** Who states a URL, for messages and for the exception that config may make. */
export interface UrlOwner {
  readonly scheme: string;
  readonly allowHttp: boolean;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Checks that tokens and discovery documents come from one absolute address that cannot be tampered with (M5, S19). */
export const readUrl = (node: Node, field: string, owner: UrlOwner, reporter: Reporter): string => {
  const text = textOf(node);
  const scheme = JSON.stringify(owner.scheme);
  const invalid = (why: string): string => {
    reporter.report(
      'scheme-url-invalid',
      node.at,
      {
        message: `${field} of scheme ${scheme} ${why}.`,
        fix: `Write one absolute URL, such as https://idp.example.com/token. Server variables and templates are not resolved here.`,
      },
      `${owner.scheme} ${text ?? node.at.pointer}`,
    );
    return text ?? '';
  };
  if (text === null) return invalid(`is ${described(node)}`);
  if (text === '') return invalid('is empty');
  if (/[{}]/.test(text)) return invalid(`is a template: ${JSON.stringify(text)}`);
  // Neither is printed: a name and password before `@` are a secret.
  if (/^[^/]*\/\/[^/?#]*@/.test(text)) return invalid('holds a user name before an "@"');
  const url =
    /^[a-z][a-z0-9+.-]*:\/\/[^\s/]/i.test(text) && !/[\s\\]/.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url === null) return invalid(`is not an absolute URL: ${JSON.stringify(text)}`);
  if (url.protocol === 'https:') return text;
  if (url.protocol !== 'http:') return invalid(`is not an https URL: ${JSON.stringify(text)}`);
  if (!LOOPBACK.test(url.hostname) && !owner.allowHttp) {
    reporter.report(
      'scheme-url-cleartext',
      node.at,
      {
        message: `${field} of scheme ${scheme} is ${JSON.stringify(text)}: whoever is on the way can read and replace what is obtained there.`,
        fix: `Write https:, or, where the network is trusted, set schemes.${owner.scheme}.allowHttp: true in the configuration.`,
      },
      `${owner.scheme} ${text}`,
    );
  }
  return text;
};
