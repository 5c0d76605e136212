import { describe, expect, it } from 'vitest';
import { borderWorld } from '../testing/border-world.testing.ts';
import { sendSigned } from '../testing/signed-request.testing.ts';
import { startTestCloud } from '../testing/test-cloud.ts';

const [cen] = borderWorld.cens;
const ask = async (action: string, query: string, world: object = borderWorld) => sendSigned(await startTestCloud({ world }), 'cbn', { action, query });

describe('a CEN of the sandbox', () => {
  it('is listed and found by its id', async () => {
    const { body } = await ask('DescribeCens', `Filter.1.Key=CenId&Filter.1.Value.1=${cen.id}`);
    expect(body).toMatchObject({ TotalCount: 1, Cens: { Cen: [{ CenId: cen.id, ProtectionLevel: 'REDUCED' }] } });
    expect((await ask('DescribeCens', 'Filter.1.Key=CenId&Filter.1.Value.1=cen-other')).body).toMatchObject({ TotalCount: 0 });
  });

  it('is not there by default', async () => {
    expect((await ask('DescribeCens', '', {})).body).toMatchObject({ TotalCount: 0, Cens: { Cen: [] } });
  });

  it('has its members, by type', async () => {
    const { body } = await ask('DescribeCenAttachedChildInstances', `CenId=${cen.id}&ChildInstanceType=VBR`);
    expect(body).toMatchObject({ TotalCount: 1, ChildInstances: { ChildInstance: [{ ChildInstanceId: 'vbr-bp1sandbox000000001', ChildInstanceType: 'VBR' }] } });
  });

  it.each([
    ['', 2],
    ['&Status=All', 3],
    ['&Status=Rejected', 1],
  ])('has the routes of a region by status: "%s"', async (status, count) => {
    expect((await ask('DescribeCenRegionDomainRouteEntries', `CenId=${cen.id}&CenRegionId=cn-hangzhou${status}`)).body).toMatchObject({ TotalCount: count });
  });

  it('tells what a published route meets', async () => {
    const { body } = await ask('DescribePublishedRouteEntries', `CenId=${cen.id}&ChildInstanceId=vbr-bp1sandbox000000001&ChildInstanceRegionId=cn-hangzhou&ChildInstanceType=VBR`);
    expect(body).toMatchObject({ PublishedRouteEntries: { PublishedRouteEntry: [{ DestinationCidrBlock: '10.100.0.0/16', Conflicts: { Conflict: [{ InstanceId: 'vpc-other', InstanceType: 'VPC', RegionId: 'cn-shanghai', Status: 'conflict' }] } }] } });
  });

  it.each([
    ['DescribeCens', 'zzColour=red', 'UnsupportedParameter'],
    ['DescribeCenAttachedChildInstances', '', 'MissingCenId'],
    ['DescribeCenAttachedChildInstances', 'CenId=cen-other', 'InvalidCenId.NotFound'],
    ['DescribeCenAttachedChildInstances', `CenId=${cen.id}&PageSize=51`, 'InvalidParameter.PageSize'],
    ['DescribeCenRegionDomainRouteEntries', `CenId=${cen.id}`, 'MissingCenRegionId'],
    ['DescribePublishedRouteEntries', `CenId=${cen.id}&ChildInstanceId=vpc-9&ChildInstanceRegionId=cn-hangzhou&ChildInstanceType=VPC`, 'InvalidChildInstanceId.NotFound'],
    ['DeleteCen', `CenId=${cen.id}`, 'SandboxOperationUnknown'],
  ])('refuses %s %s', async (action, query, code) => {
    expect((await ask(action, query)).body).toMatchObject({ Code: code });
  });
});
