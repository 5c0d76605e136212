import { X509Certificate } from 'node:crypto';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';

describe('createSelfSignedCertificate', () => {
  it('makes a certificate that OpenSSL reads, signed by its own key', () => {
    const certificate = new X509Certificate(createSelfSignedCertificate('kubelet', Date.UTC(2026, 0, 2)).certificate);
    expect(certificate.subject).toBe('CN=kubelet');
    expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
    expect([certificate.validFrom, certificate.validTo]).toEqual(['Jan  1 00:00:00 2026 GMT', 'Jan  2 00:00:00 2027 GMT']);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
  });

  it('serves TLS to a client that trusts it', async () => {
    const { certificate, key } = createSelfSignedCertificate('kubelet');
    const server = createServer({ cert: certificate, key }, (_request, response) => response.end('served'));
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const body = await new Promise<string>((resolve, reject) => {
      get({ host: '127.0.0.1', port, ca: certificate }, (response) => response.setEncoding('utf8').on('data', resolve)).on('error', reject);
    });
    expect(body).toBe('served');
  });
});
