/** The value at the end of a path of keys. */
export type Change = readonly [path: string, value: unknown];

/** A JoinConfiguration that kubeadm takes, with changes; `undefined` removes a field. */
export const joinDocument = (version: string, changes: readonly Change[] = []): Record<string, unknown> => {
  const document: Record<string, unknown> = {
    apiVersion: `kubeadm.k8s.io/${version}`,
    kind: 'JoinConfiguration',
    discovery: { bootstrapToken: { apiServerEndpoint: '192.168.0.10:6443', token: 'abcdef.0123456789abcdef', caCertHashes: [`sha256:${'0a'.repeat(32)}`] } },
    nodeRegistration: { criSocket: 'unix:///run/containerd/containerd.sock' },
  };
  for (const [path, value] of changes) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const holder = keys.reduce<Record<string, unknown>>((current, key) => (current[key] ??= {}) as Record<string, unknown>, document);
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  }
  return document;
};

const bootstrap = 'discovery.bootstrapToken';
const values = (path: string, ...list: readonly unknown[]): readonly (readonly Change[])[] => list.map((value) => [[path, value]]);

/** Changes of which kubeadm takes some and refuses others. */
export const documentChanges: readonly (readonly Change[])[] = [
  [],
  ...values(`${bootstrap}.apiServerEndpoint`, 'a', 'a:b', '10.0.0.1', '10.0.0.1:0', '10.0.0.1:65536', '10.0.0.1:6443/x', 'https://10.0.0.1:6443', '[fd00::1]:6443', 'fd00::1:6443', '[fd00::1]', 'a[b]:1', '[[a]]:1', 'A_B:6443', 'EXAMPLE.com:6443', ':6443', '', 'a:', undefined),
  ...values(`${bootstrap}.token`, 'abcdef', 'ABCDEF.0123456789abcdef', '', ' abcdef.0123456789abcdef', 'abcdef.0123456789abcdef\n', 12, undefined),
  ...values(`${bootstrap}.caCertHashes`, [], [`SHA256:${'a'.repeat(64)}`], [`sha256:${'A'.repeat(64)}`], [12], `sha256:${'a'.repeat(64)}`, null, undefined),
  [[`${bootstrap}.caCertHashes`, undefined], [`${bootstrap}.unsafeSkipCAVerification`, true]],
  ...values(`${bootstrap}.unsafeSkipCAVerification`, true, 'true'),
  ...values('discovery.tlsBootstrapToken', 'x', 'abcdef.0123456789abcdef'),
  [['discovery.tlsBootstrapToken', 'abcdef.0123456789abcdef'], [`${bootstrap}.token`, undefined]],
  [['discovery', undefined]],
  ...values('discovery.timeout', '5m0s', '5', 5),
  ...values(bootstrap, {}, null),
  ...values('nodeRegistration.name', 'Node', 'a b', ' a ', 'a'.repeat(63), 'a'.repeat(64), 'a'.repeat(253), 'a'.repeat(254), 'a_b', '', 'a.b', '-a', 12),
  ...values('nodeRegistration.criSocket', '/run/containerd/containerd.sock', 'npipe:////x', 'containerd.sock', 'unix://x'),
  ...values('nodeRegistration.taints', [{ key: 'a', effect: 'NoSchedule' }], [{ key: 'a', value: 'b', effect: 'Never' }], [{ key: 'a' }], [], null, [{ key: 'a', efect: 'NoSchedule' }], [{ key: 'a', effect: 'NoSchedule', value: 1 }], {}),
  ...values('nodeRegistration.kubeletExtraArgs', { a: 'b' }, { a: 1 }, {}, [], null, [{ name: 'a', value: 'b' }], [{ name: '', value: 'b' }], [{ name: 'a' }], [{ name: 'a', value: 'b' }, { name: 'a', value: 'c' }], ['a=b'], [{ name: 'a', value: 'b', x: 1 }], [{ name: '--a b', value: 'b' }]),
  ...values('nodeRegistration.ignorePreflightErrors', ['all'], 'all'),
  ...values('nodeRegistration.imagePullPolicy', 'Never', 'Sometimes', ''),
  ...values('nodeRegistration.imagePullSerial', true),
  ...values('caCertPath', '/etc/kubernetes/pki/ca.crt', 'ca.crt', '/etc/ca.pem'),
  ...values('timeouts', { kubeletHealthCheck: '4m0s' }, { kubeletHealthCheck: 'soon' }, { other: '1s' }),
  ...values('patches', { directory: '/x' }, { directories: '/x' }),
  ...values('skipPhases', ['preflight'], 'preflight'),
  ...values('dryRun', false, 'false'),
  ...values('foo', 1),
  ...values('nodeRegistration.foo', 1),
  ...values('nodeRegistration.NAME', 'x'),
  ...values('apiVersion', 'kubeadm.k8s.io/v1', 'kubeadm.k8s.io/v1beta2', 'x/v1beta4', undefined),
  ...values('kind', 'Join', 'joinConfiguration', undefined),
];

const good = `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  bootstrapToken:
    apiServerEndpoint: 192.168.0.10:6443
    token: abcdef.0123456789abcdef
    caCertHashes:
      - sha256:${'0a'.repeat(32)}
nodeRegistration:
  criSocket: unix:///run/containerd/containerd.sock
`;

/** Texts in YAML: one that kubeadm takes, and what can be said otherwise there. */
export const documentTexts: Readonly<Record<string, string>> = {
  'as it is': good,
  'a KubeletConfiguration beside': `${good}---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n`,
  'two JoinConfigurations': `${good}---\n${good}`,
  'a document of another group': `${good}---\napiVersion: x/v1\nkind: Other\n`,
  'a document of no kind': `${good}---\na: 1\n`,
  'an empty document behind': `${good}---\n`,
  'separators around': `---\n${good}---\n---\n`,
  'a key that is set twice': `${good}kind: JoinConfiguration\n`,
  'tabs': good.replace('\n  ', '\n\t'),
  'no YAML': 'a: [',
  'a list': '- a\n',
  'JSON': JSON.stringify(joinDocument('v1beta4')),
  'comments and CRLF': `# a\n${good}`.replaceAll('\n', '\r\n'),
  'a byte order mark': `\ufeff${good}`,
  'a name that YAML 1.1 takes for a boolean': good.replace('criSocket', 'name: n\n  criSocket'),
  'a boolean of YAML 1.1': good.replace('token:', 'unsafeSkipCAVerification: yes\n    token:'),
  'a quoted name': good.replace('criSocket', 'name: "n"\n  criSocket'),
  'a name that is a number': good.replace('criSocket', 'name: 0x10\n  criSocket'),
};
