/** Facts about node labels and taints that the kubelet and the API server enforce. */

/** A taint as a Node carries it. */
export interface NodeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/**
 * Keys of kubernetes.io and k8s.io that `--node-labels` may set; any other makes the kubelet exit
 * (staging/src/k8s.io/kubelet/pkg/apis/well_known_labels.go).
 */
const kubeletLabels: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'kubernetes.io/arch',
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

const kubeletNamespaces = ['kubelet.kubernetes.io', 'node.kubernetes.io'];

const isUnder = (namespace: string, parent: string): boolean => namespace === parent || namespace.endsWith(`.${parent}`);

/** Whether the kubelet refuses to start with this label key. */
export function isForbiddenNodeLabel(key: string): boolean {
  const slash = key.indexOf('/');
  if (slash < 0) return false;
  const namespace = key.slice(0, slash);
  if (!isUnder(namespace, 'kubernetes.io') && !isUnder(namespace, 'k8s.io')) return false;
  return !kubeletLabels.has(key) && !kubeletNamespaces.some((allowed) => isUnder(namespace, allowed));
}

const nameForm = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const subdomainForm = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** A key as labels and taints take it: an optional DNS prefix and a name of at most 63 characters. */
export function isQualifiedName(key: string): boolean {
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.length > 2 || name.length > 63 || !nameForm.test(name)) return false;
  return parts.length === 1 || isNodeName(parts[0] ?? '');
}

/** A value as labels and taints take it: empty, or at most 63 characters. */
export function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= 63 && nameForm.test(value));
}

/** A name as the API server takes it for a Node: a lower-case DNS subdomain of at most 253 characters. */
export function isNodeName(name: string): boolean {
  return name.length <= 253 && subdomainForm.test(name);
}

/** Reads `--node-labels` as the kubelet does: pairs at commas, the first `=` parts key and value, empty pieces are skipped. */
export function readNodeLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const piece of text.split(',')) {
    if (piece === '') continue;
    const split = piece.indexOf('=');
    if (split < 0) labels[piece.trim()] = '';
    else labels[piece.slice(0, split).trim()] = piece.slice(split + 1).trim();
  }
  return labels;
}

/** Reads `--register-with-taints`; a string is the reason why the kubelet exits. */
export function readTaints(text: string): readonly NodeTaint[] | string {
  if (text === '') return [];
  const taints: NodeTaint[] = [];
  for (const piece of text.split(',')) {
    const parts = piece.split(':');
    const [head = '', effect] = parts;
    if (parts.length > 2) return `invalid taint spec: ${piece}`;
    if (effect === undefined) {
      if (!isQualifiedName(head)) return `invalid taint spec: ${piece}`;
      taints.push({ key: head, effect: '' });
      continue;
    }
    if (!['NoSchedule', 'PreferNoSchedule', 'NoExecute'].includes(effect)) return `invalid taint effect: ${effect}, unsupported taint effect`;
    const pair = head.split('=');
    const [key = '', value] = pair;
    if (pair.length > 2 || !isQualifiedName(key) || !isLabelValue(value ?? '')) return `invalid taint spec: ${piece}`;
    taints.push({ key, ...(value === undefined ? {} : { value }), effect });
  }
  return taints;
}
