import type { JsonObject } from '../json.ts';
import type { SeedObject } from './seed-object.ts';

interface DefinitionRow {
  readonly kind: string;
  readonly plural: string;
  readonly namespaced?: boolean;
  /** Members of the spec that the definition's schema names, with their JSON types. */
  readonly spec: Readonly<Record<string, string>>;
}

const calico: readonly DefinitionRow[] = [
  { kind: 'BGPConfiguration', plural: 'bgpconfigurations', spec: { asNumber: 'integer', nodeToNodeMeshEnabled: 'boolean', logSeverityScreen: 'string' } },
  { kind: 'BGPFilter', plural: 'bgpfilters', spec: {} },
  { kind: 'BGPPeer', plural: 'bgppeers', spec: { asNumber: 'integer', node: 'string', nodeSelector: 'string', peerIP: 'string', peerSelector: 'string' } },
  { kind: 'BlockAffinity', plural: 'blockaffinities', spec: { cidr: 'string', node: 'string', state: 'string', deleted: 'string' } },
  { kind: 'CalicoNodeStatus', plural: 'caliconodestatuses', spec: { node: 'string' } },
  { kind: 'ClusterInformation', plural: 'clusterinformations', spec: { calicoVersion: 'string', clusterGUID: 'string', datastoreReady: 'boolean' } },
  { kind: 'FelixConfiguration', plural: 'felixconfigurations', spec: { bpfEnabled: 'boolean', ipipEnabled: 'boolean', vxlanEnabled: 'boolean' } },
  { kind: 'GlobalNetworkPolicy', plural: 'globalnetworkpolicies', spec: { selector: 'string' } },
  { kind: 'GlobalNetworkSet', plural: 'globalnetworksets', spec: {} },
  { kind: 'HostEndpoint', plural: 'hostendpoints', spec: { interfaceName: 'string', node: 'string' } },
  { kind: 'IPAMBlock', plural: 'ipamblocks', spec: { affinity: 'string', cidr: 'string' } },
  { kind: 'IPAMConfig', plural: 'ipamconfigs', spec: { autoAllocateBlocks: 'boolean', strictAffinity: 'boolean' } },
  { kind: 'IPAMHandle', plural: 'ipamhandles', spec: { handleID: 'string' } },
  { kind: 'IPPool', plural: 'ippools', spec: { blockSize: 'integer', cidr: 'string', disabled: 'boolean', disableBGPExport: 'boolean', ipipMode: 'string', natOutgoing: 'boolean', nodeSelector: 'string', vxlanMode: 'string' } },
  { kind: 'IPReservation', plural: 'ipreservations', spec: {} },
  { kind: 'KubeControllersConfiguration', plural: 'kubecontrollersconfigurations', spec: {} },
  { kind: 'NetworkPolicy', plural: 'networkpolicies', namespaced: true, spec: { selector: 'string' } },
  { kind: 'NetworkSet', plural: 'networksets', namespaced: true, spec: {} },
];

const operator: readonly DefinitionRow[] = [
  { kind: 'APIServer', plural: 'apiservers', spec: {} },
  { kind: 'Installation', plural: 'installations', spec: { variant: 'string', calicoNodeDaemonSet: 'object', calicoNetwork: 'object' } },
  { kind: 'TigeraStatus', plural: 'tigerastatuses', spec: {} },
];

/** The definitions that Calico brings, with schemas that name the fields clients read. The sandbox does not check objects against them. */
export function calicoDefinitions(byOperator: boolean): SeedObject[] {
  return [...calico.map((row) => definition('crd.projectcalico.org', row)), ...(byOperator ? operator.map((row) => definition('operator.tigera.io', row)) : [])];
}

function definition(group: string, { kind, plural, namespaced = false, spec }: DefinitionRow): SeedObject {
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const members: JsonObject = Object.fromEntries(Object.entries(spec).map(([name, type]) => [name, type === 'object' ? open : { type }]));
  const status = group === 'operator.tigera.io' ? { subresources: { status: {} } } : {};
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      scope: namespaced ? 'Namespaced' : 'Cluster',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          ...status,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                apiVersion: { type: 'string' },
                kind: { type: 'string' },
                metadata: { type: 'object' },
                spec: { ...open, ...(Object.keys(members).length === 0 ? {} : { properties: members }) },
                status: open,
              },
            },
          },
        },
      ],
    },
  };
}
