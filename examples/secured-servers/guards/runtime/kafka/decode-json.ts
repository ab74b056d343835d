/** Makes a message of a record's bytes. Throws where it cannot: the record is denied as `malformed-message`. */
export type Decode = (value: Uint8Array) => unknown;

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** JSON in UTF-8 (RFC 8259, section 8.1). */
export const decodeJson: Decode = (value) =>
  JSON.parse(UTF8.decode(value)) as unknown;
