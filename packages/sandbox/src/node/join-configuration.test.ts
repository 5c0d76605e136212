import { describe, expect, it } from 'vitest';
import { readJoinRequest } from './join-configuration.ts';

const token = 'abcdef.0123456789abcdef';
const hash = `sha256:${'a'.repeat(64)}`;

const configuration = (version: string, extraArgs: string): string => `---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
---
apiVersion: kubeadm.k8s.io/${version}
kind: JoinConfiguration
discovery:
  bootstrapToken:
    token: ${token}
    apiServerEndpoint: 192.168.0.10:6443
    caCertHashes: ["${hash}"]
nodeRegistration:
  name: node-1
  criSocket: unix:///run/containerd/containerd.sock
  taints: [{key: a, value: b, effect: NoSchedule}, {key: c, effect: NoExecute}]
  kubeletExtraArgs: ${extraArgs}
`;

const read = (words: string[], text?: string, minor = 33) => readJoinRequest(words, (path) => (path === '/etc/join.yaml' ? text : undefined), minor);

describe('readJoinRequest', () => {
  it('reads the flags', () => {
    expect(read(['192.168.0.10:6443', '--token', token, '--discovery-token-ca-cert-hash', hash, '--node-name=n', '--ignore-preflight-errors=Swap,CRI'])).toEqual({
      ok: true,
      request: { apiServer: '192.168.0.10:6443', discoveryToken: token, tlsToken: token, caCertHashes: [hash], unsafeSkipCaVerification: false, nodeName: 'n', kubeletExtraArgs: [], taints: [], ignorePreflightErrors: ['swap', 'cri'] },
    });
  });

  it.each([
    ['v1beta3', '{provider-id: x.y, node-labels: "a=b"}', 33],
    ['v1beta4', '[{name: node-labels, value: "a=b"}, {name: provider-id, value: x.y}]', 33],
  ])('reads the arguments of the kubelet from %s', (version, extraArgs, minor) => {
    expect(read(['--config', '/etc/join.yaml', '--node-name', 'other'], configuration(version, extraArgs), minor)).toMatchObject({
      ok: true,
      request: { apiServer: '192.168.0.10:6443', discoveryToken: token, caCertHashes: [hash], nodeName: 'other', kubeletExtraArgs: ['--node-labels=a=b', '--provider-id=x.y'], taints: ['a=b:NoSchedule', 'c:NoExecute'] },
    });
  });

  it.each<[string, string[], string | undefined, number, string]>([
    ['an unknown flag', ['h:1', '--name=x'], undefined, 33, 'unknown flag: --name'],
    ['a flag without its value', ['h:1', '--token'], undefined, 33, 'flag needs an argument: --token'],
    ['no API server', ['--token', token], undefined, 33, 'an API server endpoint is required'],
    ['two API servers', ['h:1', 'h:2', '--token', token], undefined, 33, 'h:1 h:2'],
    ['a token of another form', ['h:1', '--token', 'canary', '--discovery-token-unsafe-skip-ca-verification'], undefined, 33, 'is not of the form'],
    ['neither a CA hash nor the waiver', ['h:1', '--token', token], undefined, 33, 'token discovery without caCertHashes is unsafe'],
    ['a bad hash', ['h:1', '--token', token, '--discovery-token-ca-cert-hash', 'sha256:12'], undefined, 33, 'invalid hash'],
    ['a missing file', ['--config=/none.yaml'], undefined, 33, 'no such file'],
    ['a file and a token', ['--config=/etc/join.yaml', '--token', token], configuration('v1beta4', '[]'), 33, "can not mix '--config' with arguments [token]"],
    ['v1beta4 before 1.31', ['--config=/etc/join.yaml'], configuration('v1beta4', '[]'), 30, 'v1beta4'],
    ['v1beta3 in 1.37', ['--config=/etc/join.yaml'], configuration('v1beta3', '{}'), 37, 'v1beta3'],
    ['a map in v1beta4', ['--config=/etc/join.yaml'], configuration('v1beta4', '{a: b}'), 33, 'a list of {name, value} in v1beta4'],
    ['a list in v1beta3', ['--config=/etc/join.yaml'], configuration('v1beta3', '[{name: a, value: b}]'), 33, 'a map in v1beta3'],
    ['a file without a JoinConfiguration', ['--config=/etc/join.yaml'], 'kind: Other\n', 33, 'no JoinConfiguration found'],
    ['bad YAML', ['--config=/etc/join.yaml'], 'a: [', 33, 'error converting YAML'],
  ])('refuses %s', (_title, words, text, minor, message) => {
    const result = read(words, text, minor);
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining(message) as string });
    expect(JSON.stringify(result)).not.toContain('canary');
  });
});
