import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultWorld } from '../world.ts';
import { createNodeNetwork } from './node-network.ts';
import { fakeCloud } from './fake-cloud.testing.ts';

const network = (changes: { readonly address?: string; readonly ossEndpoint?: string; readonly metadata?: Readonly<Record<string, string>> } = {}) =>
  createNodeNetwork({
    address: changes.address ?? '192.168.0.11',
    world: defaultWorld,
    cloud: fakeCloud(changes.ossEndpoint === undefined ? {} : { ossEndpoint: changes.ossEndpoint }),
    podSecurityGroupIds: [defaultWorld.cluster.securityGroupId],
    names: { 'kubernetes.default': '192.168.0.10' },
    ...(changes.metadata === undefined ? {} : { metadata: changes.metadata }),
  });

describe('createNodeNetwork', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['dc-worker-2', '192.168.0.12'],
    ['kubernetes.default', '192.168.0.10'],
    ['registry-cn-hangzhou-vpc.ack.aliyuncs.com', '100.118.28.45'],
    ['example.com', undefined],
  ])('resolves %s to %s', (name, address) => {
    expect(network().resolve(name)).toBe(address);
  });

  it('gets an object of OSS as the VPC would, where a route leads there', async () => {
    const sources: unknown[] = [];
    const server = createServer((request, response) => {
      sources.push(request.headers['x-sandbox-source-vpc']);
      response.end('echo');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const ossEndpoint = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const url = 'https://scripts-1.oss-cn-hangzhou-internal.aliyuncs.com/init.sh';
    expect(await network({ ossEndpoint }).request(url)).toEqual({ outcome: 'answered', status: 200, body: 'echo' });
    expect(sources).toEqual([defaultWorld.vpc.id]);
  });

  it.each([
    ['https://192.168.0.10:6443/version', { outcome: 'answered', status: 200 }],
    ['https://192.168.0.10:6443/api/v1/nodes', { outcome: 'answered', status: 403 }],
    ['https://mirrors.aliyun.com/docker-ce/docker-ce.repo', { outcome: 'answered', status: 200 }],
    ['http://example.com/', { outcome: 'unknown-host' }],
    ['http://192.168.0.200/', { outcome: 'unreachable' }],
    ['http://[', { outcome: 'unknown-host' }],
  ])('answers %s', async (url, expected) => {
    expect(await network().request(url)).toMatchObject(expected);
  });

  it('keeps the metadata service to instances', async () => {
    const url = 'http://100.100.100.200/latest/meta-data/zone-id';
    expect(await network({ address: '10.10.24.9', metadata: { 'zone-id': 'cn-hangzhou-i' } }).request(url)).toMatchObject({ status: 200, body: 'cn-hangzhou-i' });
    expect(await network().request(url)).toMatchObject({ outcome: 'unreachable' });
  });
});
