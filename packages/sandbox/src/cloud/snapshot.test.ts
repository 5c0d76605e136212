import * as Cs from '@alicloud/cs20151215';
import * as Ram from '@alicloud/ram20150501';
import { describe, expect, it } from 'vitest';
import { clusterId, poolOf, taskEnd } from './testing/node-pools.testing.ts';
import { startTestCloud } from './testing/test-cloud.ts';

describe('the snapshot', () => {
  it('is the same before a change and after it is undone', async () => {
    const cloud = await startTestCloud();
    const before = cloud.half.snapshot();
    const ram = await cloud.ram();
    const oss = await cloud.oss({ bucket: 'scripts' });
    const terway = { policyName: 'p', policyType: 'Custom', userName: 'u' };
    await ram.createUser(new Ram.CreateUserRequest({ userName: 'u' }));
    await ram.createPolicy(new Ram.CreatePolicyRequest({ policyName: 'p', policyDocument: '{"Version":"1","Statement":[{"Effect":"Allow","Action":"ecs:*","Resource":"*"}]}' }));
    await ram.attachPolicyToUser(new Ram.AttachPolicyToUserRequest(terway));
    const key = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'u' }));
    await oss.putBucket('scripts');
    await oss.put('init.sh', Buffer.from('x'));
    const { cs, id } = await poolOf(cloud, 2);
    const installed = await cs.installClusterAddons(clusterId, new Cs.InstallClusterAddonsRequest({ body: [new Cs.InstallClusterAddonsRequestBody({ name: 'terway-eniip', version: 'v1.15.3' })] }));
    await taskEnd(cs, installed.body?.taskId);
    const during = cloud.half.snapshot();
    expect(Object.keys(during).filter((part) => JSON.stringify(during[part]) !== JSON.stringify(before[part]))).toEqual(['instances', 'policies', 'users', 'accessKeys', 'nodePools', 'addons', 'buckets']);
    expect(JSON.stringify(during)).not.toContain(key.body?.accessKey?.accessKeySecret);

    await taskEnd(cs, (await cs.unInstallClusterAddons(clusterId, new Cs.UnInstallClusterAddonsRequest({ addons: [new Cs.UnInstallClusterAddonsRequestAddons({ name: 'terway-eniip' })] }))).body?.taskId);
    await taskEnd(cs, (await cs.deleteClusterNodepool(clusterId, id, new Cs.DeleteClusterNodepoolRequest({ force: true }))).body?.taskId);
    await oss.delete('init.sh');
    await oss.deleteBucket('scripts');
    await ram.deleteAccessKey(new Ram.DeleteAccessKeyRequest({ userName: 'u', userAccessKeyId: key.body?.accessKey?.accessKeyId }));
    await ram.detachPolicyFromUser(new Ram.DetachPolicyFromUserRequest(terway));
    await ram.deletePolicy(new Ram.DeletePolicyRequest({ policyName: 'p' }));
    await ram.deleteUser(new Ram.DeleteUserRequest({ userName: 'u' }));
    expect(cloud.half.snapshot()).toEqual(before);
  });

  it('is the same in two sandboxes that were asked for the same', async () => {
    const snapshots = await Promise.all(
      [0, 1].map(async () => {
        const cloud = await startTestCloud();
        await poolOf(cloud, 2);
        return cloud.half.snapshot();
      }),
    );
    expect(snapshots[0]).toEqual(snapshots[1]);
  });

  it('shows an object that changed by its hash', async () => {
    const cloud = await startTestCloud();
    const oss = await cloud.oss({ bucket: 'scripts' });
    await oss.putBucket('scripts');
    await oss.put('k', Buffer.from('1'));
    const before = cloud.half.snapshot();
    await oss.put('k', Buffer.from('2'));
    expect(cloud.half.snapshot()).not.toEqual(before);
    await oss.put('k', Buffer.from('1'));
    expect(cloud.half.snapshot()).toEqual(before);
  });
});
