// Just above the document's own limit, which is what reports a document that is too large.
const LIMIT = 11 * 1024 * 1024;

/** Reads standard input, up to a little more than any document may be. */
export const readStandardInput = async (input: AsyncIterable<Buffer | string>): Promise<Uint8Array> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > LIMIT) break;
  }
  return Buffer.concat(chunks);
};
