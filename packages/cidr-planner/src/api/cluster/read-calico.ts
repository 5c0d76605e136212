import type { ObservedBgpConfiguration, ObservedBgpPeer, ObservedCalico, ObservedIpPool } from '../../plan/world/observed-cluster.ts';
import { listCustom, orAbsent, readConfigMap, readOptional } from './cluster-reads.ts';
import type { ClusterReads } from './cluster-reads.ts';
import { flagMember, listOf, objectOf, textMember, textsOf, wholeMember } from './json-values.ts';
import type { JsonObject } from './json-values.ts';

const group = 'crd.projectcalico.org';
const version = 'v1';

const nameOf = (object: JsonObject): string => {
  const name = objectOf(object['metadata'])['name'];
  return typeof name === 'string' ? name : '';
};

/**
 * Calico's IP pools; undefined where the cluster has no such resource.
 *
 * @throws {PermissionError} where they may not be listed
 */
export const readIpPools = (reads: ClusterReads): Promise<readonly ObservedIpPool[] | undefined> =>
  orAbsent(listCustom(reads, { verb: 'list', resource: 'ippools.crd.projectcalico.org' }, { group, version, plural: 'ippools' }, toIpPool));

const toIpPool = (object: JsonObject): ObservedIpPool | undefined => {
  const spec = objectOf(object['spec']);
  if (typeof spec['cidr'] !== 'string') return undefined;
  return {
    name: nameOf(object),
    cidr: spec['cidr'],
    disabled: spec['disabled'] === true,
    ...wholeMember('blockSize', spec['blockSize']),
    ...textMember('ipipMode', spec['ipipMode']),
    ...textMember('vxlanMode', spec['vxlanMode']),
    ...flagMember('natOutgoing', spec['natOutgoing']),
    ...flagMember('disableBgpExport', spec['disableBGPExport']),
    ...textMember('nodeSelector', spec['nodeSelector']),
    ...(Array.isArray(spec['allowedUses']) ? { allowedUses: textsOf(spec['allowedUses']) } : {}),
  };
};

/** What Calico says beside its pools; parts that may not be read are noted. Undefined where the cluster has nothing of it. */
export const readCalico = async (reads: ClusterReads): Promise<ObservedCalico | undefined> => {
  const [config, bgp, peers] = await Promise.all([
    readOptional(reads, 'the backend of Calico (ConfigMap calico-config)', readConfigMap(reads, 'kube-system', 'calico-config')),
    readOptional(reads, 'the BGPConfiguration of Calico', readBgpConfiguration(reads)),
    readOptional(reads, 'the BGPPeers of Calico', listCustom(reads, { verb: 'list', resource: 'bgppeers.crd.projectcalico.org' }, { group, version, plural: 'bgppeers' }, toPeer)),
  ]);
  if ([config, bgp, peers].every((part) => part.state === 'absent')) return undefined;
  return {
    ...(config.state === 'read' ? textMember('backend', config.value['calico_backend']) : {}),
    // Without a BGPConfiguration Calico's defaults hold: that is an answer. A refusal isn't.
    ...(bgp.state === 'refused' ? {} : { bgp: bgp.state === 'read' ? bgp.value : {} }),
    ...(peers.state === 'refused' ? {} : { peers: peers.state === 'read' ? peers.value : [] }),
  };
};

const readBgpConfiguration = async ({ kubernetes, options }: ClusterReads): Promise<ObservedBgpConfiguration> => {
  const custom = await kubernetes.api((module) => module.CustomObjectsApi);
  const request = { group, version, plural: 'bgpconfigurations', name: 'default' };
  const answer = await kubernetes.call(
    { verb: 'get', resource: 'bgpconfigurations.crd.projectcalico.org', object: 'default' },
    () => custom.getClusterCustomObject(request) as Promise<unknown>,
    options,
  );
  const spec = objectOf(objectOf(answer)['spec']);
  const blocks = (member: string): readonly string[] => listOf(spec[member]).flatMap((entry) => textsOf([objectOf(entry)['cidr']]));
  const announced = (name: 'serviceClusterIps' | 'serviceExternalIps' | 'serviceLoadBalancerIps', member: string) => (blocks(member).length === 0 ? {} : { [name]: blocks(member) });
  return {
    ...flagMember('nodeToNodeMeshEnabled', spec['nodeToNodeMeshEnabled']),
    ...wholeMember('asNumber', spec['asNumber']),
    ...announced('serviceClusterIps', 'serviceClusterIPs'),
    ...announced('serviceExternalIps', 'serviceExternalIPs'),
    ...announced('serviceLoadBalancerIps', 'serviceLoadBalancerIPs'),
  };
};

const toPeer = (object: JsonObject): ObservedBgpPeer => {
  const spec = objectOf(object['spec']);
  return {
    name: nameOf(object),
    ...textMember('peerIp', spec['peerIP']),
    ...wholeMember('asNumber', spec['asNumber']),
    ...textMember('nodeSelector', spec['nodeSelector']),
    ...textMember('peerSelector', spec['peerSelector']),
    ...textMember('node', spec['node']),
  };
};
