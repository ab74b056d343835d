import type { RawData } from 'ws';

/** Makes a value of a frame. Throws where it cannot: the frame is denied as `malformed-message`. */
export type Decode = (data: Buffer, isBinary: boolean) => unknown;

/** Makes a frame of a value: text for a string, else binary. */
export type Encode = (message: unknown) => string | Buffer;

/** JSON in text frames; a binary frame has no meaning here. */
export const decodeJson: Decode = (data, isBinary) => {
  if (isBinary) throw new TypeError('A binary frame, and no decode option.');
  return JSON.parse(data.toString('utf8')) as unknown;
};

export const encodeJson: Encode = (message) => {
  const text = JSON.stringify(message) as string | undefined;
  if (text === undefined) throw new TypeError('The message has no JSON form.');
  return text;
};

/** One buffer, however ws hands the frame over. */
export function frameBytes(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
