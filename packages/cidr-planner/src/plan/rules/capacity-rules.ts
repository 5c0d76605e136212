import { planCapacity } from '../capacity/capacity.ts';
import type { NetworkCapacity } from '../capacity/capacity.ts';
import type { CapacityDemand } from '../capacity/capacity-demand.ts';
import { chooseVSwitch, showChoice } from '../capacity/choose-vswitch.ts';
import type { OverlayCapacity } from '../capacity/overlay.ts';
import { eniAddresses } from '../capacity/pods-per-node.ts';
import type { NamedVSwitch, Network } from '../network/read-network.ts';
import { showRange } from './finding.ts';
import type { RawFinding } from './finding.ts';

const vSwitchSource = 'Alibaba Cloud, "VPCs and vSwitches"';
const podFormula = 'Terway: pods per node = (EniQuantity − 1) × EniPrivateIpAddressQuantity';
const defaultNodeQuota = 100;

/** Whether the vSwitches of a network carry what is asked of them, today and within a year. */
export const findCapacityFindings = ({ demand, vSwitches }: Network): readonly RawFinding[] => {
  const instance = judgeInstance(demand);
  const { nodes } = demand;
  if (nodes === undefined) return instance;
  const capacity = planCapacity(vSwitches, demand);
  const nodeVSwitches = vSwitches.filter((vSwitch) => vSwitch.role === 'nodes');
  const full = judgeToday(capacity, demand, nodes, vSwitches);
  return [
    ...instance,
    ...full,
    // What is too small today is too small tomorrow and without a zone; one finding says it.
    ...(full.length > 0 || nodeVSwitches.length === 0 ? [] : [...judgeGrowth(capacity), ...judgeZoneFailure(capacity, demand, nodes)]),
  ];
};

const judgeInstance = (demand: CapacityDemand): readonly RawFinding[] => {
  const { instance, maxPods, hostNetworkPods = 0 } = demand;
  const addresses = eniAddresses(demand);
  if (!instance || addresses === undefined) return [];
  if (addresses === 0) {
    return [
      {
        rule: 'instance-without-pod-addresses',
        severity: 'error',
        message: instance.eniQuantity === 1 ? 'the instance type has 1 ENI, the primary one, which carries no pods' : `Terway may use none of the ${instance.eniQuantity} ENIs of the instance type for pods`,
        ranges: [],
        why: 'Terway gives pods the addresses of further ENIs; on this type it has none to give.',
        source: podFormula,
        remediation: instance.eniQuantity === 1 ? 'Choose an instance type with two ENIs at least.' : 'Raise eni_cap_ratio or eni_cap_shift of eni_conf, or choose an instance type with more ENIs.',
      },
    ];
  }
  const most = addresses + hostNetworkPods;
  if (maxPods === undefined || maxPods <= most) return [];
  return [
    {
      rule: 'max-pods-above-addresses',
      severity: 'warning',
      message: `the kubelet may run ${maxPods} pods, and the node has addresses for ${addresses}, with ${hostNetworkPods} pods on the host's network beside`,
      ranges: [],
      why: 'The scheduler counts the places of the kubelet, so it sends pods to a node that has no address for them; they stay in ContainerCreating.',
      source: podFormula,
      remediation: `Set maxPods to ${most}, or choose an instance type with more addresses.`,
    },
  ];
};

const judgeToday = (capacity: NetworkCapacity, demand: CapacityDemand, nodes: number, vSwitches: readonly NamedVSwitch[]): readonly RawFinding[] => {
  const wanted = nodes + (demand.surgeNodes ?? 0);
  const nodeVSwitches = vSwitches.filter((vSwitch) => vSwitch.role === 'nodes');
  const nodeAddresses = capacity.zones.reduce((sum, zone) => sum + zone.nodeAddresses, 0);
  const zones = new Set(nodeVSwitches.map((vSwitch) => vSwitch.zone)).size;
  const share = Math.ceil(wanted / Math.max(1, zones));
  if (nodeVSwitches.length > 0 && nodeAddresses < wanted) {
    return [
      {
        rule: 'capacity-nodes',
        severity: 'error',
        message: `${wanted} nodes (surge included) need an address each, and ${nodeVSwitches.map(showRange).join(', ')} offer ${nodeAddresses}`,
        ranges: nodeVSwitches,
        why: 'The node pool stops to grow when its vSwitches are full. The first and the last three addresses of each are reserved.',
        source: vSwitchSource,
        remediation: `Use a larger vSwitch for nodes, or a further one: ${showChoice(chooseVSwitch(share))} for ${share} nodes in each zone would do.`,
      },
    ];
  }
  if (capacity.maximumNodes === undefined || capacity.maximumNodes >= nodes) return [];
  const perNode = capacity.podAddressesPerNode ?? 0;
  return [
    {
      rule: 'capacity-pods',
      severity: 'warning',
      message: `the pod addresses carry ${capacity.maximumNodes} nodes of ${nodes}, at ${perNode} addresses a node (pods and idle pool)`,
      ranges: vSwitches.filter((vSwitch) => vSwitch.role === 'pods'),
      why: 'Pods stay in ContainerCreating when their vSwitch is full. This counts every node full, so it is the worst case.',
      source: `${podFormula}, and max_pool_size idle addresses`,
      remediation: `Use a larger vSwitch for pods, a further one, or fewer pods on a node: ${showChoice(chooseVSwitch(share * perNode))} for pods in each zone would do.`,
    },
  ];
};

