import type { NamedVSwitch, Network } from '../network/network.ts';
import { findCapacityFindings } from './capacity-rules.ts';
import { buildFinding, showRange } from './finding.ts';
import type { RawFinding } from './finding.ts';

/** Which vSwitches stand in which zone, and whether they carry what is asked of them. */
export const findPlacementFindings = (network: Network): readonly RawFinding[] => [
  ...judgeZones(network.vSwitches),
  ...judgeRegion(network),
  ...judgeCount(network.vSwitches),
  ...findCapacityFindings(network),
];

const judgeZones = (vSwitches: readonly NamedVSwitch[]): readonly RawFinding[] => {
  const nodes = vSwitches.filter((vSwitch) => vSwitch.role === 'nodes');
  const pods = vSwitches.filter((vSwitch) => vSwitch.role === 'pods');
  const nodeZones = new Set(nodes.map((vSwitch) => vSwitch.zone));
  const podZones = new Set(pods.map((vSwitch) => vSwitch.zone));
  const lost = nodes.length > 0 ? pods.filter((vSwitch) => !nodeZones.has(vSwitch.zone)) : [];
  const bare = nodes.filter((vSwitch) => !podZones.has(vSwitch.zone));
  return [
    ...(nodes.length > 0 ? [] : [buildFinding('no-node-vswitch', { message: `no vSwitch has the role nodes, of ${vSwitches.length} in the plan`, ranges: [] })]),
    ...lost.map((vSwitch) =>
      buildFinding('pod-vswitch-zone', {
        message: `${showRange(vSwitch)} is for pods in ${vSwitch.zone}, where no vSwitch for nodes is; nodes are in ${[...nodeZones].join(', ')}`,
        ranges: [vSwitch],
        remediation: `Make the pod vSwitch in a zone with nodes, or add a vSwitch of the role nodes in ${vSwitch.zone}.`,
      }),
    ),
    ...bare.map((vSwitch) =>
      buildFinding('node-zone-without-pod-vswitch', {
        message: `${showRange(vSwitch)} is for nodes in ${vSwitch.zone}, where no vSwitch for pods is`,
        ranges: [vSwitch],
        remediation: `Add a vSwitch of the role pods in ${vSwitch.zone}, or size this one for nodes and pods together.`,
      }),
    ),
  ];
};

const judgeRegion = ({ region, vSwitches }: Network): readonly RawFinding[] =>
  region === undefined
    ? []
    : vSwitches
        .filter((vSwitch) => !vSwitch.zone.startsWith(region))
        .map((vSwitch) => buildFinding('zone-outside-region', { message: `${showRange(vSwitch)} is in ${vSwitch.zone}, and the region is ${region}`, ranges: [vSwitch] }));

const defaultVSwitchQuota = 150;

const judgeCount = (vSwitches: readonly NamedVSwitch[]): readonly RawFinding[] =>
  vSwitches.length <= defaultVSwitchQuota
    ? []
    : [buildFinding('vswitch-count', { message: `the plan has ${vSwitches.length} vSwitches, and the default quota of a VPC is ${defaultVSwitchQuota}`, ranges: [] })];
