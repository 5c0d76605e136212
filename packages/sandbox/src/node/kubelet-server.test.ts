import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startKubeletServer, type KubeletServer } from './kubelet-server.ts';

let server: KubeletServer;
beforeAll(async () => {
  server = await startKubeletServer((namespace, pod, container) => (namespace === 'kube-system' && pod === 'probe' && container === 'a' ? 'line\n' : undefined));
});
afterAll(() => server.stop());

const call = (path: string, method = 'GET'): Promise<[number | undefined, string]> =>
  new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: server.port, path, method, rejectUnauthorized: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => resolve([response.statusCode, text]));
    });
    call.on('error', reject).end();
  });

describe('the kubelet API of the sandbox', () => {
  it.each([
    ['the log of a container, whatever the options', '/containerLogs/kube-system/probe/a?follow=true', 'GET', 200, /^line\n$/],
    ['that a container is not there', '/containerLogs/kube-system/probe/b', 'GET', 404, /container "b" of pod "kube-system\/probe" is not here/],
    ['that it attaches to nothing', '/exec/kube-system/probe/a', 'POST', 501, /not POST \/exec\/kube-system\/probe\/a/],
    ['that it measures nothing', '/stats/summary', 'GET', 501, /serves GET \/containerLogs/],
  ])('says %s', async (_title, path, method, status, text) => {
    const [found, body] = await call(path, method);
    expect(found).toBe(status);
    expect(body).toMatch(text);
  });
});
