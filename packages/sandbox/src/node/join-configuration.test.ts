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

  it('takes a hash in capitals, and a name that becomes lower-case, as kubeadm does', () => {
    expect(read(['h:1', '--token', token, '--discovery-token-ca-cert-hash', `SHA256:${'A'.repeat(64)}`, '--node-name', 'Node'])).toMatchObject({ ok: true, request: { apiServer: 'h:1' } });
  });

  it.each<[string, string[], string | undefined, number, string]>([
    ['an unknown flag', ['h:1', '--name=x'], undefined, 33, 'unknown flag: --name'],
    ['a flag without its value', ['h:1', '--token'], undefined, 33, 'flag needs an argument: --token'],
    ['no API server', ['--token', token], undefined, 33, 'an API server endpoint is required'],
    ['two API servers', ['h:1', 'h:2', '--token', token], undefined, 33, 'accepts at most 1 arg(s), received 2'],
    ['an API server without a port', ['h', '--token', token, '--discovery-token-unsafe-skip-ca-verification'], undefined, 33, 'it is not host:port'],
    ['an IPv6 API server without brackets', ['fd00::1:6443', '--token', token, '--discovery-token-unsafe-skip-ca-verification'], undefined, 33, 'it is not host:port'],
    ['a node name that no Node can have', ['h:1', '--token', token, '--discovery-token-unsafe-skip-ca-verification', '--node-name=a_b'], undefined, 33, 'RFC 1123'],
    ['a join of a control plane', ['h:1', '--token', token, '--discovery-token-unsafe-skip-ca-verification', '--control-plane'], undefined, 33, 'not modelled'],
    ['patches beside a file', ['--config=/etc/join.yaml', '--patches=/p'], configuration('v1beta4', '[]'), 33, "can not mix '--config' with arguments [patches]"],
    ['a token of another form', ['h:1', '--token', 'canary', '--discovery-token-unsafe-skip-ca-verification'], undefined, 33, 'is not of the form'],
    ['neither a CA hash nor the waiver', ['h:1', '--token', token], undefined, 33, 'token discovery without caCertHashes is unsafe'],
    ['a bad hash', ['h:1', '--token', token, '--discovery-token-ca-cert-hash', 'sha256:12'], undefined, 33, 'invalid hash'],
    ['a missing file', ['--config=/none.yaml'], undefined, 33, 'no such file'],
    ['a file and a token', ['--config=/etc/join.yaml', '--token', token], configuration('v1beta4', '[]'), 33, "can not mix '--config' with arguments [token]"],
    ['v1beta4 before 1.31', ['--config=/etc/join.yaml'], configuration('v1beta4', '[]'), 30, 'v1beta4'],
    ['v1beta3 in 1.37', ['--config=/etc/join.yaml'], configuration('v1beta3', '{}'), 37, 'v1beta3'],
    ['a map in v1beta4', ['--config=/etc/join.yaml'], configuration('v1beta4', '{a: b}'), 33, 'a list of {name, value} in v1beta4'],
    ['a list in v1beta3', ['--config=/etc/join.yaml'], configuration('v1beta3', '[{name: a, value: b}]'), 33, 'a map in v1beta3'],
    ['a file without a JoinConfiguration', ['--config=/etc/join.yaml'], 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n', 33, 'no JoinConfiguration found'],
    ['an empty document', ['--config=/etc/join.yaml'], `${configuration('v1beta4', '[]')}---\n---\n`, 33, 'kind and apiVersion is mandatory'],
    ['a document of no kind', ['--config=/etc/join.yaml'], `${configuration('v1beta4', '[]')}---\na: 1\n`, 33, 'kind and apiVersion is mandatory'],
    ['a document of another group', ['--config=/etc/join.yaml'], `${configuration('v1beta4', '[]')}---\napiVersion: x/v1\nkind: Other\n`, 33, 'unknown configuration APIs'],
    ['two JoinConfigurations', ['--config=/etc/join.yaml'], `${configuration('v1beta4', '[]')}---\n${configuration('v1beta4', '[]')}`, 33, 'specified twice'],
    ['an unknown field', ['--config=/etc/join.yaml'], configuration('v1beta4', '[]').replace('criSocket', 'criSockets'), 33, 'unknown field "nodeRegistration.criSockets"'],
    ['a field of the newer version', ['--config=/etc/join.yaml'], `${configuration('v1beta3', '{}')}timeouts: {discovery: 5m}\n`, 33, 'unknown field "timeouts"'],
    ['a number where kubeadm wants text', ['--config=/etc/join.yaml'], configuration('v1beta4', '[]').replace('node-1', '12'), 33, 'cannot unmarshal number into field nodeRegistration.name'],
    ['text where kubeadm wants a boolean', ['--config=/etc/join.yaml'], configuration('v1beta4', '[]').replace('caCertHashes', 'unsafeSkipCAVerification: "true"\n    caCertHashes'), 33, 'cannot unmarshal string into field discovery.bootstrapToken.unsafeSkipCAVerification'],
    ['a numeric value in a map', ['--config=/etc/join.yaml'], configuration('v1beta3', '{max-pods: 60}'), 33, 'cannot unmarshal number into field nodeRegistration.kubeletExtraArgs.max-pods'],
    ['an argument without a name', ['--config=/etc/join.yaml'], configuration('v1beta4', '[{name: "", value: b}]'), 33, 'argument has no name'],
    ['a taint with an unknown field', ['--config=/etc/join.yaml'], configuration('v1beta4', '[]').replace('value: b', 'values: b'), 33, 'unknown field "nodeRegistration.taints[0].values"'],
    ['a join of a control plane in a file', ['--config=/etc/join.yaml'], `${configuration('v1beta4', '[]')}controlPlane: {}\n`, 33, 'not modelled'],
    ['bad YAML', ['--config=/etc/join.yaml'], 'a: [', 33, 'error converting YAML'],
  ])('refuses %s', (_title, words, text, minor, message) => {
    const result = read(words, text, minor);
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining(message) as string });
    expect(JSON.stringify(result)).not.toContain('canary');
  });
});
