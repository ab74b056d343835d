import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate for 127.0.0.1 that only its own maker vouches for, with its key, both PEM. */
export function selfSigned(): { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(object('06082a8648ce3d040302'));
  const name = sequence(der(0x31, sequence(object('0603550403'), text(0x0c, 'test'))));
  const alternativeNames = sequence(der(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = sequence(sequence(object('0603551d11'), der(0x04, alternativeNames)));
  const content = sequence(
    der(0xa0, object('020102')),
    object('020101'),
    algorithm,
    name,
    sequence(text(0x17, '240101000000Z'), text(0x17, '490101000000Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = sign('sha256', content, privateKey);
  const certificate = sequence(content, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const object = (hex: string): Buffer => Buffer.from(hex, 'hex');
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value));