const judgeGrowth = (capacity: NetworkCapacity): readonly RawFinding[] => {
  const years = capacity.yearsUntilFull ?? Infinity;
  const wanted = capacity.zones.find((zone) => zone.wanted)?.wanted;
  if (years > 1 || !wanted) return [];
  const pods = wanted.podVSwitch ? ` and ${showChoice(wanted.podVSwitch)} for pods` : '';
  return [
    {
      rule: 'capacity-growth',
      severity: 'warning',
      message: `at this growth the vSwitches are full in ${years.toFixed(1)} years`,
      ranges: [],
      why: 'The block of a vSwitch can not be changed, so room has to be made before it is needed.',
      source: vSwitchSource,
      remediation: `Plan for a year at least: ${showChoice(wanted.nodeVSwitch)} for nodes${pods} in each zone.`,
    },
  ];
};

const judgeZoneFailure = (capacity: NetworkCapacity, demand: CapacityDemand, nodes: number): readonly RawFinding[] => {
  if (demand.zoneFailure !== true) return [];
  const carried = capacity.zones.map((zone) => ({ zone: zone.zone, nodes: zone.maximumNodes ?? zone.nodeAddresses })).sort((a, b) => b.nodes - a.nodes);
  const [lost, ...others] = carried;
  const left = others.reduce((sum, zone) => sum + zone.nodes, 0);
  const wanted = nodes + (demand.surgeNodes ?? 0);
  if (!lost || left >= wanted) return [];
  const choice = capacity.zones.find((zone) => zone.wanted)?.wanted;
  const pods = choice?.podVSwitch ? ` and ${showChoice(choice.podVSwitch)} for pods` : '';
  return [
    {
      rule: 'capacity-zone-failure',
      severity: 'warning',
      message: `without ${lost.zone} the other zones carry ${left} nodes of ${wanted} (surge included)`,
      ranges: [],
      why: 'An ENI is attached to an instance of its own zone only, so the addresses of a lost zone help no other one.',
      source: vSwitchSource,
      remediation: others.length === 0 || !choice ? 'Add vSwitches for nodes and pods in a second zone.' : `Use ${showChoice(choice.nodeVSwitch)} for nodes${pods} in each zone, or add a zone.`,
    },
  ];
};

/** Whether the account may have so many nodes in a registered cluster, whatever its vSwitches carry. */
export const findNodeQuotaFindings = ({ demand }: Network): readonly RawFinding[] => {
  const quota = demand.nodeQuota ?? defaultNodeQuota;
  const wanted = (demand.nodes ?? 0) + (demand.surgeNodes ?? 0);
  if (wanted <= quota) return [];
  return [
    {
      rule: 'node-quota',
      severity: 'warning',
      message: `${wanted} nodes (surge included) are more than the quota of ${quota} nodes of a registered cluster`,
      ranges: [],
      why: 'The cloud adds no node beyond the quota of the account.',
      source: 'Alibaba Cloud, ACK quotas: 100 nodes a registered cluster by default',
      remediation: 'Ask for a higher quota and say it in nodeQuota, or use a further cluster.',
    },
  ];
};

/** Whether an overlay network has a block for each of its nodes. */
export const judgeOverlay = (overlay: OverlayCapacity, nodes: number): readonly RawFinding[] => {
  if (nodes <= overlay.maximumNodes) return [];
  return [
    {
      rule: 'overlay-node-limit',
      severity: overlay.isHardLimit ? 'error' : 'warning',
      message: `the pod network carries ${overlay.maximumNodes} nodes of ${nodes}, at ${overlay.podsPerNode} pods a node`,
      ranges: [],
      why: overlay.note,
      source: overlay.source,
      remediation: 'Use a larger pod network, a larger node prefix (smaller node blocks), or add a pool.',
    },
  ];
};
