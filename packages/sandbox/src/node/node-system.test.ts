import { describe, expect, it } from 'vitest';
import { findDuplicateKey, operands, runtimeRunning, systemCommands, type NodeSystem } from './node-system.ts';

function system(files: Readonly<Record<string, string>> = {}): { readonly system: NodeSystem; readonly stored: Map<string, string> } {
  const stored = new Map(Object.entries({ '/etc/sysctl.conf': '', '/proc/swaps': 'Filename\n/swapfile file 1 0 -2\n', ...files }));
  const list = (folder: string): string[] => [...stored.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
  return {
    stored,
    system: {
      image: 'alinux3',
      files: { read: (path) => stored.get(path), list, write: (path, text) => void stored.set(path, text), remove: (path) => void stored.delete(path) },
      address: '10.0.0.1',
      cpu: 4,
      packages: new Map(),
      activeServices: new Set(),
      enabledServices: new Set(),
      modules: new Set(),
      hostname: 'h',
    },
  };
}
const run = async (target: NodeSystem, line: string) => {
  const [name = '', ...words] = line.split(' ');
  return (await systemCommands(target)[name]?.(words, '/')) ?? { exitCode: 127 };
};
const units = { '/usr/lib/systemd/system/containerd.service': '[Service]\n', '/usr/lib/systemd/system/kubelet.service': '[Service]\n' };

describe('systemCommands', () => {
  it('keeps the state of services', async () => {
    const { system: node } = system(units);
    expect(await run(node, 'systemctl is-active containerd')).toMatchObject({ exitCode: 3, stdout: 'inactive\n' });
    expect(await run(node, 'systemctl enable --now containerd')).toMatchObject({ exitCode: 0 });
    expect(await run(node, 'systemctl is-active containerd.service')).toMatchObject({ exitCode: 0, stdout: 'active\n' });
    expect(await run(node, 'systemctl is-enabled containerd')).toMatchObject({ exitCode: 0 });
    expect(await run(node, 'systemctl stop containerd')).toMatchObject({ exitCode: 0 });
    expect(runtimeRunning(node)).toBe(false);
  });

  it.each([
    ['systemctl start kubelet', 5, 'kubelet.service not found'],
    ['systemctl enable kubelet', 1, 'kubelet.service does not exist'],
    ['systemctl daemon-reload', 0, ''],
    ['systemctl disable --now firewalld', 0, ''],
    ['setenforce 0', 1, 'SELinux is disabled'],
    ['sysctl -w net.bridge.bridge-nf-call-iptables=1', 1, 'No such file'],
    ['modprobe br_netfilter', 0, ''],
  ])('%s on a fresh image exits with %i', async (line, exitCode, text) => {
    const answer = await run(system().system, line);
    expect(answer.exitCode).toBe(exitCode);
    expect('stderr' in answer ? answer.stderr : '').toContain(text);
  });

  it('does not start containerd with a configuration that sets a key twice', async () => {
    const { system: node, stored } = system({ ...units, '/etc/containerd/config.toml': '[a]\nx = 1\n[b]\nx = 1\n' });
    expect((await run(node, 'systemctl restart containerd')).exitCode).toBe(0);
    expect(runtimeRunning(node)).toBe(true);
    stored.set('/etc/containerd/config.toml', '[a]\nx = 1\nx = 2\n');
    expect((await run(node, 'systemctl start containerd')).exitCode).toBe(0);
    expect((await run(node, 'systemctl restart containerd')).exitCode).toBe(1);
    expect(runtimeRunning(node)).toBe(false);
  });

  it('does not count a runtime whose plugin for Kubernetes is off', async () => {
    const { system: node } = system({ ...units, '/etc/containerd/config.toml': 'disabled_plugins = ["cri"]\n' });
    await run(node, 'systemctl start containerd');
    expect(runtimeRunning(node)).toBe(false);
  });

  it('applies the settings of files, in order', async () => {
    const { system: node, stored } = system({ '/etc/sysctl.d/1.conf': '# a\nnet.ipv4.ip_forward = 0\n', '/etc/sysctl.d/2.conf': 'net.ipv4.ip_forward=1\n' });
    expect((await run(node, 'sysctl --system')).exitCode).toBe(0);
    expect(stored.get('/proc/sys/net/ipv4/ip_forward')).toBe('1\n');
    expect(await run(node, 'sysctl -n net.ipv4.ip_forward')).toMatchObject({ stdout: '1\n' });
    expect(await run(node, 'sysctl -p /etc/sysctl.d/1.conf')).toMatchObject({ stdout: 'net.ipv4.ip_forward = 0\n' });
  });

  it('turns swap off, names the machine and loads modules', async () => {
    const { system: node, stored } = system();
    await run(node, 'swapoff -a');
    expect(stored.get('/proc/swaps')).not.toContain('/swapfile');
    await run(node, 'hostnamectl set-hostname node-7');
    expect(await run(node, 'hostname')).toMatchObject({ stdout: 'node-7\n' });
    await run(node, 'modprobe -a overlay br_netfilter');
    expect(await run(node, 'sysctl -w net.bridge.bridge-nf-call-iptables=1')).toMatchObject({ exitCode: 0 });
    expect(await run(node, 'lsmod')).toMatchObject({ stdout: expect.stringContaining('br_netfilter') as string });
  });

  it('never sets the clock of the machine', async () => {
    expect(await run(system().system, 'date -s 2001-01-01')).toMatchObject({ exitCode: 0 });
    expect(await run(system().system, 'date +%Y')).toMatchObject({ stdout: expect.stringMatching(/^\d{4}\n$/) as string });
  });
});

describe('findDuplicateKey', () => {
  it.each([['[a]\nx=1\ny=2\nx=3', 'x'], ['[a]\nx=1\n[b]\nx=1', undefined], ['', undefined]])('of %j is %s', (toml, key) => {
    expect(findDuplicateKey(toml)).toBe(key);
  });
});

describe('operands', () => {
  it('leaves out options and the values of those that take one', () => {
    expect(operands(['-w', '2', '-z', 'host', '1', '-'], ['-w'])).toEqual(['host', '1', '-']);
  });
});
