import type { CidrBlock } from '../block/cidr-block.ts';
import { excludeBlocks } from '../block/carve.ts';
import type { NetworkInput, VSwitchInput } from '../network/network-input.ts';
import { readCidrBlock } from '../block/read-cidr-block.ts';
import type { NamedBlock, Network } from '../network/read-network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import type { ObservedVpc, ObservedVSwitch } from './observed-vpc.ts';

/** A block as the world gives it; undefined where it can't be read. */
export const readObservedBlock = (text: string): CidrBlock | undefined => {
  const reading = readCidrBlock(text, { hostBits: 'mask' });
  return 'block' in reading ? reading.block : undefined;
};

/** A finding about a difference between the plan and the world: nothing to fix in the blocks of the plan itself. */
export const difference = (fields: Pick<NetworkFinding, 'rule' | 'severity' | 'message' | 'why' | 'remediation'> & { readonly source: string }): NetworkFinding => ({
  ...fields,
  ranges: [],
  fixes: [],
});

/** The vSwitch of a VPC that a vSwitch of the plan means: by id, else by name, else by block. */
export const matchVSwitch = (wanted: VSwitchInput, vpc: ObservedVpc): ObservedVSwitch | undefined =>
  wanted.id === undefined
    ? (vpc.vSwitches.find((vSwitch) => vSwitch.name === wanted.name) ?? vpc.vSwitches.find((vSwitch) => vSwitch.cidr === wanted.cidr))
    : vpc.vSwitches.find((vSwitch) => vSwitch.id === wanted.id);

/** What a VPC says otherwise than the plan. */
export const compareVpc = (input: NetworkInput, network: Network, vpc: ObservedVpc): readonly NetworkFinding[] => [
  ...compareBlocks(input, vpc),
  ...input.vSwitches.flatMap((vSwitch) => compareVSwitch(vSwitch, vpc)),
  ...compareRoutes([...network.dataCenterNodes, ...network.dataCenterPods], vpc),
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
      why: 'A plan with other blocks than the real ones finds other conflicts than the real ones.',
      source: 'read with DescribeVpcs',
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
        why: 'A node pool and Terway name their vSwitches by id, so these are there before the first cloud node.',
        source: 'read with DescribeVSwitches',
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
            severity: 'error',
            message: `vSwitch ${wanted.name} (${real.id}) has ${differs.join(' and ')}`,
            why: 'The block and the zone of a vSwitch can not be changed; a plan with others finds other conflicts than the real ones.',
            source: 'read with DescribeVSwitches',
            remediation: `Write ${real.cidr} and ${real.zone} into the plan, or name the vSwitch that is meant.`,
          }),
        ]),
    ...(real.availableAddresses > 0
      ? []
      : [
          difference({
            rule: 'vswitch-full',
            severity: 'warning',
            message: `vSwitch ${wanted.name} (${real.id}, ${real.cidr}) has no free address`,
            why: wanted.role === 'pods' ? 'New pods on cloud nodes would wait for an address.' : 'No further cloud node can be made in it.',
            source: 'read with DescribeVSwitches',
            remediation: 'Add a vSwitch to the plan, or release addresses in this one.',
          }),
        ]),
  ];
};

const compareRoutes = (onPremises: readonly NamedBlock[], vpc: ObservedVpc): readonly NetworkFinding[] => {
  if (!vpc.routes) {
    return [
      difference({
        rule: 'routes-not-read',
        severity: 'warning',
        message: `the routes of VPC ${vpc.id} were not read, as the caller may not`,
        why: 'Whether cloud nodes have a route to the data center is not known.',
        source: 'DescribeRouteTableList and DescribeRouteEntryList were refused',
        remediation: 'Grant vpc:DescribeRouteTableList and vpc:DescribeRouteEntryList, or look at the routes by hand.',
      }),
    ];
  }
  // A default route leads to the internet, as a rule, and says nothing of the data center.
  const destinations = vpc.routes.map((route) => readObservedBlock(route.destination)).filter((block) => block !== undefined && block.prefix > 0) as readonly CidrBlock[];
  return onPremises
    .filter((range) => range.block.family === 4 && excludeBlocks(range.block, destinations).length > 0)
    .map((range) =>
      difference({
        rule: 'route-missing',
        severity: 'warning',
        message: `no route of VPC ${vpc.id} leads to ${range.name} ${range.block.toString()}`,
        why: 'Packets of cloud nodes to these addresses have no way out of the VPC. A route may be hidden from this view, for example one of a transit router.',
        source: 'read with DescribeRouteTableList and DescribeRouteEntryList',
        remediation: `Publish ${range.block.toString()} to the VPC from the virtual border router, over CEN or as a custom route.`,
      }),
    );
};
