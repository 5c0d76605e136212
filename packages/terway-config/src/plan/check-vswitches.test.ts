import { describe, expect, it } from 'vitest';
import { checkVSwitches } from './check-vswitches.ts';

const live = (vpcId: string, zone: string, freeAddresses = 10) => ({ vpcId, zone, freeAddresses });

describe('checkVSwitches', () => {
  it('names everything that is wrong at once', () => {
    const found = new Map([['a', live('vpc-1', 'z2', 0)], ['b', undefined], ['c', live('vpc-2', 'z1')]]);
    expect(() => checkVSwitches({ z1: ['a', 'b', 'c'] }, found, 'vpc-1', new Set())).toThrowErrorMatchingInlineSnapshot(`[InvalidInputError: pod vSwitches: vSwitches.z1[0]: vSwitch a lies in zone z2, not z1; vSwitches.z1[0]: vSwitch a of zone z1 has no free address; vSwitches.z1[1]: there is no vSwitch b in zone z1 of the region; vSwitches.z1[2]: vSwitch c of zone z1 belongs to vpc-2, not to the VPC vpc-1 of the cluster]`);
  });

  it('asks for one VPC even where that of the cluster is not known', () => {
    const found = new Map([['a', live('vpc-1', 'z1')], ['c', live('vpc-2', 'z1')]]);
    expect(() => checkVSwitches({ z1: ['a', 'c'] }, found, undefined, new Set())).toThrow(/c of zone z1 belongs to vpc-2/);
    expect(checkVSwitches({ z1: ['a'] }, found, undefined, new Set())).toMatchObject([{ status: 'pass' }]);
  });

  it('warns of a full vSwitch that is in use already', () => {
    expect(checkVSwitches({ z1: ['a'] }, new Map([['a', live('vpc-1', 'z1', 0)]]), 'vpc-1', new Set(['a']))).toMatchObject([{ name: 'pod-vswitches-usable', status: 'warn' }]);
  });
});
