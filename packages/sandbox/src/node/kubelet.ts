import { parseKubeletFlags } from './kubelet-flags.ts';
import { isForbiddenNodeLabel, isLabelValue, isNodeName, isQualifiedName, readNodeLabels, readTaints, type NodeTaint } from './node-labels.ts';

/** The machine that the kubelet runs on. */
export interface KubeletMachine {
  readonly hostname: string;
  readonly address: string;
  readonly cpu: number;
  readonly memoryGiB: number;
  /** `v1.33.2`. */
  readonly kubeletVersion: string;
  readonly osImage: string;
  /** `containerd://1.7.27`. */
  readonly containerRuntimeVersion: string;
  /** Swap that is on keeps the kubelet from starting (failSwapOn). */
  readonly swapOn: boolean;
}

/** A Node as the kubelet registers it, in the shape of the API. */
export interface RegisteredNode {
  readonly apiVersion: 'v1';
  readonly kind: 'Node';
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly annotations: Readonly<Record<string, string>> };
  readonly spec: { readonly providerID?: string; readonly taints?: readonly NodeTaint[] };
  readonly status: {
    readonly capacity: Readonly<Record<string, string>>;
    readonly allocatable: Readonly<Record<string, string>>;
    readonly addresses: readonly { readonly type: string; readonly address: string }[];
    readonly nodeInfo: Readonly<Record<string, string>>;
  };
}

/** What became of the kubelet: a Node, an exit, or a process that runs but whose Node the API server refuses. */
export type KubeletResult =
  | { readonly outcome: 'registered'; readonly node: RegisteredNode }
  | { readonly outcome: 'exited'; readonly message: string }
  | { readonly outcome: 'refused'; readonly message: string };

/** The N of a version `v1.N.P`; 0 where the text has none. */
export function minorVersionOf(version: string): number {
  return Number(/^v?1\.(\d+)/.exec(version)?.[1] ?? 0);
}

/**
 * Starts the kubelet with these arguments (without the program's name): what Node comes of them? Labels and taints count
 * at registration only; the last value of a scalar flag wins, labels of several `--node-labels` are merged.
 */
export function startKubelet(commandLine: readonly string[], machine: KubeletMachine): KubeletResult {
  const flags = parseKubeletFlags(commandLine, minorVersionOf(machine.kubeletVersion));
  if (!flags.ok) return { outcome: 'exited', message: `failed to parse kubelet flag: ${flags.message}` };
  const last = (name: string): string | undefined => flags.values.get(name)?.at(-1);

  let labels: Record<string, string> = {};
  for (const text of flags.values.get('node-labels') ?? []) labels = { ...labels, ...readNodeLabels(text) };
  const labelProblem = findLabelProblem(labels);
  if (labelProblem !== undefined) return { outcome: 'exited', message: labelProblem };

  const taints = readTaints(last('register-with-taints') ?? '');
  if (typeof taints === 'string') return { outcome: 'exited', message: `failed to parse kubelet flag: invalid argument "${last('register-with-taints') ?? ''}" for "--register-with-taints" flag: ${taints}` };
  if (machine.swapOn && last('fail-swap-on') !== 'false') return { outcome: 'exited', message: 'failed to run Kubelet: running with swap on is not supported, please disable swap or set --fail-swap-on flag to false' };
  const nodeAddress = last('node-ip') ?? machine.address;
  if (nodeAddress !== machine.address) return { outcome: 'exited', message: `failed to run Kubelet: failed to validate nodeIP: node IP: "${nodeAddress}" not found in the host's network interfaces` };

  const name = (last('hostname-override') ?? machine.hostname).trim().toLowerCase();
  const refusal = findRefusal(name, taints);
  if (refusal !== undefined) return { outcome: 'refused', message: `Unable to register node with API server: Node "${name}" is invalid: ${refusal}` };

  const providerId = last('provider-id') ?? '';
  const pods = last('max-pods') ?? '110';
  const resources = { cpu: String(machine.cpu), memory: `${machine.memoryGiB * 1024 * 1024}Ki`, pods, 'ephemeral-storage': '41152736Ki' };
  return {
    outcome: 'registered',
    node: {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        labels: {
          'beta.kubernetes.io/arch': 'amd64',
          'beta.kubernetes.io/os': 'linux',
          'kubernetes.io/arch': 'amd64',
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux',
          ...labels,
        },
        annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
      },
      spec: { ...(providerId === '' ? {} : { providerID: providerId }), ...(taints.length === 0 ? {} : { taints }) },
      status: {
        capacity: resources,
        allocatable: resources,
        addresses: [
          { type: 'InternalIP', address: nodeAddress },
          { type: 'Hostname', address: name },
        ],
        nodeInfo: {
          architecture: 'amd64',
          operatingSystem: 'linux',
          osImage: machine.osImage,
          kernelVersion: '5.10.134-18.al8.x86_64',
          kubeletVersion: machine.kubeletVersion,
          kubeProxyVersion: machine.kubeletVersion,
          containerRuntimeVersion: machine.containerRuntimeVersion,
          bootID: '',
          machineID: '',
          systemUUID: '',
        },
      },
    },
  };
}

function findLabelProblem(labels: Readonly<Record<string, string>>): string | undefined {
  const forbidden = Object.keys(labels).filter(isForbiddenNodeLabel).sort();
  if (forbidden.length > 0) {
    return `failed to validate kubelet flags: unknown 'kubernetes.io' or 'k8s.io' labels specified with --node-labels: [${forbidden.join(' ')}]`;
  }
  const invalid = Object.entries(labels).filter(([key, value]) => !isQualifiedName(key) || !isLabelValue(value));
  if (invalid.length > 0) return `failed to validate kubelet flags: invalid node labels: ${invalid.map(([key, value]) => `'${key}=${value}'`).join('; ')}`;
  return undefined;
}

function findRefusal(name: string, taints: readonly NodeTaint[]): string | undefined {
  if (!isNodeName(name)) return `metadata.name: Invalid value: "${name}": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'`;
  const seen = new Set<string>();
  for (const taint of taints) {
    if (taint.effect === '') return `metadata.taints[0].effect: Required value (taint ${taint.key})`;
    const identity = `${taint.key}:${taint.effect}`;
    if (seen.has(identity)) return `metadata.taints: Duplicate value: "${identity}": taints must be unique by key and effect pair`;
    seen.add(identity);
  }
  return undefined;
}
