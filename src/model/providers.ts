import type { Config } from '../config/config.js';
import type { DocumentFacts } from '../document/facts.js';
import type { Place } from '../diagnostics/index.js';
import { SILENT, type Reporter } from './findings.js';
import { reportRoleSource } from './role-sources.js';
import type { Provider, Scheme, SchemeAccess } from './security-model.js';
import { quoted } from './wording.js';

/**
 * Groups the applied schemes by where identity comes from (S15): one provider, one evidence, one authenticator. `unclear`
 * are schemes whose `x-access-control` has a reported mistake.
 */
export const readProviders = (
  facts: DocumentFacts,
  schemes: readonly Scheme[],
  config: Config['providers'],
  unclear: ReadonlySet<string>,
  reporter: Reporter,
): readonly Provider[] => {
  const groups = new Map<string, Scheme[]>();
  for (const scheme of schemes.filter(({ used }) => used)) {
    const source = sourceOf(scheme);
    const members = groups.get(source) ?? [];
    members.push(scheme);
    groups.set(source, members);
  }
  const inPlace = namesInPlace(facts);
  const named = joinConfigured(groups, schemes, config, reporter);
  const taken = new Set<string>();
  return named.map(({ name, members }) => {
    const key = freeKey(name ?? keyOf(members, inPlace), taken);
    taken.add(key);
    // What a misread scheme seems to lack may only be misspelt.
    const teller = members.some(({ id }) => unclear.has(id)) ? SILENT : reporter;
    return { key, schemes: members.map(({ id }) => id), access: sharedAccess(key, members, teller) };
  });
};

/** Where a scheme's identity comes from: its OAuth flows' or discovery URL, else the scheme itself. */
const sourceOf = (scheme: Scheme): string => {
  if (scheme.type === 'oauth2') {
    const urls = scheme.flows.map(({ name, authorizationUrl, tokenUrl, refreshUrl }) => [
      name,
      authorizationUrl,
      tokenUrl,
      refreshUrl,
    ]);
    if (urls.length > 0) return JSON.stringify([scheme.type, urls.map((flow) => JSON.stringify(flow)).sort()]);
  }
  if (scheme.type === 'openIdConnect') return JSON.stringify([scheme.type, scheme.url]);
  return JSON.stringify(['scheme', scheme.id]);
};

/** Evidence that one authenticator can take: any bearer token, else only the same kind of credential. */
const evidenceForm = (scheme: Scheme): string => {
  if (scheme.type === 'oauth2' || scheme.type === 'openIdConnect') return 'bearer';
  return scheme.type === 'http' ? scheme.scheme : scheme.type;
};

interface Group {
  readonly name: string | null;
  readonly members: readonly Scheme[];
}

/** Applies the configuration's `providers`: each name takes the whole groups of the schemes that it lists. */
const joinConfigured = (
  groups: ReadonlyMap<string, readonly Scheme[]>,
  schemes: readonly Scheme[],
  config: Config['providers'],
  reporter: Reporter,
): readonly Group[] => {
  const claimed = new Map<string, string>();
  for (const [name, listed] of Object.entries(config ?? {})) {
    for (const id of listed) {
      const scheme = schemes.find((known) => known.id === id || known.aliases.includes(id));
      // Told with the other names that the document does not have.
      if (scheme === undefined) continue;
      const source = sourceOf(scheme);
      const other = claimed.get(source);
      if (other !== undefined && other !== name) {
        reporter.report('provider-conflict', scheme.at, {
          message: `The configuration's providers ${quoted([other, name])} both claim the source of identity of scheme ${JSON.stringify(id)}.`,
          fix: 'List the schemes of one identity provider under one name.',
        });
      }
      claimed.set(source, other ?? name);
    }
  }
  const joined = new Map<string, { name: string | null; members: Scheme[] }>();
  for (const [source, members] of groups) {
    const name = claimed.get(source) ?? null;
    const key = name === null ? `source ${source}` : `name ${name}`;
    const group = joined.get(key) ?? { name, members: [] };
    group.members.push(...members);
    joined.set(key, group);
  }
  for (const { name, members } of joined.values()) reportForms(name, members, reporter);
  return [...joined.values()];
};

