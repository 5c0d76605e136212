import * as Vpc from '@alicloud/vpc20160428';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';

const vpcId = 'vpc-bp1sandbox000000001';
const request = (cidrBlock: string, more: object = {}): Vpc.CreateVSwitchRequest =>
  new Vpc.CreateVSwitchRequest({ regionId: 'cn-hangzhou', vpcId, zoneId: 'cn-hangzhou-i', cidrBlock, ...more });

describe('DescribeVSwitches', () => {
  it('counts the addresses that are free: 252 of an empty /24', async () => {
    const vpc = await (await startTestCloud()).vpc();
    const { body } = await vpc.describeVSwitches(new Vpc.DescribeVSwitchesRequest({ vpcId, vSwitchId: 'vsw-bp1sandboxpods00001' }));
    expect(body?.vSwitches?.vSwitch).toMatchObject([{ vSwitchName: 'pods-i', availableIpAddressCount: 252, zoneId: 'cn-hangzhou-i', status: 'Available' }]);
  });

  it.each<[object, string[]]>([
    [{}, ['nodes-i', 'pods-i']],
    [{ zoneId: 'cn-hangzhou-h' }, []],
    [{ vSwitchName: 'nodes-i' }, ['nodes-i']],
    [{ vpcId: 'vpc-other' }, []],
    [{ vSwitchId: 'vsw-nobody' }, []],
    [{ pageSize: 1, pageNumber: 2 }, ['pods-i']],
  ])('filters by %j', async (filter, names) => {
    const vpc = await (await startTestCloud()).vpc();
    const { body } = await vpc.describeVSwitches(new Vpc.DescribeVSwitchesRequest({ regionId: 'cn-hangzhou', ...filter }));
    expect(body?.vSwitches?.vSwitch?.map((vswitch) => vswitch.vSwitchName)).toEqual(names);
  });
});

describe('CreateVSwitch', () => {
  it('makes a vSwitch that is Pending for a while and then Available, with its tags', async () => {
    const cloud = await startTestCloud({ clock: 'manual', timing: { taskMs: 1000 } });
    const vpc = await cloud.vpc();
    const created = await vpc.createVSwitch(request('10.10.26.0/24', { vSwitchName: 'more', tag: [{ key: 'owner', value: 'us' }] }));
    const read = async () =>
      (await vpc.describeVSwitches(new Vpc.DescribeVSwitchesRequest({ vpcId, tag: [{ key: 'owner', value: 'us' }] }))).body?.vSwitches?.vSwitch?.map((vswitch) => [vswitch.vSwitchId, vswitch.status]);
    expect(await read()).toEqual([[created.body?.vSwitchId, 'Pending']]);
    await cloud.clock.advance(1000);
    expect(await read()).toEqual([[created.body?.vSwitchId, 'Available']]);
  });

  it('refuses a second one in the same VPC meanwhile', async () => {
    const cloud = await startTestCloud({ clock: 'manual', timing: { taskMs: 1000 } });
    const vpc = await cloud.vpc();
    await vpc.createVSwitch(request('10.10.26.0/24'));
    expect((await errorOf(vpc.createVSwitch(request('10.10.27.0/24')))).code).toBe('TaskConflict');
    await cloud.clock.advance(1000);
    expect((await vpc.createVSwitch(request('10.10.27.0/24'))).statusCode).toBe(200);
  });

  it('makes one vSwitch for one ClientToken, and refuses the token for another', async () => {
    const vpc = await (await startTestCloud({ timing: { taskMs: 0 } })).vpc();
    const first = await vpc.createVSwitch(request('10.10.26.0/24', { clientToken: 't' }));
    const again = await vpc.createVSwitch(request('10.10.26.0/24', { clientToken: 't' }));
    expect(again.body?.vSwitchId).toBe(first.body?.vSwitchId);
    expect((await errorOf(vpc.createVSwitch(request('10.10.27.0/24', { clientToken: 't' })))).code).toBe('IdempotentParameterMismatch');
  });

  it.each([
    ['10.10.24.128/25', 'InvalidCidrBlock.Overlapped'],
    ['10.10.24.0/23', 'InvalidCidrBlock.Overlapped'],
    ['10.10.26.1/24', 'InvalidCidrBlock.Malformed'],
    ['10.10.26.0/30', 'InvalidCidrBlock'],
    ['10.16.0.0/15', 'InvalidCidrBlock'],
    ['10.100.0.0/24', 'InvalidCidrBlock'],
  ])('refuses %s by %s', async (cidr, code) => {
    const vpc = await (await startTestCloud()).vpc();
    expect((await errorOf(vpc.createVSwitch(request(cidr)))).code).toBe(code);
  });

  it('refuses a block that is the destination of a route, and takes one inside of it', async () => {
    const routes = [{ destination: '10.20.0.0/16', nextHopType: 'Attachment', nextHopId: 'tr-attach-1' }];
    const vpc = await (await startTestCloud({ world: { routes }, timing: { taskMs: 0 } })).vpc();
    expect((await errorOf(vpc.createVSwitch(request('10.20.0.0/16')))).code).toBe('InvalidCidrBlock');
    expect((await vpc.createVSwitch(request('10.20.1.0/24'))).statusCode).toBe(200);
  });

  it('refuses a zone that does not exist', async () => {
    const vpc = await (await startTestCloud()).vpc();
    expect((await errorOf(vpc.createVSwitch(request('10.10.26.0/24', { zoneId: 'cn-hangzhou-z' })))).code).toBe('InvalidZoneId.NotFound');
  });
});

describe('DeleteVSwitch', () => {
  it('takes a vSwitch away that nothing uses', async () => {
    const vpc = await (await startTestCloud()).vpc();
    await vpc.deleteVSwitch(new Vpc.DeleteVSwitchRequest({ regionId: 'cn-hangzhou', vSwitchId: 'vsw-bp1sandboxpods00001' }));
    const read = vpc.describeVSwitchAttributes(new Vpc.DescribeVSwitchAttributesRequest({ regionId: 'cn-hangzhou', vSwitchId: 'vsw-bp1sandboxpods00001' }));
    expect(await errorOf(read)).toMatchObject({ code: 'InvalidVswitchID.NotFound', statusCode: 404 });
  });
});
