import type { Diagnostic, Place } from '../diagnostics/index.js';
import { lostSections, missesSection, saysMissing } from './lost-sections.js';
import { pointerSegments } from './pointer.js';
import { follow, lookup } from './resolve.js';
import type { ReadDocument } from './source-file.js';
import { member, refText, spotOf, spotsTo, type Spot } from './spot.js';

/** What a mistake of ours explains: errors within `part`, and those about the places above it that are in `above`. */
interface Explained {
  readonly file: string;
  readonly part: string;
  /** The scheme or the `security` list that the part lies in, above which other mistakes are mistakes of their own. */
  readonly above: string;
  /** Only errors about the part as a whole. */
  readonly exact?: boolean;
  /** Where the mistake is written, whichever YAML alias leads there. */
  readonly text?: readonly Place['range'][];
}

const explains = ({ file, part, above, exact, text }: Explained, { at }: Diagnostic): boolean => {
  if (at?.file !== file) return false;
  if (exact === true) return at.pointer === part;
  if (text?.some((range) => lies(at.range, range)) === true) return true;
  return within(at.pointer, part) || (within(part, at.pointer) && within(at.pointer, above));
};

const lies = (inner: Place['range'], outer: Place['range']): boolean =>
  !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);

const isBefore = (one: Place['range']['start'], other: Place['range']['start']): boolean =>
  one.line < other.line || (one.line === other.line && one.column < other.column);

/** Codes of what is wrong inside one scheme. */
const OF_SCHEMES = /^(?:scheme|flow|scopes?|api-key|bearer)-/;

const explainedBy = (read: ReadDocument, { code }: Diagnostic, place: Place): readonly Explained[] => {
  const { file, pointer } = place;
  const root = read.files.get(file)?.root;
  const way = root === undefined ? [] : spotsTo(spotOf(root), pointer);
  const scheme = OF_SCHEMES.test(code) ? [...way].reverse().find(isScheme)?.at.pointer : undefined;
  // Each scheme is a choice of types for the official schema: one mistake makes all of its fields wrong.
  const part = scheme ?? pointer;
  return [
    { file, part, above: securityPart(part), text: [place.range, ...valueOf(way, pointer)] },
    ...messagesOf(place),
    ...behindReference(read, way),
  ];
};

/** Where the value of a key is written that a mistake is about. */
const valueOf = (way: readonly Spot[], pointer: string): readonly Place['range'][] =>
  way.flatMap(({ at, node }) => (at.pointer === pointer ? [node.at.range] : []));

/** Of a channel that is not there, no message is the operation's or the reply's either. */
const messagesOf = ({ file, pointer }: Place): readonly Explained[] => {
  const [, owner] = /^(.*)\/channel(?:\/\$ref)?$/.exec(pointer) ?? [];
  const part = `${owner ?? ''}/messages`;
  return owner === undefined ? [] : [{ file, part, above: part }];
};

/** The parser replaces references before it looks, and complains of what they lead to. */
const behindReference = (read: ReadDocument, way: readonly Spot[]): readonly Explained[] => {
  const spot = way.slice(-2).find((last) => refText(last) !== undefined);
  if (spot === undefined) return [];
  const hops = follow(read, spot).hops.slice(1);
  const target = lookup(read, (hops.at(-1) ?? spot).at.file, refText(hops.at(-1) ?? spot) ?? '');
  const missing = target.kind === 'missing' ? [target.parent] : [];
  return [...hops, ...missing].map((hop) => ({
    file: hop.at.file,
    part: hop.at.pointer,
    above: hop.at.pointer,
    exact: !isScheme(hop),
  }));
};

const isScheme = (spot: Spot): boolean => member(spot, 'type')?.node.kind === 'scalar';

const securityPart = (pointer: string): string => {
  const segments = pointerSegments(pointer);
  if (segments[0] === 'components' && segments[1] === 'securitySchemes') return prefix(pointer, 3);
  const security = segments.lastIndexOf('security');
  return security < 0 ? pointer : prefix(pointer, security + 1);
};

const prefix = (pointer: string, segments: number): string =>
  pointer
    .split('/')
    .slice(0, segments + 1)
    .join('/');
const within = (pointer: string, part: string): boolean => pointer === part || pointer.startsWith(`${part}/`);

/** Codes that name a whole operation, or all schemes, for want of something: what its parts do wrong is not told by them. */
const WHOLE: ReadonlySet<Diagnostic['code']> = new Set([
  'operation-without-security',
  'operation-without-roles',
  'schemes-unapplied',
  'security-emptied',
]);

