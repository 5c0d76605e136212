import { describe, expect, it } from 'vitest';
import { runJoin, type JoinSurroundings, type NodeFiles } from './kubeadm.ts';
import { packageFiles } from './seed-files.ts';

const token = 'abcdef.0123456789abcdef';
const words = ['192.168.0.10:6443', '--token', token, '--discovery-token-ca-cert-hash', `sha256:${'0'.repeat(64)}`];

function memoryFiles(initial: Readonly<Record<string, string>>): NodeFiles {
  const files = new Map(Object.entries(initial));
  return {
    read: (path) => files.get(path),
    list: (folder) => [...files.keys()].filter((path) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/')).map((path) => path.slice(folder.length + 1)),
    write: (path, text) => void files.set(path, text),
    remove: (path) => void files.delete(path),
  };
}

function surroundings(changes: Partial<JoinSurroundings> = {}, files: Readonly<Record<string, string>> = {}): JoinSurroundings {
  const packages = packageFiles('alinux3');
  return {
    files: memoryFiles({ '/proc/sys/net/ipv4/ip_forward': '1\n', ...packages['kubelet'], ...packages['kubeadm'], ...files }),
    machine: { hostname: 'iz1z', address: '10.10.24.10', cpu: 4, memoryGiB: 16, kubeletVersion: 'v1.33.2', osImage: 'x', containerRuntimeVersion: 'containerd://1.7.27', swapOn: false },
    kubeadmVersion: 'v1.33.2',
    runtimeRunning: true,
    dataCenter: { apiServer: '192.168.0.10:6443', joinToken: token },
    canReach: () => ({ reachable: true, reason: '' }),
    ...changes,
  };
}
const extraArgs = (text: string): Readonly<Record<string, string>> => ({ '/etc/sysconfig/kubelet': `KUBELET_EXTRA_ARGS=${text}\n` });

describe('runJoin', () => {
  it('starts the kubelet with the arguments of kubeadm first and those of the environment file last', () => {
    const outcome = runJoin([...words, '--node-name', 'from-kubeadm'], surroundings({}, extraArgs('--hostname-override=from-kubeadm --node-labels=a=b')));
    expect(outcome).toMatchObject({ exitCode: 0, caVerified: true, kubelet: { outcome: 'registered', node: { metadata: { name: 'from-kubeadm', labels: { a: 'b' } } } } });
  });

  it('passes --node-name to the kubelet, which needs no argument of its own', () => {
    expect(runJoin([...words, '--node-name', 'N1'], surroundings())).toMatchObject({ exitCode: 0, kubelet: { node: { metadata: { name: 'n1' } } } });
  });

  it.each([
    ['v1.33.2', 1, 'error uploading crisocket: nodes "iz1z" not found'],
    ['v1.34.0', 0, 'This node has joined'],
  ])('with %s and a kubelet under another name ends with %i', (kubeadmVersion, exitCode, message) => {
    const outcome = runJoin(words, surroundings({ kubeadmVersion }, extraArgs('--hostname-override=other')));
    expect(outcome).toMatchObject({ exitCode, kubelet: { outcome: 'registered', node: { metadata: { name: 'other' } } } });
    expect(outcome.output).toContain(message);
  });

  it.each([
    ['v1.33.2', '--container-runtime-endpoint=unix:///run/containerd/containerd.sock --pod-infra-container-image=registry.k8s.io/pause:3.10 --register-with-taints=x:NoSchedule'],
    ['v1.36.3', '--register-with-taints=x:NoSchedule'],
  ])('kubeadm %s writes its own arguments of the kubelet by name, without those that the configuration gives, which follow', (kubeadmVersion, own) => {
    const text = `apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\ndiscovery: {bootstrapToken: {token: ${token}, apiServerEndpoint: "192.168.0.10:6443", unsafeSkipCAVerification: true}}\nnodeRegistration: {name: node-1, kubeletExtraArgs: [{name: node-labels, value: "a=b"}, {name: v, value: "$A"}, {name: hostname-override, value: other}], taints: [{key: x, effect: NoSchedule}]}\n`;
    const world = surroundings({ kubeadmVersion }, { '/etc/join.yaml': text });
    runJoin(['--config', '/etc/join.yaml'], world);
    expect(world.files.read('/var/lib/kubelet/kubeadm-flags.env')).toBe(`KUBELET_KUBEADM_ARGS="${own} --node-labels=a=b --v=$A --hostname-override=other"\n`);
  });

  it('loses an Environment= line of a drop-in to the environment file', () => {
    const outcome = runJoin(words, surroundings({}, { '/etc/systemd/system/kubelet.service.d/20-own.conf': '[Service]\nEnvironment="KUBELET_EXTRA_ARGS=--node-labels=a=b"\n' }));
    expect(outcome.exitCode).toBe(0);
    expect(outcome.kubelet).not.toMatchObject({ node: { metadata: { labels: { a: 'b' } } } });
  });

  it('takes the labels of a JoinConfiguration', () => {
    const text = `apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\ndiscovery: {bootstrapToken: {token: ${token}, apiServerEndpoint: "192.168.0.10:6443", unsafeSkipCAVerification: true}}\nnodeRegistration: {name: "n", kubeletExtraArgs: [{name: node-labels, value: "a=b"}], taints: [{key: x, effect: NoSchedule}]}\n`;
    expect(runJoin(['--config', '/etc/join.yaml'], surroundings({}, { '/etc/join.yaml': text }))).toMatchObject({
      exitCode: 0,
      caVerified: false,
      kubelet: { node: { metadata: { name: 'n', labels: { a: 'b' } }, spec: { taints: [{ key: 'x', effect: 'NoSchedule' }] } } },
    });
  });

  it.each<[string, Partial<JoinSurroundings>, Readonly<Record<string, string>>, number, string]>([
    ['a second join', {}, { '/etc/kubernetes/kubelet.conf': 'x' }, 2, 'FileAvailable--etc-kubernetes-kubelet.conf'],
    ['no container runtime', { runtimeRunning: false }, {}, 2, '[ERROR CRI]'],
    ['forwarding off', {}, { '/proc/sys/net/ipv4/ip_forward': '0\n' }, 2, 'ip_forward contents are not set to 1'],
    ['no route', { canReach: () => ({ reachable: false, reason: 'no entry' }) }, {}, 1, 'i/o timeout (no entry)'],
    ['another API server', { dataCenter: { apiServer: '192.168.0.11:6443', joinToken: token } }, {}, 1, 'the API server of this cluster is 192.168.0.11:6443'],
    ['an expired token', { dataCenter: { apiServer: '192.168.0.10:6443', joinToken: 'zzzzzz.0123456789abcdef' } }, {}, 1, 'for token ID "abcdef"'],
    ['a wrong secret of the token', { dataCenter: { apiServer: '192.168.0.10:6443', joinToken: 'abcdef.zzzzzzzzzzzzzzzz' } }, {}, 1, 'failed to verify JWS signature'],
    ['a kubelet that exits', {}, extraArgs('--nope'), 1, 'unknown flag: --nope'],
    ['a Node that the API server refuses', {}, extraArgs('--hostname-override=a,a'), 1, 'Unable to register node'],
    ['no unit of the kubelet', {}, { '/usr/lib/systemd/system/kubelet.service': '[Service]\n', '/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf': '' }, 1, 'kubelet.service has no command'],
  ])('fails for %s', (_title, changes, files, exitCode, message) => {
    const outcome = runJoin(words, surroundings(changes, files));
    expect(outcome.output).toContain(message);
    expect(outcome.exitCode).toBe(exitCode);
  });

  it('goes on past what --ignore-preflight-errors names', () => {
    expect(runJoin([...words, '--ignore-preflight-errors=CRI'], surroundings({ runtimeRunning: false })).exitCode).toBe(0);
    expect(runJoin([...words, '--ignore-preflight-errors=all'], surroundings({ runtimeRunning: false })).exitCode).toBe(0);
    expect(runJoin([...words, '--ignore-preflight-errors=Swap'], surroundings({ runtimeRunning: false })).exitCode).toBe(2);
  });
});
