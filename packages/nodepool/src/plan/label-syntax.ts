const namePattern = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const prefixPattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

// What a kubelet accepts of these namespaces in --node-labels; with any other key of them it exits.
const kubeletNamespaces = /(^|\.)(kubelet|node)\.kubernetes\.io$/;
const kubeletKeys = new Set([
  'kubernetes.io/arch',
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'node.kubernetes.io/instance-type',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'beta.kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
]);

/** Labels that the registered cluster's agent gives every cloud node; a user's value would fight with it. */
export const platformLabels: ReadonlySet<string> = new Set(['alibabacloud.com/external', 'alibabacloud.com/nodepool-id', 'alibabacloud.com/instance-id', 'ack.aliyun.com']);

/** What is wrong with a qualified name (a label's or taint's key); `undefined` where nothing is. */
export const judgeQualifiedName = (key: string): string | undefined => {
  const parts = key.split('/');
  if (parts.length > 2) return `"${key}" has more than one slash`;
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? (parts[0] ?? '') : undefined;
  if (!namePattern.test(name)) return `"${key}": the name must be 1 to 63 letters, digits, "-", "_" or ".", with a letter or digit at both ends`;
  if (prefix !== undefined && (prefix.length > 253 || !prefixPattern.test(prefix))) return `"${key}": the prefix must be a DNS name in lower case`;
  return undefined;
};

/** What is wrong with a label's value; `undefined` where nothing is. */
export const judgeLabelValue = (value: string): string | undefined =>
  value === '' || namePattern.test(value) ? undefined : `"${value}" must be empty or at most 63 letters, digits, "-", "_" or ".", with a letter or digit at both ends`;

/** What is wrong with a label that a user wants on cloud nodes; `undefined` where nothing is. */
export const judgeNodeLabel = (key: string, value: string): string | undefined => {
  const wrong = judgeQualifiedName(key) ?? judgeLabelValue(value);
  if (wrong !== undefined) return wrong;
  if (platformLabels.has(key)) return `"${key}" is set by the platform on every cloud node; leave it out`;
  const prefix = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
  const reserved = /(^|\.)(kubernetes|k8s)\.io$/.test(prefix);
  if (reserved && !kubeletNamespaces.test(prefix) && !kubeletKeys.has(key)) return `"${key}": a kubelet exits when it is told to register with this label`;
  return undefined;
};
