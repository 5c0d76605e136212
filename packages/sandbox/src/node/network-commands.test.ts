import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../world.ts';
import { fakeCloud } from './fake-cloud.testing.ts';
import { networkCommands } from './network-commands.ts';
import { createNodeNetwork } from './node-network.ts';

const files = new Map<string, string>();
const nodeFiles = { read: (path: string) => files.get(path), list: () => [], write: (path: string, text: string) => void files.set(path, text), remove: (path: string) => void files.delete(path) };
const instance = { instanceId: 'i-1', region: 'cn-hangzhou', zone: 'cn-hangzhou-i', privateIp: '10.10.24.10', instanceType: 'ecs.g7.xlarge', nodepoolId: 'np', securityGroupIds: ['sg-bp1sandboxnodes00001'], labels: {}, taints: [] };

function commandsOf(address: string, routes = defaultWorld.routes): ReturnType<typeof networkCommands> {
  const inCloud = address.startsWith('10.10.');
  const network = createNodeNetwork({ address, world: defaultWorld, cloud: fakeCloud({ instances: [instance], routes }), podSecurityGroupIds: ['sg-bp1sandboxnodes00001'], ...(inCloud ? { metadata: { 'instance-id': 'i-1' } } : {}) });
  return networkCommands(network, nodeFiles);
}
const run = async (line: string, address = '10.10.24.10', routes = defaultWorld.routes) => {
  const [name = '', ...words] = line.split(' ');
  const command = commandsOf(address, routes)[name];
  return command === undefined ? { exitCode: 127 } : command(words, '/root');
};

describe('networkCommands', () => {
  it.each<[string, number, string]>([
    ['nc -z -w 2 192.168.0.10 6443', 0, ''],
    ['nc -zvw2 192.168.0.10 6443', 0, 'open'],
    ['nc -z -w 2 192.168.0.99 6443', 1, 'timed out (no host has 192.168.0.99'],
    ['nc -z nowhere.example 80', 1, 'bad address'],
    ['nc -z 192.168.0.10', 1, 'a host and a port'],
    ['ping -c 1 -W 2 192.168.0.10', 0, '1 received'],
    ['ping -c 3 192.168.0.99', 1, '3 packets transmitted, 0 received'],
    ['ping -c 1 nowhere.example', 2, 'not known'],
    ['nslookup dc-worker-1', 0, '192.168.0.11'],
    ['nslookup nowhere.example', 1, 'NXDOMAIN'],
    ['getent hosts dc-worker-1', 0, '192.168.0.11'],
    ['getent hosts nowhere.example', 2, ''],
    ['wget -q -O - -T 3 https://192.168.0.10:6443/healthz', 0, 'ok'],
    ['wget -qO- http://192.168.0.99/', 1, 'download timed out'],
    ['wget -q http://nowhere.example/x -O /tmp/x', 1, "bad address 'nowhere.example'"],
    ['wget -q -O - http://192.168.0.11:10250/', 1, 'HTTP/1.1 401'],
    ['curl -k https://192.168.0.10:6443/healthz', 0, 'ok'],
    ['curl -sS -m 3 http://192.168.0.99/', 28, 'timed out'],
    ['curl http://nowhere.example/', 6, 'Could not resolve host: nowhere.example'],
    ['curl -fsSk https://192.168.0.10:6443/api', 22, '403'],
    ['curl -sk -o /dev/null -w %{http_code} https://192.168.0.10:6443/api', 0, '403'],
    ['curl -s -w %{http_code} http://192.168.0.99/', 28, '000'],
    ['curl http://100.100.100.200/latest/meta-data/instance-id', 0, 'i-1'],
    ['curl', 2, 'no URL'],
  ])('%s exits with %i', async (line, exitCode, text) => {
    const answer = await run(line);
    expect(answer.exitCode).toBe(exitCode);
    expect(`${'stdout' in answer ? (answer.stdout ?? '') : ''}${'stderr' in answer ? (answer.stderr ?? '') : ''}`).toContain(text);
  });

  it('asks from the address that it stands on', async () => {
    expect((await run('nc -z 10.10.24.10 22', '192.168.0.11')).exitCode).toBe(0);
    expect((await run('nc -z 10.10.24.10 22', '192.168.0.11', [])).exitCode).toBe(1);
    expect((await run('curl http://100.100.100.200/latest/meta-data/instance-id', '192.168.0.11')).exitCode).toBe(28);
  });

  it('writes what it fetched where it was told', async () => {
    await run('curl -fsSLo docker.repo https://download.docker.com/linux/centos/docker-ce.repo');
    await run('wget -O /etc/key.gpg https://mirrors.aliyun.com/key.gpg');
    expect(files.get('/root/docker.repo')).toContain('docker-ce.repo');
    expect(files.get('/etc/key.gpg')).toContain('key.gpg');
  });
});
