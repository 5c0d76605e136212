import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInputError, Secret } from '@ack-hybrid/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkSyntax, cloudVariables, NodeRoot } from '../testing/node-root.ts';
import { readKubeletWords } from '../testing/systemd.ts';
import { buildInitScript } from './build-init-script.ts';
import type { InitScriptRecipe, PackageSource } from './recipe.ts';

const hash = `sha256:${'0a'.repeat(32)}`;
const recipeOf = (packages: PackageSource['kind'], more: Partial<InitScriptRecipe> = {}): InitScriptRecipe => ({
  kubernetes: { version: '1.33.2' },
  packages: { kind: packages },
  join: { apiServer: '192.168.0.10:6443', token: new Secret('abcdef.0123456789abcdef'), caCertificateHashes: [hash] },
  ...more,
});
let node: NodeRoot;

// Many short processes, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 });

beforeEach(() => {
  node = new NodeRoot();
  node.write('etc/os-release', 'ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"\n');
});
afterEach(() => node.remove());

/** Stubs that answer with a version, as if installed. */
const install = (containerd = '1.7.22', kubernetes = '1.33.2'): void => {
  node.stub('kubelet', `echo 'Kubernetes v${kubernetes}'`);
  node.stub('kubeadm', `if [ "$1" = version ]; then echo v${kubernetes}; fi`);
  node.stub('containerd', `echo 'containerd github.com/containerd/containerd v${containerd} abc'`);
};
const run = (recipe = recipeOf('pre-baked'), environment: Readonly<Record<string, string>> = cloudVariables) => node.run(buildInitScript(recipe, { root: node.path, retrySeconds: 0 }), environment);
const lines = (): readonly string[] => node.callLines().map((line) => line.replaceAll(node.path, ''));
const joinLine = `kubeadm <join> <--node-name> <${cloudVariables.ALIBABA_CLOUD_NODE_NAME}> <--config> </run/ack-hybrid/join.yaml>`;

