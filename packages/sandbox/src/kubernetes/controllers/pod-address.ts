import type { SandboxWorld } from '../../types.ts';
import { isJsonObject, readList, readObject, readString } from '../json.ts';
import type { KubeNode, Pod } from '../kube-types.ts';
import { podsKey } from '../pod-state.ts';
import type { ControlPlane } from './control-plane.ts';

/** The node's own address. */
export function nodeAddress(node: KubeNode): string | undefined {
  return node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
}

/**
 * The address that a pod gets on a node: the node's own with hostNetwork; on premises one of the node's pod block; in the cloud one of
 * a vSwitch that Terway's `eni_conf` names for the node's zone. `undefined`: the node's network plug-in has none to give.
 */
export function podAddress(plane: ControlPlane, pod: Pod, node: KubeNode): string | undefined {
  if (pod.spec.hostNetwork === true) return nodeAddress(node) ?? '';
  const taken = new Set((plane.cluster.store.list(podsKey) as Pod[]).map((other) => other.status?.podIP));
  if (node.spec?.podCIDR !== undefined) return firstFree(node.spec.podCIDR, 2, taken);
  const blocks = terwayBlocks(plane, node);
  for (const block of blocks) {
    // The first addresses of a vSwitch are the cloud's own and the instances'.
    const address = firstFree(block, 100, taken);
    if (address !== undefined) return address;
  }
  return undefined;
}

function terwayBlocks(plane: ControlPlane, node: KubeNode): string[] {
  const configMap = plane.cluster.store.get({ group: '', plural: 'configmaps' }, 'kube-system', 'eni-config');
  const text = readString(configMap, 'data', 'eni_conf');
  const labels = node.metadata.labels ?? {};
  const zone = labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'];
  if (text === undefined || zone === undefined) return [];
  const ids = readList(readObject(parseObject(text), 'vswitches'), zone);
  return ids.flatMap((id) => blockOf(plane.world, String(id)));
}

/** A vSwitch that was made after the start is not in the world: then any address of the VPC stands for its block. */
function blockOf(world: SandboxWorld, id: string): string[] {
  const known = world.vswitches.find((vswitch) => vswitch.id === id);
  return [known?.cidr ?? world.vpc.cidr];
}

function parseObject(text: string): unknown {
  try {
    const parsed = JSON.parse(text) as unknown;
    return isJsonObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** The first address of a block from an offset on that is not taken; `undefined` where the block is full. */
export function firstFree(cidr: string, offset: number, taken: ReadonlySet<string | undefined>): string | undefined {
  const [address = '', length = '32'] = cidr.split('/');
  const base = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  for (let index = Math.min(offset, size - 1); index < size - 1; index += 1) {
    const value = base + index;
    const text = [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
    if (!taken.has(text)) return text;
  }
  return undefined;
}
