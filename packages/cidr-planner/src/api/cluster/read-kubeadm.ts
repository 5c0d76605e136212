import { readConfigMap, orAbsent } from './cluster-reads.ts';
import type { ClusterReads } from './cluster-reads.ts';
import { objectOf, splitList } from './json-values.ts';

/** The blocks of kubeadm's ClusterConfiguration; dual-stack subnets are separated by a comma. */
export interface KubeadmBlocks {
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
}

/**
 * Reads kube-system/kubeadm-config. A cluster that kubeadm didn't make has none, and its blocks are empty.
 *
 * @throws {PermissionError} where the ConfigMap may not be read
 */
export const readKubeadm = async (reads: ClusterReads): Promise<KubeadmBlocks> => {
  const { sdk } = await reads.kubernetes.load();
  const text = (await orAbsent(readConfigMap(reads, 'kube-system', 'kubeadm-config')))?.['ClusterConfiguration'];
  if (text === undefined) return { podCidrs: [], serviceCidrs: [] };
  let configuration: unknown;
  try {
    configuration = sdk.loadYaml<unknown>(text);
  } catch {
    reads.leaveOut({ what: 'ClusterConfiguration of kube-system/kubeadm-config', problem: 'it is no YAML' });
  }
  const networking = objectOf(objectOf(configuration)['networking']);
  return { podCidrs: splitList(networking['podSubnet']), serviceCidrs: splitList(networking['serviceSubnet']) };
};
