import type { V1Node, V1Pod } from '@kubernetes/client-node';
import type { CloudHalf, SandboxContext } from '../halves.ts';
import type { ClusterClient } from './cluster-client.ts';
import { judgeTerway } from './terway.ts';

const notReadyPrefix = 'container runtime network not ready: cni plugin not initialized';

/** DaemonSets of on-premises network plugins: one of their pods on a cloud node makes it Ready, too, which is the trouble. */
const onPremisesPlugins = /^(calico-node|canal|cilium|kube-flannel-ds|kube-flannel)$/;

/** The kubelet's Ready condition, as part of a Node's status. */
export function readyCondition(ready: boolean, message: string, at: number, reason = ready ? 'KubeletReady' : 'KubeletNotReady'): Readonly<Record<string, unknown>> {
  const time = new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
  return { type: 'Ready', status: ready ? 'True' : 'False', reason, message, lastHeartbeatTime: time, lastTransitionTime: time };
}

const ownedBy = (pod: V1Pod, name: RegExp): boolean => pod.metadata?.ownerReferences?.some((owner) => owner.kind === 'DaemonSet' && name.test(owner.name)) === true;
const isReady = (pod: V1Pod): boolean => pod.metadata?.deletionTimestamp === undefined && pod.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;

/** Whether the Node is Ready now. */
export function isNodeReady(node: V1Node): boolean {
  return node.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') === true;
}

/**
 * Looks once at a node whose network is not up: which plugin would bring it up now? Says Ready=True where one would, and puts the
 * reason into the condition where none does and the reason is new.
 *
 * @returns whether the node needs no further look: it is Ready, or gone.
 */
export async function settleNode(name: string, zone: string, client: ClusterClient, cloud: CloudHalf, context: SandboxContext): Promise<boolean> {
  const node = await client.readNode(name);
  if (node === undefined || isNodeReady(node)) return true;
  const pods = await client.listPodsOn(name);
  const verdict = pods.some((pod) => ownedBy(pod, onPremisesPlugins) && isReady(pod)) ? { ready: true as const } : await judgeTerwayOn(pods, zone, client, cloud, context);
  if (verdict.ready) {
    await client.patchNodeStatus(name, { status: { conditions: [readyCondition(true, 'kubelet is posting ready status', context.clock.now())] } });
    return true;
  }
  const message = `${notReadyPrefix}: ${verdict.message}`;
  const current = node.status?.conditions?.find((condition) => condition.type === 'Ready')?.message;
  if (current !== message) await client.patchNodeStatus(name, { status: { conditions: [readyCondition(false, message, context.clock.now())] } });
  return false;
}

async function judgeTerwayOn(pods: readonly V1Pod[], zone: string, client: ClusterClient, cloud: CloudHalf, context: SandboxContext): Promise<{ readonly ready: true } | { readonly ready: false; readonly message: string }> {
  const pod = pods.find((candidate) => ownedBy(candidate, /^terway-eniip$/));
  if (pod === undefined) return { ready: false, message: 'no network plugin runs on this node' };
  if (!isReady(pod)) return { ready: false, message: 'the pod of terway-eniip is not Ready yet' };
  return judgeTerway({
    eniConfig: await client.readConfigMap('kube-system', 'eni-config'),
    addonSecret: await client.readSecret('kube-system', 'alibaba-addon-secret'),
    zone,
    vswitches: cloud.network.vswitches(),
    securityGroupExists: (id) => securityGroupExists(id, cloud, context),
    mayCall: (accessKeyId, accessKeySecret, action) => cloud.mayCall(accessKeyId, accessKeySecret, action),
  });
}

/** A group without rules looks like none in the network's view, so the snapshot has the last word. */
function securityGroupExists(id: string, cloud: CloudHalf, context: SandboxContext): boolean {
  return cloud.network.securityGroupRules(id).length > 0 || context.world.securityGroups.some((group) => group.id === id) || JSON.stringify(cloud.snapshot()).includes(JSON.stringify(id));
}

/** The first condition of a Node that has just registered. */
export function initialConditions(at: number): readonly Readonly<Record<string, unknown>>[] {
  const healthy = (type: string, reason: string, message: string): Readonly<Record<string, unknown>> => ({ ...readyCondition(false, message, at, reason), type });
  return [
    healthy('MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    healthy('DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    healthy('PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    readyCondition(false, notReadyPrefix, at),
  ];
}
