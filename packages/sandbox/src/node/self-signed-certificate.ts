import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** A certificate and its key, PEM. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** Tags of ASN.1 (ITU-T X.690, DER). */
const tag = { integer: 0x02, bitString: 0x03, octetString: 0x04, objectId: 0x06, utf8: 0x0c, time: 0x18, sequence: 0x30, set: 0x31 } as const;
const ecdsaWithSha256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const commonName = [0x55, 0x04, 0x03];
const subjectAltName = [0x55, 0x1d, 0x11];
const dayMs = 86_400_000;

/**
 * A fresh certificate that signs itself, for `localhost` and 127.0.0.1, of an ECDSA key on P-256, valid for a year: what a kubelet presents
 * that was given none (RFC 5280). It proves nothing; the API server doesn't check a kubelet's unless it is told by whom it is signed.
 */
export function createSelfSignedCertificate(name: string, now = Date.now()): ServerCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = element(tag.sequence, element(tag.objectId, Buffer.from(ecdsaWithSha256)));
  const subject = element(tag.sequence, element(tag.set, element(tag.sequence, element(tag.objectId, Buffer.from(commonName)), element(tag.utf8, Buffer.from(name)))));
  const names = element(tag.sequence, element(0x82, Buffer.from('localhost')), element(0x87, Buffer.from([127, 0, 0, 1])));
  const extension = element(tag.sequence, element(tag.objectId, Buffer.from(subjectAltName)), element(tag.octetString, names));
  const body = element(
    tag.sequence,
    element(0xa0, element(tag.integer, Buffer.from([2]))),
    // Positive and without a leading zero octet.
    element(tag.integer, Buffer.from([0x01, ...randomBytes(8)])),
    algorithm,
    subject,
    element(tag.sequence, time(now - dayMs), time(now + 365 * dayMs)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, element(tag.sequence, extension)),
  );
  const signature = sign('sha256', body, privateKey);
  return { certificate: pem('CERTIFICATE', element(tag.sequence, body, algorithm, element(tag.bitString, Buffer.from([0]), signature))), key: keyText(privateKey) };
}

function element(type: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([type, ...lengthOctets(content.length)]), content]);
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function time(at: number): Buffer {
  return element(tag.time, Buffer.from(new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')));
}

function pem(label: string, der: Buffer): string {
  return `-----BEGIN ${label}-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`;
}

function keyText(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
