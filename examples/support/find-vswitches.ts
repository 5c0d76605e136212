import { createVpcNetworkReader } from '@ack-hybrid/cidr-planner';
import { InvalidInputError, type AlibabaCloud } from '@ack-hybrid/core';
import type { HybridSpec } from './spec.ts';

/** The ids of the spec's vSwitches: those of the node pool, and those of the pods by zone. */
export interface FoundVSwitches {
  readonly nodes: readonly string[];
  readonly pods: Readonly<Record<string, readonly string[]>>;
  /** All of them, as the preflight asks for them. */
  readonly all: readonly { readonly id: string; readonly zone: string; readonly use: 'nodes' | 'pods' }[];
}

/**
 * Finds the vSwitches of the spec in the VPC, by block and zone.
 *
 * @throws {InvalidInputError} that names each one which isn't there, and what its zone has instead
 */
export const findVSwitches = async (cloud: AlibabaCloud, vpcId: string, spec: HybridSpec): Promise<FoundVSwitches> => {
  const vpc = await createVpcNetworkReader(cloud).readVpc(vpcId);
  const found = spec.vSwitches.map((wanted, index) => ({ wanted, index, vSwitch: vpc.vSwitches.find((one) => one.cidr === wanted.cidr && one.zone === wanted.zone) }));
  const issues = found
    .filter(({ vSwitch }) => vSwitch === undefined)
    .map(({ wanted, index }) => {
      const inZone = vpc.vSwitches.filter((one) => one.zone === wanted.zone).map((one) => one.cidr);
      return { path: `vSwitches.${index}`, message: `VPC ${vpcId} has no vSwitch ${wanted.cidr} in ${wanted.zone}; there it has ${inZone.length === 0 ? 'none' : inZone.join(', ')}` };
    });
  if (issues.length > 0) throw new InvalidInputError({ subject: 'spec', issues, remediation: 'Create the vSwitch, or name the block and zone of one that exists.' });
  const all = found.map(({ wanted, vSwitch }) => ({ id: vSwitch?.id ?? '', zone: wanted.zone, use: wanted.role }));
  const pods: Record<string, string[]> = {};
  for (const { id, zone } of all.filter(({ use }) => use === 'pods')) (pods[zone] ??= []).push(id);
  return { nodes: all.filter(({ use }) => use === 'nodes').map(({ id }) => id), pods, all };
};
