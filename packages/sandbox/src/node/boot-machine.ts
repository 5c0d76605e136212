import type { BootingInstance, CloudHalf } from '../halves.ts';
import type { SandboxWorld } from '../types.ts';
import { runJoin, type JoinOutcome } from './kubeadm.ts';
import type { RegisteredNode } from './kubelet.ts';
import { networkCommands } from './network-commands.ts';
import { createNodeNetwork } from './node-network.ts';
import { packageCommands } from './node-packages.ts';
import { runtimeRunning, systemCommands, type NodeSystem } from './node-system.ts';
import { createScratchRoot } from './scratch-root.ts';
import { noSwap, seedNode, type NodeImage } from './seed-files.ts';

/** What a boot needs beside the instance. */
export interface BootMachineOptions {
  readonly world: SandboxWorld;
  readonly cloud: CloudHalf;
  readonly podSecurityGroupIds: readonly string[];
  readonly image?: NodeImage;
  /** Milliseconds of wall time for the script; 30,000 by default. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** How the script ended and what the kubelet made of it. `node` may be there after a failed script, too: the kubelet runs. */
export interface MachineBoot {
  readonly exitCode: number;
  readonly log: string;
  readonly ended: 'exited' | 'timed-out' | 'aborted';
  readonly node?: RegisteredNode;
  /** The last `kubeadm join`, if there was one. */
  readonly join?: JoinOutcome;
  /** Every call of a system command, as `name<TAB>arguments`. */
  readonly journal: readonly string[];
}

/** The four variables of the node script, as the registered cluster's agent sets them. */
export function bootEnvironment(instance: BootingInstance, clusterId: string): Record<string, string> {
  const labels: [string, string][] = [
    ['alibabacloud.com/nodepool-id', instance.nodepoolId],
    ['ack.aliyun.com', clusterId],
    ['alibabacloud.com/instance-id', instance.instanceId],
    ['alibabacloud.com/external', 'true'],
    ...Object.entries(instance.labels),
  ];
  return {
    ALIBABA_CLOUD_PROVIDER_ID: `${instance.region}.${instance.instanceId}`,
    ALIBABA_CLOUD_NODE_NAME: `${instance.region}.${instance.privateIp}`,
    ALIBABA_CLOUD_LABELS: labels.map(([key, value]) => `${key}=${value}`).join(','),
    ALIBABA_CLOUD_TAINTS: instance.taints.map((taint) => `${taint.key}${taint.value === undefined || taint.value === '' ? '' : `=${taint.value}`}:${taint.effect}`).join(','),
  };
}

/** Boots an instance from its image: runs the script as root would on a fresh machine, and starts the kubelet that it joins. */
export async function bootMachine(instance: BootingInstance, script: string, options: BootMachineOptions): Promise<MachineBoot> {
  const { world } = options;
  const image = options.image ?? 'alinux3';
  const type = world.instanceTypes.find((candidate) => candidate.id === instance.instanceType);
  const hostname = `iz${instance.instanceId.replace(/^i-/, '').toLowerCase()}z`;
  const metadata = { 'instance-id': instance.instanceId, 'region-id': instance.region, 'zone-id': instance.zone, 'private-ipv4': instance.privateIp, hostname, 'instance/instance-type': instance.instanceType, 'vpc-id': world.vpc.id };
  const network = createNodeNetwork({ address: instance.privateIp, world, cloud: options.cloud, podSecurityGroupIds: options.podSecurityGroupIds, metadata });
  const [apiHost = '', apiPort = ''] = world.dataCenter.apiServer.split(':');
  const apiReachable = network.reach(apiHost, Number(apiPort), 'tcp').reachable;
  const seed = seedNode({ image, hostname, address: instance.privateIp, reachableTcp: apiReachable ? [world.dataCenter.apiServer] : [] });
  const scratch = await createScratchRoot({ files: seed.files, folders: seed.folders, commands: {} });
  let join: JoinOutcome | undefined;
  let node: RegisteredNode | undefined;
  try {
    const system: NodeSystem = { image, files: scratch.files, address: instance.privateIp, cpu: type?.cpu ?? 2, packages: new Map(), activeServices: new Set(['sshd', 'crond']), enabledServices: new Set(['sshd', 'crond']), modules: new Set(['overlay']), hostname };
    const commands = {
      ...systemCommands(system),
      ...networkCommands(network, scratch.files),
      ...packageCommands({
        system,
        defaultVersion: /\d+\.\d+\.\d+/.exec(world.cluster.kubernetesVersion)?.[0] ?? '1.33.2',
        addCommand: (name, command) => scratch.addCommand(name, command),
        removeCommand: (name) => scratch.removeCommand(name),
        join(words, versions) {
          join = runJoin(words, {
            files: scratch.files,
            machine: {
              hostname: system.hostname,
              address: instance.privateIp,
              cpu: type?.cpu ?? 2,
              memoryGiB: type?.memoryGiB ?? 4,
              kubeletVersion: `v${versions.kubelet}`,
              osImage: seed.osImage,
              containerRuntimeVersion: `containerd://${versions.containerd}`,
              swapOn: (scratch.files.read('/proc/swaps') ?? noSwap).trim().split('\n').length > 1,
            },
            kubeadmVersion: `v${versions.kubeadm}`,
            runtimeRunning: runtimeRunning(system),
            dataCenter: world.dataCenter,
            canReach: (host, port) => network.reach(host, port, 'tcp'),
          });
          // Labels and taints count at the first registration only: a second join finds the Node there.
          if (join.kubelet?.outcome === 'registered') node ??= join.kubelet.node;
          return join;
        },
      }),
    };
    for (const [name, command] of Object.entries(commands)) scratch.addCommand(name, command);
    const result = await scratch.run(script, {
      env: bootEnvironment(instance, world.cluster.id),
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    return { exitCode: result.exitCode, log: result.log, ended: result.ended, journal: [...scratch.journal()], ...(node === undefined ? {} : { node }), ...(join === undefined ? {} : { join }) };
  } finally {
    await scratch.remove();
  }
}
