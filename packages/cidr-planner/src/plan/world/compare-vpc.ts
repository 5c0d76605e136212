import type { NetworkInput, VSwitchInput } from '../network/network-input.ts';
import { overlaps } from '../block/relate.ts';
import type { Network } from '../network/read-network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { compareRoutes } from './compare-vpc-routes.ts';
import { difference, readObservedBlock, sharedBy } from './difference.ts';
import type { ObservedVpc, ObservedVSwitch } from './observed-vpc.ts';

export { difference, readObservedBlock } from './difference.ts';

/** The vSwitch of a VPC that a vSwitch of the plan means: by id, else by name, else by block. */
export const matchVSwitch = (wanted: VSwitchInput, vpc: ObservedVpc): ObservedVSwitch | undefined =>
  wanted.id === undefined
    ? (vpc.vSwitches.find((vSwitch) => vSwitch.name === wanted.name) ?? vpc.vSwitches.find((vSwitch) => vSwitch.cidr === wanted.cidr))
    : vpc.vSwitches.find((vSwitch) => vSwitch.id === wanted.id);

/** What a VPC says otherwise than the plan. */
export const compareVpc = (input: NetworkInput, network: Network, vpc: ObservedVpc): readonly NetworkFinding[] => [
  ...compareBlocks(input, vpc),
  ...input.vSwitches.flatMap((vSwitch) => compareVSwitch(vSwitch, vpc)),
  ...compareIpv6(network, vpc),
  ...compareRoutes(network, vpc),
];

const compareBlocks = (input: NetworkInput, vpc: ObservedVpc): readonly NetworkFinding[] => {
  const planned = [input.vpc.cidr, ...(input.vpc.secondaryCidrs ?? [])];
  const real = [vpc.cidr, ...vpc.secondaryCidrs];
  const missing = planned.filter((cidr) => !real.includes(cidr));
  const unplanned = real.filter((cidr) => !planned.includes(cidr));
  if (missing.length === 0 && unplanned.length === 0) return [];
  return [
    difference({
      rule: 'vpc-differs',
      severity: missing.length > 0 ? 'error' : 'warning',
      message: `VPC ${vpc.id} has ${real.join(', ')}, and the plan says ${planned.join(', ')}`,
      remediation: `Write ${real.join(', ')} into the plan, or name the VPC that is meant.`,
    }),
  ];
};

const compareVSwitch = (wanted: VSwitchInput, vpc: ObservedVpc): readonly NetworkFinding[] => {
  const real = matchVSwitch(wanted, vpc);
  if (!real) {
    const expected = wanted.existing === true || wanted.id !== undefined;
    return [
      difference({
        rule: 'vswitch-missing',
        severity: expected ? 'error' : 'warning',
        message: `VPC ${vpc.id} has no vSwitch ${wanted.id ?? wanted.name} (${wanted.cidr})`,
        remediation: `Make the vSwitch ${wanted.name} with ${wanted.cidr} in ${wanted.zone}, or name one of the VPC's own: ${vpc.vSwitches.map((vSwitch) => vSwitch.name || vSwitch.id).join(', ') || 'it has none'}.`,
      }),
    ];
  }
  const differs = [
    ...(real.cidr === wanted.cidr ? [] : [`block ${real.cidr} instead of ${wanted.cidr}`]),
    ...(real.zone === wanted.zone ? [] : [`zone ${real.zone} instead of ${wanted.zone}`]),
  ];
  return [
    ...(differs.length === 0
      ? []
      : [
          difference({
            rule: 'vswitch-differs',
            message: `vSwitch ${wanted.name} (${real.id}) has ${differs.join(' and ')}`,
            remediation: `Write ${real.cidr} and ${real.zone} into the plan, or name the vSwitch that is meant.`,
          }),
        ]),
    ...(real.availableAddresses > 0
      ? []
      : [
          difference({
            rule: 'vswitch-full',
            message: `vSwitch ${wanted.name} (${real.id}, ${real.cidr}) has no free address`,
            why: wanted.role === 'pods' ? 'New pods on cloud nodes would wait for an address.' : 'No further cloud node can be made in it.',
          }),
        ]),
  ];
};

// The plan's cloud side is IPv4, as that of ACK is; IPv6 blocks that are there are held against the networks on premises.
const compareIpv6 = (network: Network, vpc: ObservedVpc): readonly NetworkFinding[] => {
  const real = [
    ...(vpc.ipv6Cidrs ?? []).map((cidr) => ({ name: `VPC ${vpc.id}`, cidr, severity: 'warning' as const })),
    ...vpc.vSwitches.flatMap((vSwitch) => (vSwitch.ipv6Cidr === undefined ? [] : [{ name: `vSwitch ${vSwitch.name || vSwitch.id}`, cidr: vSwitch.ipv6Cidr, severity: 'error' as const }])),
  ];
  const onPremises = [...network.dataCenterNodes, ...network.dataCenterPods, ...network.services, ...network.routed];
  return real.flatMap(({ name, cidr, severity }) => {
    const block = readObservedBlock(cidr);
    if (block === undefined) return [];
    return onPremises
      .filter((range) => overlaps(range.block, block))
      .map((range) =>
        difference({
          rule: 'ipv6-overlap-observed',
          severity,
          message: `${name} has the IPv6 block ${cidr}, which shares addresses with ${range.name} ${range.block.toString()}`,
          ...sharedBy(range, { name, block }),
        }),
      );
  });
};
