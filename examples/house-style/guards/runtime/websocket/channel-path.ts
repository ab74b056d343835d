/** The path of a channel, cut into segments: text, with parameters between. */
export type PathTemplate = readonly SegmentTemplate[];

/** `literals` has one entry more than `parameters`: the text before, between and after them. */
interface SegmentTemplate {
  readonly literals: readonly string[];
  readonly parameters: readonly string[];
}

/** Cuts the path of a channel: the server's pathname, `/`, the channel's address. A parameter is part of one segment. */
export function pathTemplate(pathname: string, address: string): PathTemplate {
  const segments = [...pathname.split('/'), ...address.split('/')];
  while (segments.length > 1 && segments[0] === '') segments.shift();
  // Both `/ws` + `/` and `/ws/` + `` mean `/ws`; a trailing slash after text belongs to the address.
  const inner = segments.filter(
    (segment, index) => segment !== '' || index === segments.length - 1,
  );
  if (inner.length > 1 && (address === '' || address === '/')) inner.pop();
  return inner.map(segmentTemplate);
}

function segmentTemplate(text: string): SegmentTemplate {
  const pieces = text.split(/\{([^{}]+)\}/);
  return {
    literals: pieces
      .filter((_, index) => index % 2 === 0)
      .map((literal) => decodeOnce(literal) ?? literal),
    parameters: pieces.filter((_, index) => index % 2 === 1),
  };
}

const CONTROL = /\p{Cc}/u;

/**
 * The decoded segments of a request target. Undefined for whatever is not a plain path: absolute-form, `//`, dot segments,
 * bad percent-encoding, control characters.
 */
export function requestSegments(
  target: string | undefined,
): readonly string[] | undefined {
  if (
    target === undefined ||
    !target.startsWith('/') ||
    target.startsWith('//') ||
    target.includes('#')
  )
    return undefined;
  const query = target.indexOf('?');
  const path = target.slice(1, query < 0 ? undefined : query);
  const escaped = path.includes('%');
  if (!escaped && CONTROL.test(path)) return undefined;
  const segments: string[] = [];
  for (const raw of path.split('/')) {
    const segment = escaped ? decodeOnce(raw) : raw;
    if (
      segment === undefined ||
      segment === '.' ||
      segment === '..' ||
      (escaped && CONTROL.test(segment))
    )
      return undefined;
    segments.push(segment);
  }
  return segments;
}

function decodeOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The values of the parameters, frozen, where the path is this template's, else undefined. */
export function matchPath(
  template: PathTemplate,
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (template.length !== segments.length) return undefined;
  const values = new Map<string, string>();
  const matches = template.every((segment, index) =>
    matchSegment(segment, segments[index] ?? '', values),
  );
  return matches ? Object.freeze(Object.fromEntries(values)) : undefined;
}

// Each parameter takes the shortest text that lets the next literal follow: linear, unlike a pattern with several `.+?`.
function matchSegment(
  template: SegmentTemplate,
  text: string,
  values: Map<string, string>,
): boolean {
  const [first = '', ...following] = template.literals;
  if (template.parameters.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  let start = first.length;
  for (const [index, parameter] of template.parameters.entries()) {
    const literal = following[index] ?? '';
    const last = index === template.parameters.length - 1;
    if (last && !text.endsWith(literal)) return false;
    const end = last
      ? text.length - literal.length
      : text.indexOf(literal, start + 1);
    if (end <= start) return false;
    const value = text.slice(start, end);
    if ((values.get(parameter) ?? value) !== value) return false;
    values.set(parameter, value);
    start = end + literal.length;
  }
  return true;
}

/** The path for these values. Throws TypeError for values that no path can carry: it would lead to others. */
export function formatPath(
  template: PathTemplate,
  values: Readonly<Record<string, string>>,
): string {
  const path = template
    .map((segment) => `/${formatSegment(segment, values)}`)
    .join('');
  const read = matchPath(template, requestSegments(path) ?? []) ?? {};
  const lost = template
    .flatMap(({ parameters }) => parameters)
    .filter(
      (name) => !Object.hasOwn(read, name) || read[name] !== values[name],
    );
  if (lost.length > 0)
    throw new TypeError(
      `The path would not be read as it was meant: choose another value of ${[...new Set(lost)].join(', ')}.`,
    );
  return path;
}

function formatSegment(
  template: SegmentTemplate,
  values: Readonly<Record<string, string>>,
): string {
  let path = '';
  for (const [index, literal] of template.literals.entries()) {
    const parameter = template.parameters[index];
    path +=
      encodeURIComponent(literal) +
      (parameter === undefined
        ? ''
        : encodeURIComponent(values[parameter] ?? ''));
  }
  if (path === '.' || path === '..')
    throw new TypeError(
      'A channel parameter may not make the path segment "." or "..".',
    );
  return path;
}

/** One text for one set of values. Throws TypeError unless exactly the channel's parameters are given, as text. */
export function parameterKey(
  parameters: readonly string[],
  values: Readonly<Record<string, unknown>>,
): string {
  const unknown = Object.keys(values).filter(
    (name) => !parameters.includes(name),
  );
  if (unknown.length > 0)
    throw new TypeError(`The channel has no parameter ${unknown.join(', ')}.`);
  return JSON.stringify(
    parameters.map((name) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (typeof value !== 'string' || value === '')
        throw new TypeError(`Give the channel parameter ${name} as text.`);
      return value;
    }),
  );
}
