import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import type { NetworkChange, NetworkFix } from '../rules/finding.ts';
import type { NetworkInput } from './network-input.ts';
import type { NamedBlock, Network } from './network.ts';

/**
 * The input with the changes of a fix made. The old input stays as it is.
 *
 * @example
 * const mended = applyNetworkFix(input, plan.findings[0].fixes[0]);
 */
export const applyNetworkFix = (input: NetworkInput, fix: Pick<NetworkFix, 'changes'>): NetworkInput => {
  const target = new Map(fix.changes.map((one) => [one.path, one.to]));
  const pick = (path: string, cidr: string): string => target.get(path) ?? cidr;
  return {
    ...input,
    vpc: {
      ...input.vpc,
      cidr: pick('vpc.cidr', input.vpc.cidr),
      ...(input.vpc.secondaryCidrs ? { secondaryCidrs: input.vpc.secondaryCidrs.map((cidr, index) => pick(`vpc.secondaryCidrs[${index}]`, cidr)) } : {}),
    },
    vSwitches: input.vSwitches.map((vSwitch, index) => {
      const cidr = pick(`vSwitches[${index}].cidr`, vSwitch.cidr);
      if (cidr === vSwitch.cidr) return vSwitch;
      // The addresses that are free today are those of the old block.
      const { freeAddresses: _old, ...rest } = vSwitch;
      return { ...rest, cidr };
    }),
  };
};

/** The same for a network that is read already, as it is done for every fix that is tried. */
export const changeNetwork = (network: Network, changes: readonly NetworkChange[]): Network => {
  const target = new Map(changes.map((one) => [one.path, parseCidrBlock(one.to)]));
  const pick = <Range extends NamedBlock>(range: Range): Range => {
    const block = target.get(range.path);
    return block ? { ...range, block } : range;
  };
  return { ...network, vpc: network.vpc.map(pick), vSwitches: network.vSwitches.map(pick) };
};
