import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkScriptPath, downloadScript, locateScript } from './download-script.ts';

const access = { ossEndpoint: '127.0.0.1:4567', vpcId: 'vpc-1' };

describe('locateScript', () => {
  it.each([
    ['https://scripts-1.oss-cn-hangzhou-internal.aliyuncs.com/a/init.sh?x=1', 'http://127.0.0.1:4567/scripts-1/a/init.sh?x=1', { 'x-sandbox-actor': 'agent', 'x-sandbox-source-vpc': 'vpc-1' }],
    ['http://scripts-1.oss-cn-hangzhou.aliyuncs.com/init.sh', 'http://127.0.0.1:4567/scripts-1/init.sh', { 'x-sandbox-actor': 'agent' }],
  ])('maps %s to the OSS of the sandbox', (url, target, headers) => {
    expect(locateScript(url, access)).toEqual({ kind: 'oss', url: target, headers });
  });

  it.each(['http://127.0.0.1:8080/init.sh', 'http://localhost:8080/init.sh'])('uses %s as it stands', (url) => {
    expect(locateScript(url, access)).toEqual({ kind: 'loopback', url });
  });

  it.each(['https://example.com/init.sh', 'http://192.168.0.1/init.sh', 'https://127.0.0.1/init.sh', 'file:///etc/passwd', 'http://127.0.0.1.example.com/x', 'https://b.oss-cn-hangzhou.aliyuncs.com.example.com/x', 'no url'])('refuses %s', (url) => {
    expect(locateScript(url, access).kind).toBe('refused');
  });
});

describe('checkScriptPath', () => {
  it.each(['', 'http://a', `https://${'a'.repeat(1016)}`])('takes %s', (path) => {
    expect(checkScriptPath(path)).toBeUndefined();
  });
  it.each([
    ['ftp://a', 'must begin with http'],
    ['bucket/init.sh', 'must begin with http'],
    [`https://${'a'.repeat(1017)}`, '1,024 is the limit'],
  ])('refuses %s', (path, message) => {
    expect(checkScriptPath(path)).toContain(message);
  });
});

describe('downloadScript', () => {
  let server: Server;
  let base = '';
  const seen: { readonly url: string | undefined; readonly headers: IncomingHttpHeaders }[] = [];

  beforeEach(async () => {
    seen.length = 0;
    server = createServer((request, response) => {
      seen.push({ url: request.url, headers: request.headers });
      if (request.url === '/moved') response.writeHead(302, { location: 'http://example.com/' }).end();
      else if (request.url === '/denied') response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
      else if (request.url === '/large') response.end('x'.repeat(1024 * 1024 + 1));
      else response.end('echo 1\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('asks OSS as an instance of the VPC does', async () => {
    expect(await downloadScript('https://bucket-1.oss-cn-hangzhou-internal.aliyuncs.com/init.sh', { ossEndpoint: base, vpcId: 'vpc-1' })).toMatchObject({ ok: true, text: 'echo 1\n' });
    expect(seen).toMatchObject([{ url: '/bucket-1/init.sh', headers: { 'x-sandbox-source-vpc': 'vpc-1', 'x-sandbox-actor': 'agent' } }]);
  });

  it.each([
    ['/moved', 'HTTP 302'],
    ['/denied', 'HTTP 403 AccessDenied'],
    ['/large', '1048576 is the limit'],
  ])('says what is wrong with %s', async (path, message) => {
    expect(await downloadScript(`http://${base}${path}`, access)).toMatchObject({ ok: false, message: expect.stringContaining(message) as string });
  });

  it('does not reject where nobody listens', async () => {
    expect(await downloadScript('http://127.0.0.1:1/x', access)).toMatchObject({ ok: false });
  });
});
