import { describe, expect, it } from 'vitest';
import { containerdConfiguration, packageCommands, parsePackage } from './node-packages.ts';
import { findDuplicateKey, type NodeSystem } from './node-system.ts';
import type { StubCommand } from './scratch-root.ts';
import type { NodeImage } from './seed-files.ts';

function node(image: NodeImage) {
  const stored = new Map<string, string>();
  const commands = new Map<string, StubCommand>();
  const joins: (readonly string[])[] = [];
  const system: NodeSystem = {
    image,
    files: {
      read: (path) => stored.get(path),
      list: (folder) => [...stored.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)),
      write: (path, text) => void stored.set(path, text),
      remove: (path) => {
        for (const key of [...stored.keys()]) if (key === path || key.startsWith(`${path}/`)) stored.delete(key);
      },
    },
    address: '10.0.0.1',
    cpu: 2,
    packages: new Map(),
    activeServices: new Set(),
    enabledServices: new Set(),
    modules: new Set(),
    hostname: 'h',
  };
  const fixed = packageCommands({
    system,
    defaultVersion: '1.33.2',
    addCommand: (name, command) => void commands.set(name, command),
    removeCommand: (name) => void commands.delete(name),
    join(words) {
      joins.push(words);
      return { exitCode: 0, output: 'joined\n', caVerified: true };
    },
  });
  const run = async (line: string) => {
    const [name = '', ...words] = line.split(' ');
    return (await (fixed[name] ?? commands.get(name))?.(words, '/')) ?? { exitCode: 127 };
  };
  return { stored, system, joins, run };
}

describe('packageCommands', () => {
  it('brings commands, units and versions along, and takes the commands away again', async () => {
    const { stored, run } = node('alinux3');
    expect((await run('kubelet --version')).exitCode).toBe(127);
    expect(await run('yum install -y kubelet-1.30.4')).toMatchObject({ exitCode: 1, stderr: 'Error: Unable to find a match: kubelet-1.30.4\n' });
    stored.set('/etc/yum.repos.d/k.repo', '[kubernetes]');
    expect((await run('dnf install -y --disableexcludes=kubernetes kubelet-1.30.4 kubeadm-1.30.4-150500.1.1 containerd.io')).exitCode).toBe(0);
    expect(await run('kubelet --version')).toMatchObject({ stdout: 'Kubernetes v1.30.4\n' });
    expect(await run('kubeadm version -o short')).toMatchObject({ stdout: 'v1.30.4\n' });
    expect(stored.get('/etc/sysconfig/kubelet')).toBe('KUBELET_EXTRA_ARGS=\n');
    expect(stored.get('/etc/containerd/config.toml')).toContain('disabled_plugins = ["cri"]');
    expect(await run('rpm -q kubelet')).toMatchObject({ exitCode: 0, stdout: 'kubelet-1.30.4\n' });
    expect((await run('yum remove -y kubelet')).exitCode).toBe(0);
    expect((await run('kubelet --version')).exitCode).toBe(127);
  });

  it('keeps a configuration that was there before the package', async () => {
    const { stored, run } = node('alinux3');
    stored.set('/etc/yum.repos.d/kubernetes.repo', 'x');
    stored.set('/etc/sysconfig/kubelet', 'KUBELET_EXTRA_ARGS=--v=4\n');
    await run('yum install -y kubelet');
    expect(stored.get('/etc/sysconfig/kubelet')).toBe('KUBELET_EXTRA_ARGS=--v=4\n');
    expect(await run('kubelet --version')).toMatchObject({ stdout: 'Kubernetes v1.33.2\n' });
  });

  it('knows apt on Ubuntu, where nobody writes /etc/default/kubelet', async () => {
    const { stored, run } = node('ubuntu2204');
    expect((await run('yum install -y kubelet')).exitCode).toBe(127);
    expect(await run('apt-get install -y kubelet=1.33.2-1.1')).toMatchObject({ exitCode: 100 });
    stored.set('/etc/apt/sources.list.d/kubernetes.list', 'deb x');
    expect((await run('apt-get install -y kubelet=1.33.2-1.1 kubeadm')).exitCode).toBe(0);
    expect(stored.has('/etc/default/kubelet')).toBe(false);
    expect(stored.get('/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf')).toContain('EnvironmentFile=-/etc/default/kubelet');
    expect(await run('dpkg -s kubelet')).toMatchObject({ exitCode: 0 });
  });

  it('adds a repository and hands the words of a join on', async () => {
    const { stored, joins, run } = node('alinux3');
    await run('yum-config-manager --add-repo https://mirrors.aliyun.com/kubernetes/kubernetes.repo');
    expect([...stored.keys()]).toContain('/etc/yum.repos.d/kubernetes.repo');
    await run('yum install -y kubeadm');
    expect(await run('kubeadm join a:1 --token x')).toMatchObject({ exitCode: 0, stdout: 'joined\n' });
    expect(joins).toEqual([['a:1', '--token', 'x']]);
    stored.set('/etc/kubernetes/kubelet.conf', 'x');
    await run('kubeadm reset -f');
    expect(stored.has('/etc/kubernetes/kubelet.conf')).toBe(false);
  });

  it('fails crictl while containerd does not run', async () => {
    const { run, system } = node('alinux3');
    system.files.write('/etc/yum.repos.d/kubernetes.repo', 'x');
    await run('yum install -y cri-tools');
    expect((await run('crictl info')).exitCode).toBe(1);
    system.activeServices.add('containerd');
    expect((await run('crictl info')).exitCode).toBe(0);
  });
});

describe('parsePackage', () => {
  it.each([
    ['kubelet', 'kubelet', undefined],
    ['kubelet-1.24.3', 'kubelet', '1.24.3'],
    ['kubelet-1.33.2-150500.1.1', 'kubelet', '1.33.2'],
    ['kubelet=1.33.2-1.1', 'kubelet', '1.33.2'],
    ['kubelet-1.33.*', 'kubelet', '1.33'],
    ['containerd.io-1.4.3', 'containerd.io', '1.4.3'],
    ['device-mapper-persistent-data', 'device-mapper-persistent-data', undefined],
  ])('reads %s', (text, name, version) => {
    expect(parsePackage(text)).toEqual({ name, version });
  });
});

describe('containerdConfiguration', () => {
  it.each([
    ['1.4.3', 'version = 2', false],
    ['1.6.20', 'version = 2', true],
    ['2.1.0', 'version = 3', true],
  ])('of %s is %s, with SystemdCgroup: %s', (version, first, listed) => {
    const text = containerdConfiguration(version);
    expect(text.split('\n')[0]).toBe(first);
    expect(text.includes('SystemdCgroup = false')).toBe(listed);
    expect(findDuplicateKey(text)).toBeUndefined();
  });
});
