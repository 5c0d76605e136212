import type { ObservedFlannel } from '../../plan/world/observed-cluster.ts';
import { readConfigMap, readOptional } from './cluster-reads.ts';
import type { ClusterReads } from './cluster-reads.ts';
import { flagMember, objectOf, textMember, textsOf, wholeMember } from './json-values.ts';

/** Flannel has its own namespace since 0.19; its older manifests use kube-system. */
const namespaces = ['kube-flannel', 'kube-system'] as const;

/** What Flannel says of its network, of the newer place where there are two; a part that may not be read is noted. */
export const readFlannel = async (reads: ClusterReads): Promise<ObservedFlannel | undefined> => {
  const found = await Promise.all(namespaces.map((namespace) => readIn(reads, namespace)));
  return found.find((flannel) => flannel !== undefined);
};

const readIn = async (reads: ClusterReads, namespace: string): Promise<ObservedFlannel | undefined> => {
  const config = await readOptional(reads, `the configuration of Flannel (ConfigMap kube-flannel-cfg in ${namespace})`, readConfigMap(reads, namespace, 'kube-flannel-cfg'));
  if (config.state !== 'read') return undefined;
  const what = `net-conf.json of ${namespace}/kube-flannel-cfg`;
  const text = config.value['net-conf.json'];
  if (text === undefined) {
    reads.leaveOut({ what, problem: 'the ConfigMap has no such key' });
    return undefined;
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    reads.leaveOut({ what, problem: 'it is no JSON object' });
    return undefined;
  }
  const network = objectOf(json);
  const backend = objectOf(network['Backend']);
  return {
    namespace,
    networks: textsOf([network['Network'], network['IPv6Network']]),
    ...textMember('backend', backend['Type']),
    ...flagMember('directRouting', backend['DirectRouting']),
    ...wholeMember('subnetLength', network['SubnetLen']),
  };
};
