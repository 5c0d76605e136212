import { readJoinRequest, type JoinRequest } from './join-configuration.ts';
import { minorVersionOf, startKubelet, type KubeletMachine, type KubeletResult } from './kubelet.ts';
import { commandLineOf, type UnitFiles } from './systemd-unit.ts';

/** The node's files, as kubeadm reads and writes them (absolute paths of the node). */
export interface NodeFiles extends UnitFiles {
  write(path: string, text: string): void;
  remove(path: string): void;
}

/** The world around a `kubeadm join`. */
export interface JoinSurroundings {
  readonly files: NodeFiles;
  readonly machine: KubeletMachine;
  /** `v1.33.2`. */
  readonly kubeadmVersion: string;
  readonly runtimeRunning: boolean;
  readonly dataCenter: { readonly apiServer: string; readonly joinToken: string };
  /** Whether the node reaches this TCP port, and why not. */
  canReach(host: string, port: number): { readonly reachable: boolean; readonly reason: string };
}

/** The end of a `kubeadm join`. `kubelet` is present once the kubelet was started. */
export interface JoinOutcome {
  readonly exitCode: number;
  readonly output: string;
  readonly kubelet?: KubeletResult;
  /** False for a join that skipped the verification of the cluster's CA. */
  readonly caVerified: boolean;
}

const flagsFile = '/var/lib/kubelet/kubeadm-flags.env';
const kubeletConfig = '/etc/kubernetes/kubelet.conf';
/** kubeadm 1.34 keeps the CRI socket in a file on the node and no longer waits for a Node under its own name. */
const firstMinorWithoutCrisocketWait = 34;

/**
 * Runs `kubeadm join` with these words after `join`: preflight, discovery by the bootstrap token, the kubelet's start with
 * the arguments that its unit, drop-ins and environment files give at this very moment, and the wait for the Node
 * under kubeadm's own name. What takes minutes on a machine (timeouts) is over at once here.
 */
