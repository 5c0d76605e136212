import { planCapacity, terwayPodAddresses } from '../capacity/capacity.ts';
import type { NamedVSwitch, Network } from '../network/read-network.ts';
import { showRange } from './finding.ts';
import type { RawFinding } from './finding.ts';

/** Which vSwitches stand in which zone, and whether they carry what is asked of them. */
export const findPlacementFindings = (network: Network): readonly RawFinding[] => [
  ...judgeZones(network.vSwitches),
  ...judgeCount(network.vSwitches),
  ...judgeDemand(network),
];

const judgeZones = (vSwitches: readonly NamedVSwitch[]): readonly RawFinding[] => {
  const nodes = vSwitches.filter((vSwitch) => vSwitch.role === 'nodes');
  const pods = vSwitches.filter((vSwitch) => vSwitch.role === 'pods');
  const nodeZones = new Set(nodes.map((vSwitch) => vSwitch.zone));
  const podZones = new Set(pods.map((vSwitch) => vSwitch.zone));
  const lost = pods.filter((vSwitch) => !nodeZones.has(vSwitch.zone));
  const bare = nodes.filter((vSwitch) => !podZones.has(vSwitch.zone));
  return [
    ...(nodes.length > 0 ? [] : [noNodeVSwitch(vSwitches)]),
    ...(nodes.length > 0 ? lost : []).map((vSwitch): RawFinding => ({
      rule: 'pod-vswitch-zone',
      severity: 'error',
      message: `${showRange(vSwitch)} is for pods in ${vSwitch.zone}, where no vSwitch for nodes is; nodes are in ${[...nodeZones].join(', ')}`,
      ranges: [vSwitch],
      why: 'An ENI is attached to an instance of its own zone only, so no node can ever use these addresses.',
      source: 'Alibaba Cloud, "Network planning for ACK managed clusters": the pod vSwitch is in the zone of the node vSwitch',
      remediation: `Make the pod vSwitch in a zone with nodes, or add a vSwitch of the role nodes in ${vSwitch.zone}.`,
    })),
    ...bare.map((vSwitch): RawFinding => ({
      rule: 'node-zone-without-pod-vswitch',
      severity: 'warning',
      message: `${showRange(vSwitch)} is for nodes in ${vSwitch.zone}, where no vSwitch for pods is`,
      ranges: [vSwitch],
      why: "Terway falls back to the node's own vSwitch without a word: nodes and pods then share its addresses.",
      source: 'Terway: a zone that is missing from vswitches of eni_conf',
      remediation: `Add a vSwitch of the role pods in ${vSwitch.zone}, or size this one for nodes and pods together.`,
    })),
  ];
};

const noNodeVSwitch = (vSwitches: readonly NamedVSwitch[]): RawFinding => ({
  rule: 'no-node-vswitch',
  severity: 'error',
  message: `no vSwitch has the role nodes, of ${vSwitches.length} in the plan`,
  ranges: [],
  why: 'A node pool needs a vSwitch for its instances.',
  source: 'Alibaba Cloud, CreateClusterNodePool: vswitch_ids',
  remediation: 'Give one vSwitch the role nodes, in the zone of the pod vSwitch.',
});

const defaultVSwitchQuota = 150;

const judgeCount = (vSwitches: readonly NamedVSwitch[]): readonly RawFinding[] =>
  vSwitches.length <= defaultVSwitchQuota
    ? []
    : [
        {
          rule: 'vswitch-count',
          severity: 'warning',
          message: `the plan has ${vSwitches.length} vSwitches, and the default quota of a VPC is ${defaultVSwitchQuota}`,
          ranges: [],
          why: 'The cloud refuses vSwitches beyond the quota of the account.',
          source: 'Alibaba Cloud, VPC limits',
          remediation: 'Ask for a higher quota, or use fewer, larger vSwitches.',
        },
      ];

const judgeDemand = (network: Network): readonly RawFinding[] => {
  const { demand, vSwitches } = network;
  const findings: RawFinding[] = [];
  if (demand.instance && terwayPodAddresses(demand.instance) === 0) {
    findings.push({
      rule: 'instance-without-pod-addresses',
      severity: 'error',
      message: `the instance type has ${demand.instance.eniQuantity} ENI, the primary one, which carries no pods`,
      ranges: [],
      why: 'Terway gives pods the addresses of further ENIs; on this type it has none to give.',
      source: 'Terway: pods per node = (EniQuantity − 1) × EniPrivateIpAddressQuantity',
      remediation: 'Choose an instance type with two ENIs at least.',
    });
  }
  if (demand.nodes === undefined) return findings;
  const capacity = planCapacity(vSwitches, demand);
  const wanted = demand.nodes + (demand.surgeNodes ?? 0);
  const nodeVSwitches = vSwitches.filter((vSwitch) => vSwitch.role === 'nodes');
  const nodeAddresses = capacity.zones.reduce((sum, zone) => sum + zone.nodeAddresses, 0);
  if (nodeVSwitches.length > 0 && nodeAddresses < wanted) {
    findings.push({
      rule: 'capacity-nodes',
      severity: 'error',
      message: `${wanted} nodes (surge included) need an address each, and ${nodeVSwitches.map(showRange).join(', ')} offer ${nodeAddresses}`,
      ranges: nodeVSwitches,
      why: 'The node pool stops to grow when its vSwitches are full. The first and the last three addresses of each are reserved.',
      source: 'Alibaba Cloud, "VPCs and vSwitches"',
      remediation: 'Use a larger vSwitch for nodes, or a further one.',
    });
  } else if (capacity.maximumNodes !== undefined && capacity.maximumNodes < demand.nodes) {
    findings.push({
      rule: 'capacity-pods',
      severity: 'warning',
      message: `the pod addresses carry ${capacity.maximumNodes} nodes of ${demand.nodes}, at ${capacity.podAddressesPerNode ?? 0} addresses a node (pods and idle pool)`,
      ranges: vSwitches.filter((vSwitch) => vSwitch.role === 'pods'),
      why: 'Pods stay in ContainerCreating when their vSwitch is full. This counts every node full, so it is the worst case.',
      source: 'Terway: pods per node = (EniQuantity − 1) × EniPrivateIpAddressQuantity, and max_pool_size idle addresses',
      remediation: 'Use a larger vSwitch for pods, a further one, or fewer pods on a node.',
    });
  }
  return findings;
};
