import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nockCloud, origin } from '../testing/nock-cloud.ts';
import { createCloudNetwork } from './alibaba-network.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const network = () => createCloudNetwork(nockCloud());
const serveVSwitches = (list: readonly object[]) =>
  nock(origin)
    .post('/')
    .query((query) => query['RegionId'] === 'cn-hangzhou' && query['VSwitchId'] === 'vsw-1' && query['PageSize'] === '10')
    .reply(200, { VSwitches: { VSwitch: list } });

describe('createCloudNetwork, on the wire', () => {
  it('reads zone, VPC and free addresses of a vSwitch', async () => {
    serveVSwitches([{ VSwitchId: 'vsw-1', VpcId: 'vpc-1', ZoneId: 'cn-hangzhou-i', AvailableIpAddressCount: 251 }]);
    expect(await network().vSwitch('vsw-1')).toEqual({ id: 'vsw-1', vpcId: 'vpc-1', zone: 'cn-hangzhou-i', freeAddresses: 251 });
  });

  it('gives nothing for a vSwitch that the region does not list', async () => {
    serveVSwitches([]);
    expect(await network().vSwitch('vsw-1')).toBeUndefined();
  });

  it.each([
    [{ vpc_id: 'vpc-1' }, 'vpc-1'],
    [{ vpc_id: '' }, undefined],
  ])('reads the VPC of the cluster from %j', async (body, vpcId) => {
    nock(origin).get('/clusters/c1').reply(200, body);
    expect(await network().clusterVpc('c1')).toBe(vpcId);
  });

  it('says that there is no such cluster', async () => {
    nock(origin).get('/clusters/c1').reply(404, { code: 'ErrorClusterNotFound', message: 'no such cluster' });
    await expect(network().clusterVpc('c1')).rejects.toMatchObject({ code: 'ErrorClusterNotFound' });
  });
});