const reportForms = (name: string | null, members: readonly Scheme[], reporter: Reporter): void => {
  const [first, ...rest] = members;
  if (first === undefined || name === null) return;
  const odd = rest.find((scheme) => evidenceForm(scheme) !== evidenceForm(first));
  if (odd === undefined) return;
  reporter.report('provider-conflict', odd.at, {
    message: `The configuration's provider ${JSON.stringify(name)} holds ${quoted([first.id, odd.id])}, whose credentials differ in kind: ${evidenceForm(first)} and ${evidenceForm(odd)}.`,
    fix: 'Give each kind of credential a provider of its own.',
    also: [first.at],
  });
};

/** What schemes in place may be named after: where each stands, and which it is there. */
const namesInPlace = (facts: DocumentFacts): ReadonlyMap<string, string> => {
  const counts = new Map<string, number>();
  const names = new Map<string, string>();
  for (const { id, owner } of facts.schemes) {
    if (owner === null) continue;
    const position = (counts.get(owner) ?? 0) + 1;
    counts.set(owner, position);
    names.set(id, `${owner}Scheme${String(position)}`);
  }
  return names;
};

/** The first component name in document order; a provider of inline schemes alone is named after where they stand. */
const keyOf = (members: readonly Scheme[], inPlace: ReadonlyMap<string, string>): string => {
  const rank = ({ id, pointer }: Scheme): number => (inPlace.has(id) ? 2 : id === pointer ? 1 : 0);
  const { id, pointer } = members.reduce((best, scheme) => (rank(scheme) < rank(best) ? scheme : best));
  // A reference straight into another file: the id is a pointer, whose last segment is the name there.
  const last = id
    .slice(id.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  return inPlace.get(id) ?? (id === pointer ? last : id);
};

const freeKey = (wanted: string, taken: ReadonlySet<string>): string =>
  taken.has(wanted) ? freeKey(`${wanted}_`, taken) : wanted;

/** What the schemes of a provider say about it, together: each may leave a key to the others, none may differ. */
const sharedAccess = (key: string, members: readonly Scheme[], reporter: Reporter): SchemeAccess => {
  const differing: { readonly field: string; readonly places: readonly [Place, Place]; readonly said: string }[] = [];
  const stated = <K extends Exclude<keyof SchemeAccess, 'aliases'>>(field: K): SchemeAccess[K] | null => {
    const holders = members.filter(({ access }) => access[field] !== null);
    const [first] = holders;
    const other = holders.find(({ access }) => JSON.stringify(access[field]) !== JSON.stringify(first?.access[field]));
    if (first !== undefined && other !== undefined) {
      const said = [first, other].map(
        ({ id, access }) => `${JSON.stringify(id)} says ${JSON.stringify(access[field])}`,
      );
      differing.push({ field, places: [other.at, first.at], said: `${field} (${said.join(', ')})` });
    }
    return first?.access[field] ?? null;
  };
  const access: SchemeAccess = {
    rolesFrom: stated('rolesFrom'),
    carrier: stated('carrier'),
    subject: stated('subject'),
    usernameClaim: stated('usernameClaim'),
    claim: stated('claim'),
    groupRoles: stated('groupRoles'),
    aliases: [...new Set(members.flatMap((scheme) => scheme.access.aliases))],
  };
  const [conflict] = differing;
  if (conflict !== undefined) {
    reporter.report(
      'provider-conflict',
      conflict.places[0],
      {
        message: `The schemes ${quoted(members.map(({ id }) => id))} are one source of identity, yet differ in ${differing.map(({ said }) => said).join(' and ')}.`,
        fix: 'Say the same in each of them: one that says nothing has no carrier, and is no source of roles. If they are different sources, give them different URLs.',
        also: [conflict.places[1]],
      },
      key,
    );
  }
  reportRoleSource(access, members, key, reporter);
  return access;
};
