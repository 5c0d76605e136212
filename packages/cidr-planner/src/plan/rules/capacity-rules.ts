import { planCapacity } from '../capacity/capacity.ts';
import type { NetworkCapacity } from '../capacity/capacity.ts';
import type { CapacityDemand } from '../capacity/capacity-demand.ts';
import { chooseVSwitch, showChoice } from '../capacity/choose-vswitch.ts';
import { planOverlay } from '../capacity/overlay.ts';
import type { OverlayCapacity } from '../capacity/overlay.ts';
import { eniAddresses } from '../capacity/pods-per-node.ts';
import type { NamedBlock, NamedVSwitch, Network } from '../network/read-network.ts';
import { buildFinding, showRange } from './finding.ts';
import type { RawFinding } from './finding.ts';

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
      buildFinding('instance-without-pod-addresses', {
        message: instance.eniQuantity === 1 ? 'the instance type has 1 ENI, the primary one, which carries no pods' : `Terway may use none of the ${instance.eniQuantity} ENIs of the instance type for pods`,
        ranges: [],
        ...(instance.eniQuantity === 1 ? {} : { remediation: 'Raise eni_cap_ratio or eni_cap_shift of eni_conf, or choose an instance type with more ENIs.' }),
      }),
    ];
  }
  const most = addresses + hostNetworkPods;
  if (maxPods === undefined || maxPods <= most) return [];
  return [
    buildFinding('max-pods-above-addresses', {
      message: `the kubelet may run ${maxPods} pods, and the node has addresses for ${addresses}, with ${hostNetworkPods} pods on the host's network beside`,
      ranges: [],
      remediation: `Set maxPods to ${most}, or choose an instance type with more addresses.`,
    }),
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
      buildFinding('capacity-nodes', {
        message: `${wanted} nodes (surge included) need an address each, and ${nodeVSwitches.map(showRange).join(', ')} offer ${nodeAddresses}`,
        ranges: nodeVSwitches,
        remediation: `Use a larger vSwitch for nodes, or a further one: ${showChoice(chooseVSwitch(share))} for ${share} nodes in each zone would do.`,
      }),
    ];
  }
  if (capacity.maximumNodes === undefined || capacity.maximumNodes >= nodes) return [];
  const perNode = capacity.podAddressesPerNode ?? 0;
  return [
    buildFinding('capacity-pods', {
      message: `the pod addresses carry ${capacity.maximumNodes} nodes of ${nodes}, at ${perNode} addresses a node (pods and idle pool)`,
      ranges: vSwitches.filter((vSwitch) => vSwitch.role === 'pods'),
      remediation: `Use a larger vSwitch for pods, a further one, or fewer pods on a node: ${showChoice(chooseVSwitch(share * perNode))} for pods in each zone would do.`,
    }),
  ];
};

const judgeGrowth = (capacity: NetworkCapacity): readonly RawFinding[] => {
  const years = capacity.yearsUntilFull ?? Infinity;
  const wanted = capacity.zones.find((zone) => zone.wanted)?.wanted;
  if (years > 1 || !wanted) return [];
  const pods = wanted.podVSwitch ? ` and ${showChoice(wanted.podVSwitch)} for pods` : '';
  return [
    buildFinding('capacity-growth', {
      message: `at this growth the vSwitches are full in ${years.toFixed(1)} years`,
      ranges: [],
      remediation: `Plan for a year at least: ${showChoice(wanted.nodeVSwitch)} for nodes${pods} in each zone.`,
    }),
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
    buildFinding('capacity-zone-failure', {
      message: `without ${lost.zone} the other zones carry ${left} nodes of ${wanted} (surge included)`,
      ranges: [],
      remediation: others.length === 0 || !choice ? 'Add vSwitches for nodes and pods in a second zone.' : `Use ${showChoice(choice.nodeVSwitch)} for nodes${pods} in each zone, or add a zone.`,
    }),
  ];
};

/** Whether the account may have so many nodes in a registered cluster, whatever its vSwitches carry. */
export const findNodeQuotaFindings = ({ demand }: Network): readonly RawFinding[] => {
  const quota = demand.nodeQuota ?? defaultNodeQuota;
  const wanted = (demand.nodes ?? 0) + (demand.surgeNodes ?? 0);
  if (wanted <= quota) return [];
  return [
    buildFinding('node-quota', {
      message: `${wanted} nodes (surge included) are more than the quota of ${quota} nodes of a registered cluster`,
      ranges: [],
    }),
  ];
};

/** Whether the pod network on premises has blocks for the nodes of both sides, as far as their numbers are known. */
export const findOverlayFindings = ({ overlay, dataCenterPods, onPremisesNodeCount = 0, demand }: Network): readonly RawFinding[] =>
  overlay === undefined ? [] : judgeOverlay(planOverlay(overlay), onPremisesNodeCount + (demand.nodes ?? 0), dataCenterPods);

/** Whether an overlay network has a block for each of its nodes. */
export const judgeOverlay = (overlay: OverlayCapacity, nodes: number, ranges: readonly NamedBlock[] = []): readonly RawFinding[] =>
  nodes <= overlay.maximumNodes
    ? []
    : [
        buildFinding('overlay-node-limit', {
          severity: overlay.isHardLimit ? 'error' : 'warning',
          message: `the pod network carries ${overlay.maximumNodes} nodes of ${nodes}, at ${overlay.podsPerNode} pods a node`,
          ranges,
          why: overlay.note,
          source: overlay.source,
        }),
      ];
