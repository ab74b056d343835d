import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Channel, Server } from '../model/security-model.js';
import { SeenTemplates } from './seen-templates.js';

/** A piece of one path segment: fixed text, or a parameter, which is one or more characters but no `/`. */
type Piece = string | { readonly parameter: string };

/** The path template of a channel on a server: pathname + `/` + address, without doubled slashes. */
export const pathTemplate = (server: Server, address: string): string =>
  `/${[...server.pathname.split('/'), ...address.split('/')].filter((part) => part !== '').join('/')}`;

const segmentsOf = (template: string): readonly (readonly Piece[])[] =>
  template
    .split('/')
    .slice(1)
    .map((segment) =>
      segment
        .split(/(\{[^{}]*\})/)
        .filter((piece) => piece !== '')
        .map((piece) =>
          piece.startsWith('{') && piece.endsWith('}') ? { parameter: piece.slice(1, -1) } : decoded(piece),
        ),
    );

/** A path is compared after its percent-encoding is undone: `%61` and `a` are one text. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Whether some text fits both; it compares what stands before the first and after the last parameter, so it may say yes too often. */
const overlap = (a: readonly Piece[], b: readonly Piece[]): boolean => {
  const fixedA = a.every((piece) => typeof piece === 'string');
  const fixedB = b.every((piece) => typeof piece === 'string');
  const [startA, startB] = [leading(a), leading(b)];
  if (fixedA && fixedB) return a.join('') === b.join('');
  if (fixedA) return fits(a.join(''), b);
  if (fixedB) return fits(b.join(''), a);
  const [endA, endB] = [leading([...a].reverse()), leading([...b].reverse())];
  return (startA.startsWith(startB) || startB.startsWith(startA)) && (endA.endsWith(endB) || endB.endsWith(endA));
};

const leading = (pieces: readonly Piece[]): string => {
  const [first] = pieces;
  return typeof first === 'string' ? first : '';
};

/** By hand: a regular expression of many parameters, side by side, would try for ever. */
const fits = (text: string, pieces: readonly Piece[]): boolean => {
  let at = 0;
  let taken = 0;
  for (const [index, piece] of pieces.entries()) {
    if (typeof piece !== 'string') {
      taken += 1;
      continue;
    }
    const isEnd = index === pieces.length - 1 && taken > 0;
    const found = isEnd ? text.length - piece.length : text.indexOf(piece, at + taken);
    if (found < at + taken || !text.startsWith(piece, found) || (taken === 0 && found > at)) return false;
    at = found + piece.length;
    taken = 0;
  }
  return taken === 0 ? at === text.length : text.length >= at + taken;
};

/** A socket is one channel: refuses channels that have no path, and pairs that one path fits. */
export const checkChannelPaths = (server: Server, channels: readonly Channel[]): readonly Diagnostic[] => {
  const diagnostics: Diagnostic[] = [];
  const seen = new SeenTemplates<{ readonly channel: Channel; readonly segments: readonly (readonly Piece[])[] }>();
  for (const channel of channels) {
    if (channel.address === null) {
      diagnostics.push(
        report('channel-without-address', channel.at, {
          message: `The channel ${channel.id} has operations on the WebSocket server ${server.id}, but no address.`,
          fix: `Give it an address, such as \`address: /${channel.id}\`.`,
        }),
      );
      continue;
    }
    const segments = segmentsOf(pathTemplate(server, channel.address));
    const isFixed = segments.every((segment) => segment.every((piece) => typeof piece === 'string'));
    const fixed = isFixed ? JSON.stringify(segments.map((segment) => segment.join(''))) : null;
    const rival = seen.find(
      fixed,
      (other) =>
        other.segments.length === segments.length &&
        segments.every((segment, index) => overlap(segment, other.segments[index] ?? [])),
    );
    if (rival === undefined) seen.add(fixed, { channel, segments });
    else {
      diagnostics.push(
        report('channel-ambiguous', channel.at, {
          message: `On the server ${server.id} one path fits both channels, ${rival.channel.id} (${rival.channel.address ?? ''}) and ${channel.id} (${channel.address}).`,
          fix: 'Give one of them an address that differs in a fixed part, or put their messages into one channel.',
          also: [rival.channel.at],
        }),
      );
    }
  }
  return diagnostics;
};