/** Codes of what is wrong with one `security`. */
const OF_SECURITY: ReadonlySet<Diagnostic['code']> = new Set([
  'security-not-a-list',
  'requirement-form',
  'requirement-invalid',
  'operation-security-too-early',
]);

/** Of warnings, only what is wrong with a scheme or `security` that counts for nobody: it does no harm, whoever says so. */
const counts = ({ severity, code }: Diagnostic): boolean =>
  severity === 'error' ? !WHOLE.has(code) : severity === 'warning' && (OF_SCHEMES.test(code) || OF_SECURITY.has(code));

/** Drops the errors of the official parser that repeat what we report more exactly: one mistake gives one error. */
export const foldValidation = (
  read: ReadDocument,
  invalid: readonly Diagnostic[],
  ours: readonly Diagnostic[],
): Diagnostic[] => {
  // What would explain an error is not looked for where there is none: of a circle it is each way round it.
  if (invalid.length === 0) return [];
  const told = ours.filter(counts);
  if (told.some(({ code }) => UNREAD.has(code))) return [];
  const explained = told.flatMap((diagnostic) =>
    [...(diagnostic.at === undefined ? [] : [diagnostic.at]), ...(diagnostic.also ?? [])].flatMap((place) =>
      explainedBy(read, diagnostic, place),
    ),
  );
  const lost = lostSections(ours);
  return invalid.filter(
    (diagnostic) => !explained.some((part) => explains(part, diagnostic)) && !saysMissing(lost, diagnostic),
  );
};

/** Tells what is said of several places once, at the first. */
export const onceEach = (invalid: readonly Diagnostic[]): readonly Diagnostic[] => {
  const byText = new Map<string, Diagnostic[]>();
  for (const diagnostic of [...invalid].sort(byPlace)) {
    const text = JSON.stringify([diagnostic.severity, diagnostic.message, diagnostic.at?.file]);
    byText.set(text, [...(byText.get(text) ?? []), diagnostic]);
  }
  return [...byText.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const also = [first, ...rest].flatMap(({ also: others = [] }) => others);
    const places = [...rest.flatMap(({ at }) => (at === undefined ? [] : [at])), ...also];
    return [places.length === 0 ? first : { ...first, also: places }];
  });
};

const byPlace = ({ at: one }: Diagnostic, { at: other }: Diagnostic): number =>
  (one?.range.start.line ?? 0) - (other?.range.start.line ?? 0) ||
  (one?.range.start.column ?? 0) - (other?.range.start.column ?? 0);

/** Codes for which nothing of a document is read: what its references lead to is then no matter. */
const UNREAD: ReadonlySet<Diagnostic['code']> = new Set(['version-unsupported', 'document-not-object']);

const OF_REFERENCES: ReadonlySet<Diagnostic['code']> = new Set([
  'ref-network',
  'ref-outside',
  'ref-unreadable',
  'ref-unresolved',
  'ref-circular',
  'scheme-undefined',
]);

/** Sections where security is applied. */
const APPLYING: readonly string[] = ['servers', 'channels', 'operations'];

/**
 * Drops what follows from another error: what misses a section that has another name or place; a scheme that is unused
 * where `security` is misplaced; that no scheme is applied where the section that would is null for the official parser;
 * and in a form that the version does not have, a reference to nothing.
 */
export const foldConsequences = (
  read: ReadDocument,
  ours: readonly Diagnostic[],
  invalid: readonly Diagnostic[],
): Diagnostic[] => {
  const root = read.files.get(read.entry)?.root;
  const refused = APPLYING.some((name) => {
    const stated = root && member(spotOf(root), name);
    return (
      stated?.node.kind === 'scalar' &&
      invalid.some(
        ({ severity, at }) => severity === 'error' && at?.file === read.entry && at.pointer === stated.at.pointer,
      )
    );
  });
  const misformed = new Set(
    ours
      .filter(({ code }) => code === 'requirement-form')
      .flatMap(({ at, also = [] }) => [at, ...also])
      .map((place) => `${place?.file ?? ''} ${place?.pointer ?? ''}/$ref`),
  );
  const unread = ours.some(({ code }) => UNREAD.has(code));
  const lost = lostSections(ours);
  const misplaced = ours.some(({ code }) => code === 'security-misplaced');
  return ours
    .filter((diagnostic) => !missesSection(read, lost, diagnostic))
    .filter(
      ({ code, at }) =>
        !(refused && code === 'schemes-unapplied') &&
        !(unread && OF_REFERENCES.has(code)) &&
        !(misplaced && code === 'scheme-unused') &&
        !(code === 'scheme-undefined' && misformed.has(`${at?.file ?? ''} ${at?.pointer ?? ''}`)),
    );
};