describe('buildInitScript', () => {
  it.each<PackageSource['kind']>(['aliyun-mirror', 'pkgs-k8s-io', 'pre-baked'])('is well formed with packages from %s', (kind) => {
    const script = buildInitScript(recipeOf(kind, { containerd: { sandboxImage: 'registry.example.com/pause:3.10' } }));
    expect(checkSyntax(script)).toBe('');
    expect(script).not.toMatch(/@[a-z][a-z-]+@|@[A-Z_]+@/);
  });

  it('prepares the node and joins it', () => {
    install();
    node.write('etc/fstab', '/dev/vda1 / ext4 defaults 0 1\n/dev/vdb none swap sw 0 0\n#/dev/vdc none swap sw 0 0');
    node.write('etc/cni/net.d/10-calico.conflist', '{}');
    node.write('etc/cni/net.d/10-terway.conf', '{}');
    const { status, stdout, stderr } = run();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`ack-hybrid: joined name=${cloudVariables.ALIBABA_CLOUD_NODE_NAME}`);
    expect(lines()).toEqual([
      'modprobe <overlay>', 'modprobe <br_netfilter>', 'sysctl <-p> </etc/sysctl.d/99-ack-hybrid.conf>', 'swapoff <-a>',
      'kubelet <--version>', 'kubeadm <version> <-o> <short>', 'containerd <--version>',
      'systemctl <daemon-reload>', 'systemctl <enable> <containerd>', 'systemctl <restart> <containerd>', 'crictl <config> <--set> <runtime-endpoint=unix:///run/containerd/containerd.sock>',
      'systemctl <daemon-reload>', 'systemctl <enable> <kubelet>', 'systemctl <restart> <kubelet>', joinLine,
    ]);
    expect(node.read('etc/fstab')).toBe('/dev/vda1 / ext4 defaults 0 1\n# /dev/vdb none swap sw 0 0\n#/dev/vdc none swap sw 0 0\n');
    expect(node.exists('etc/cni/net.d/10-calico.conflist')).toBe(false);
    expect(node.exists('etc/cni/net.d/ack-hybrid-aside/10-calico.conflist')).toBe(true);
    expect(node.exists('etc/cni/net.d/10-terway.conf')).toBe(true);
    expect(readKubeletWords(node.read('etc/sysconfig/kubelet'))).toContain(`--hostname-override=${cloudVariables.ALIBABA_CLOUD_NODE_NAME}`);
  });

  it.each([
    ['1.33.2', 'v1beta4', '    - name: "max-pods"\n      value: "60"\n'],
    ['1.30.14', 'v1beta3', '    "max-pods": "60"\n'],
  ])('tells kubeadm %s how to join by a JoinConfiguration %s, which root alone can read and which goes when the script ends', (version, apiVersion, kubeletArguments) => {
    install('1.7.22', version);
    node.stub('kubeadm', `if [ "$1" = version ]; then echo v${version}; else cat "$5"; stat -c %a "$5"; fi`);
    const recipe = recipeOf('pre-baked', { kubernetes: { version } });
    const { status, stdout } = run({ ...recipe, join: { ...recipe.join, kubeletArguments: { 'max-pods': '60' } } });
    expect(status).toBe(0);
    expect(stdout).toContain(`apiVersion: kubeadm.k8s.io/${apiVersion}\nkind: JoinConfiguration\ndiscovery:\n  bootstrapToken:\n    apiServerEndpoint: "192.168.0.10:6443"\n    token: "abcdef.0123456789abcdef"\n    caCertHashes:\n      - "${hash}"\nnodeRegistration:\n  criSocket: unix:///run/containerd/containerd.sock\n  kubeletExtraArgs:\n${kubeletArguments}600\n`);
    expect(node.exists('run/ack-hybrid/join.yaml')).toBe(false);
  });

  it('leaves no JoinConfiguration behind a join that fails', () => {
    install();
    node.stub('kubeadm', 'if [ "$1" = version ]; then echo v1.33.2; else exit 1; fi');
    expect(run().status).toBe(85);
    expect(node.exists('run/ack-hybrid/join.yaml')).toBe(false);
  });

  it('keeps an earlier configuration of containerd aside, and the first one only', () => {
    install();
    node.write('etc/containerd/config.toml', 'disabled_plugins = ["cri"]\n');
    expect(run().stderr).toBe('ack-hybrid: note: the earlier configuration of containerd is kept in /etc/containerd/config.toml.before-ack-hybrid\n');
    expect(run().stderr).toBe('');
    expect(node.read('etc/containerd/config.toml.before-ack-hybrid')).toBe('disabled_plugins = ["cri"]\n');
    expect(node.read('etc/containerd/config.toml')).toContain('SystemdCgroup = true');
  });

  it('does not join a node again that has joined', () => {
    install();
    node.write('etc/kubernetes/kubelet.conf', '');
    expect(run()).toMatchObject({ status: 0, stderr: '' });
    expect(lines()).not.toContain(joinLine);
  });

  it.each([
    ['1.6.20', 'version = 2', 'io.containerd.grpc.v1.cri', '  sandbox_image = "r.example.com/pause:3.9"'],
    ['2.1.4', 'version = 3', 'io.containerd.cri.v1.runtime', '  sandbox = "r.example.com/pause:3.9"'],
  ])('writes the configuration that containerd %s reads, with SystemdCgroup once', (version, first, plugin, sandbox) => {
    install(version);
    expect(run(recipeOf('pre-baked', { containerd: { sandboxImage: 'r.example.com/pause:3.9' } })).status).toBe(0);
    const configuration = node.read('etc/containerd/config.toml');
    expect(configuration.startsWith(`${first}\n`)).toBe(true);
    expect(configuration.match(/SystemdCgroup = true/g)).toHaveLength(1);
    expect(configuration).toContain(`[plugins."${plugin}".containerd.runtimes.runc.options]`);
    expect(configuration).toContain(sandbox);
  });

  it.each([
    ['92', 'kubelet of another version', () => install('1.7.0', '1.33.20')],
    ['92', 'no kubelet', () => undefined],
    ['93', 'a containerd that is too old', () => install('1.5.9')],
    ['93', 'a containerd that does not start', () => (install(), node.stub('systemctl', 'test "$2" != containerd'))],
    ['91', 'a module that cannot be loaded', () => (install(), node.stub('modprobe', 'exit 1'))],
    ['90', 'a system that is not known', () => (install(), node.write('etc/os-release', 'ID=slackware\n'))],
    ['85', 'a join that fails', () => (install(), node.stub('kubeadm', 'if [ "$1" = version ]; then echo v1.33.2; else exit 1; fi'))],
  ])('stops with %s for %s', (code, _title, prepare) => {
    prepare();
    const { status, stdout, stderr } = run();
    expect({ status: String(status), stdout }).toEqual({ status: code, stdout: '' });
    expect(stderr).toContain(`ack-hybrid: stopped code=${code} `);
  });

  it('stops before the join where a variable is bad', () => {
    install();
    expect(run(recipeOf('pre-baked'), { ...cloudVariables, ALIBABA_CLOUD_LABELS: 'a=b' }).status).toBe(78);
    expect(lines()).not.toContain(joinLine);
  });

  it('installs from the repository of the minor version on an rpm system, with signatures checked, after a failure too', () => {
    node.stub('containerd', "echo 'containerd x v1.7.0 y'");
    node.stub('dnf', `test -e '${node.commands}/once' || { : >'${node.commands}/once'; exit 1; }`);
    expect(run(recipeOf('aliyun-mirror'))).toMatchObject({ status: 0 });
    const repository = node.read('etc/yum.repos.d/ack-hybrid-kubernetes.repo');
    expect(repository).toContain('baseurl=https://mirrors.aliyun.com/kubernetes-new/core/stable/v1.33/rpm/\n');
    expect(repository).toContain('gpgcheck=1\n');
    expect(lines().filter((line) => line.startsWith('dnf'))).toEqual(['dnf <install> <-y> <kubelet-1.33.2> <kubeadm-1.33.2>', 'dnf <install> <-y> <kubelet-1.33.2> <kubeadm-1.33.2>']);
  });

  it('takes containerd for version 8 on Alibaba Cloud Linux 3', () => {
    node.write('etc/os-release', 'ID="alinux"\nID_LIKE="rhel fedora centos anolis"\nVERSION_ID="3"\n');
    node.stub('dnf', `printf '#!/bin/sh\\necho v1.7.0\\n' >'${node.commands}/containerd'; chmod +x '${node.commands}/containerd'`);
    expect(run(recipeOf('aliyun-mirror'))).toMatchObject({ status: 0 });
    expect(node.read('etc/yum.repos.d/ack-hybrid-containerd.repo')).toContain('baseurl=https://mirrors.aliyun.com/docker-ce/linux/centos/8/$basearch/stable\n');
  });

  it('installs on a deb system and holds the version', () => {
    node.write('etc/os-release', 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="22.04"\n');
    node.stub('containerd', "echo 'containerd x v1.7.0 y'");
    expect(run(recipeOf('pkgs-k8s-io'))).toMatchObject({ status: 0 });
    expect(node.read('etc/apt/sources.list.d/ack-hybrid-kubernetes.list')).toBe('deb [signed-by=/etc/apt/keyrings/ack-hybrid-kubernetes.asc] https://pkgs.k8s.io/core:/stable:/v1.33/deb/ /\n');
    expect(lines()).toContain('apt-get <install> <-y> <--allow-downgrades> <--allow-change-held-packages> <kubelet=1.33.2-*> <kubeadm=1.33.2-*>');
    expect(lines()).toContain('apt-mark <hold> <kubelet> <kubeadm>');
    expect(node.exists('etc/default/kubelet')).toBe(true);
  });

  it.each([20, 400, 2_000, -30])('does nothing where its download ends early (after %i bytes)', (length) => {
    install();
    const { status } = node.run(buildInitScript(recipeOf('pre-baked'), { root: node.path }).slice(0, length));
    expect(lines().filter((line) => line !== '')).toEqual([]);
    if (length !== 20) expect(status).not.toBe(0);
  });

  it('writes the same bytes when run again before it has joined', () => {
    install();
    run();
    const read = () => ['etc/sysconfig/kubelet', 'etc/containerd/config.toml', 'etc/sysctl.d/99-ack-hybrid.conf'].map((path) => node.read(path));
    const first = read();
    writeFileSync(join(node.path, 'etc/fstab'), '');
    run();
    expect(read()).toEqual(first);
  });

  it('names every bad field of a recipe at once, and shows no token', () => {
    const recipe = { kubernetes: { version: '1.25.0' }, packages: { kind: 'elsewhere' }, containerd: { sandboxImage: 'a b' }, join: { apiServer: '10.0.0.1', token: new Secret('hunter2'), caCertificateHashes: ['md5:x'] } } as unknown as InitScriptRecipe;
    let message = '';
    try {
      buildInitScript(recipe);
    } catch (error) {
      if (InvalidInputError.isInstance(error)) message = error.message;
    }
    expect(message).toMatchInlineSnapshot(`"init script recipe: kubernetes.version: must be 1.26 or later; packages.kind: must be aliyun-mirror, pkgs-k8s-io or pre-baked; containerd.sandboxImage: must be an image reference such as registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/pause:3.9; join.apiServer: must be host:port; join.token: must have the form of a bootstrap token, six characters, a dot, and sixteen (a-z, 0-9); join.caCertificateHashes[0]: must be sha256: and 64 hexadecimal digits"`);
    expect(message).not.toContain('hunter2');
  });
});
