import { report, type Diagnostic } from '../diagnostics/index.js';
import type { Channel, Server } from '../model/security-model.js';
import { overlap, piecesOf, type Piece } from './address-pieces.js';

/** The path template of a channel on a server: pathname + `/` + address, without doubled slashes. */
export const pathTemplate = (server: Server, address: string): string =>
  `/${[...server.pathname.split('/'), ...address.split('/')].filter((part) => part !== '').join('/')}`;

const segmentsOf = (template: string): readonly (readonly Piece[])[] =>
  template
    .split('/')
    .slice(1)
    .map((segment) => piecesOf(segment, decoded));

/** A path is compared after its percent-encoding is undone: `%61` and `a` are one text. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** A socket is one channel: refuses channels that have no path, and pairs that one path fits. */
export const checkChannelPaths = (server: Server, channels: readonly Channel[]): readonly Diagnostic[] => {
  const diagnostics: Diagnostic[] = [];
  const seen: { readonly channel: Channel; readonly segments: readonly (readonly Piece[])[] }[] = [];
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
    const rival = seen.find(
      (other) =>
        other.segments.length === segments.length &&
        segments.every((segment, index) => overlap(segment, other.segments[index] ?? [])),
    );
    if (rival === undefined) seen.push({ channel, segments });
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
