import { InvalidInputError, type Check } from '@ack-hybrid/core';

/** A vSwitch as it is, for the judgement. */
export interface LiveVSwitch {
  readonly vpcId: string;
  readonly zone: string;
  readonly freeAddresses: number;
}

/**
 * Judges the vSwitches that are asked for against the live VPC.
 *
 * @param live by id; `undefined` where there is no such vSwitch in the region
 * @param vpcId the VPC of the cluster, where it is known
 * @param inUse those that the configuration names already: a full one of them is a warning, as its addresses may be Terway's own
 * @throws {InvalidInputError} naming zone and vSwitch of each that can't be used
 */
export const checkVSwitches = (
  asked: Readonly<Record<string, readonly string[]>>,
  live: ReadonlyMap<string, LiveVSwitch | undefined>,
  vpcId: string | undefined,
  inUse: ReadonlySet<string>,
): readonly Check[] => {
  const issues: { path: string; message: string }[] = [];
  const full: string[] = [];
  let vpc = vpcId;
  for (const [zone, ids] of Object.entries(asked)) {
    for (const [index, id] of ids.entries()) {
      const path = `vSwitches.${zone}[${index}]`;
      const found = live.get(id);
      if (found === undefined) {
        issues.push({ path, message: `there is no vSwitch ${id} in zone ${zone} of the region` });
        continue;
      }
      vpc ??= found.vpcId;
      if (found.zone !== zone) issues.push({ path, message: `vSwitch ${id} lies in zone ${found.zone}, not ${zone}` });
      if (found.vpcId !== vpc) issues.push({ path, message: `vSwitch ${id} of zone ${zone} belongs to ${found.vpcId}, not to the VPC ${vpc} of the cluster` });
      if (found.freeAddresses === 0) {
        if (inUse.has(id)) full.push(`${id} (${zone})`);
        else issues.push({ path, message: `vSwitch ${id} of zone ${zone} has no free address` });
      }
    }
  }
  if (issues.length > 0) throw new InvalidInputError({ issues, subject: 'pod vSwitches', remediation: 'Name vSwitches of the VPC of the cluster under their own zone, with addresses to spare.' });
  if (full.length === 0) return [{ name: 'pod-vswitches-usable', status: 'pass', message: `${Object.values(asked).flat().length} pod vSwitches lie in their zones and have free addresses` }];
  return [{ name: 'pod-vswitches-usable', status: 'warn', message: `no free address is left in ${full.join(', ')}`, remediation: 'Add a pod vSwitch of the same zone.' }];
};