export function runJoin(words: readonly string[], surroundings: JoinSurroundings): JoinOutcome {
  const minorVersion = minorVersionOf(surroundings.kubeadmVersion);
  const read = readJoinRequest(words, (path) => surroundings.files.read(path), minorVersion);
  if (!read.ok) return { exitCode: 3, output: `${read.message}\nTo see the stack trace of this error execute with --v=5 or higher\n`, caVerified: false };
  const { request } = read;
  const caVerified = request.caCertHashes.length > 0;
  let output = '[preflight] Running pre-flight checks\n';

  const problems = preflight(surroundings, request);
  if (problems.length > 0) {
    output += `error execution phase preflight: [preflight] Some fatal errors occurred:\n${problems.map((problem) => `\t[ERROR ${problem}\n`).join('')}`;
    return { exitCode: 2, output, caVerified };
  }
  const discovery = discover(surroundings, request);
  if (discovery !== undefined) return { exitCode: 1, output: `${output}error execution phase preflight: ${discovery}\n`, caVerified };

  const nodeName = (request.nodeName ?? surroundings.machine.hostname).trim().toLowerCase();
  writeJoinFiles(surroundings, request, nodeName);
  output += '[kubelet-start] Writing kubelet configuration to file "/var/lib/kubelet/config.yaml"\n[kubelet-start] Starting the kubelet\n';

  const commandLine = commandLineOf('kubelet.service', surroundings.files);
  const kubelet: KubeletResult =
    commandLine === undefined
      ? { outcome: 'exited', message: 'kubelet.service has no command to start' }
      : startKubelet(commandLine.slice(1), surroundings.machine);
  if (kubelet.outcome === 'exited') {
    output += `kubelet: E ${kubelet.message}\n[kubelet-check] The kubelet is not healthy after 4m0s\nerror execution phase kubelet-start: the HTTP call 'curl -sSL http://127.0.0.1:10248/healthz' returned error: connect: connection refused\n`;
    return { exitCode: 1, output, kubelet, caVerified };
  }
  surroundings.files.write(kubeletConfig, 'apiVersion: v1\nkind: Config\n');
  surroundings.files.remove('/etc/kubernetes/bootstrap-kubelet.conf');
  if (kubelet.outcome === 'refused') output += `kubelet: E ${kubelet.message}\n`;

  const registeredName = kubelet.outcome === 'registered' ? kubelet.node.metadata.name : undefined;
  if (registeredName !== nodeName && minorVersion < firstMinorWithoutCrisocketWait) {
    const found = registeredName === undefined ? 'the kubelet registered no Node' : `the kubelet registered as "${registeredName}"`;
    output += `error execution phase kubelet-start: error uploading crisocket: nodes "${nodeName}" not found (timed out waiting for the condition; ${found}, kubeadm waits for "${nodeName}": pass --node-name)\n`;
    return { exitCode: 1, output, kubelet, caVerified };
  }
  return { exitCode: 0, output: `${output}\nThis node has joined the cluster.\n`, kubelet, caVerified };
}

function preflight(surroundings: JoinSurroundings, request: JoinRequest): string[] {
  const { files } = surroundings;
  const checks: [name: string, failed: boolean, message: string][] = [
    ['CRI', !surroundings.runtimeRunning, 'container runtime is not running: containerd was not started on this node'],
    ['FileAvailable--etc-kubernetes-kubelet.conf', files.read(kubeletConfig) !== undefined, `${kubeletConfig} already exists`],
    ['FileAvailable--etc-kubernetes-pki-ca.crt', files.read('/etc/kubernetes/pki/ca.crt') !== undefined, '/etc/kubernetes/pki/ca.crt already exists'],
    ['FileContent--proc-sys-net-ipv4-ip_forward', files.read('/proc/sys/net/ipv4/ip_forward')?.trim() !== '1', '/proc/sys/net/ipv4/ip_forward contents are not set to 1'],
  ];
  const ignored = new Set(request.ignorePreflightErrors);
  return checks.filter(([name, failed]) => failed && !ignored.has('all') && !ignored.has(name.toLowerCase())).map(([name, , message]) => `${name}]: ${message}`);
}

function discover(surroundings: JoinSurroundings, request: JoinRequest): string | undefined {
  const { dataCenter } = surroundings;
  const url = `https://${request.apiServer}/api/v1/namespaces/kube-public/configmaps/cluster-info`;
  const prefix = "couldn't validate the identity of the API Server: ";
  const target = /^([^:/\s]+):(\d{1,5})$/.exec(request.apiServer);
  if (target === null) return `${prefix}Get "${url}": dial tcp: address ${request.apiServer}: missing or invalid port in address`;
  const reach = surroundings.canReach(target[1] ?? '', Number(target[2]));
  if (!reach.reachable) return `${prefix}Get "${url}": dial tcp ${request.apiServer}: i/o timeout (${reach.reason})`;
  if (request.apiServer !== dataCenter.apiServer) return `${prefix}Get "${url}": dial tcp ${request.apiServer}: connect: connection refused (the API server of this cluster is ${dataCenter.apiServer})`;
  // The tokens themselves stay out of the log: it ends in task results.
  const [tokenId] = request.discoveryToken.split('.');
  const [expectedId] = dataCenter.joinToken.split('.');
  if (tokenId !== expectedId) return `${prefix}could not find a JWS signature in the cluster-info ConfigMap for token ID "${tokenId ?? ''}" (expired or never created)`;
  if (request.discoveryToken !== dataCenter.joinToken) return `${prefix}failed to verify JWS signature of received cluster info object, can't trust this API Server`;
  if (request.tlsToken !== dataCenter.joinToken) return 'failed to bootstrap the kubelet: Unauthorized (the TLS bootstrap token is not valid)';
  return undefined;
}

function writeJoinFiles(surroundings: JoinSurroundings, request: JoinRequest, nodeName: string): void {
  const { files, machine } = surroundings;
  const minorVersion = minorVersionOf(surroundings.kubeadmVersion);
  const own: string[] = [];
  if (minorVersion < firstMinorWithoutCrisocketWait) own.push(`--container-runtime-endpoint=${(request.criSocket ?? 'unix:///run/containerd/containerd.sock').replace(/^(?=\/)/, 'unix://')}`);
  if (nodeName !== machine.hostname) own.push(`--hostname-override=${nodeName}`);
  if (minorVersion < 35) own.push('--pod-infra-container-image=registry.k8s.io/pause:3.10');
  if (request.taints.length > 0) own.push(`--register-with-taints=${request.taints.join(',')}`);
  // kubeadm's own by name, then those of the configuration as they stand there (app/util/arguments.go); quoted as Go does, which leaves `$`.
  const given = new Set(request.kubeletExtraArgs.map(nameOf));
  const words = [...own.filter((word) => !given.has(nameOf(word))).sort(), ...request.kubeletExtraArgs];
  files.write(flagsFile, `KUBELET_KUBEADM_ARGS="${words.join(' ').replace(/["\\]/g, '\\$&')}"\n`);
  files.write('/var/lib/kubelet/config.yaml', 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncgroupDriver: systemd\n');
  files.write('/etc/kubernetes/bootstrap-kubelet.conf', 'apiVersion: v1\nkind: Config\n');
  files.write('/etc/kubernetes/pki/ca.crt', '-----BEGIN CERTIFICATE-----\nc2FuZGJveA==\n-----END CERTIFICATE-----\n');
}

const nameOf = (word: string): string => word.slice(0, word.indexOf('='));
