import { describe, expect, it } from 'vitest';
import { Secret } from '@ack-hybrid/core';
import type { DesiredNodePool } from './node-pool.ts';
import { listNodePoolIssues, validateNodePool } from './validate-node-pool.ts';

const pool: DesiredNodePool = { name: 'cloud', vSwitchIds: ['vsw-1'], instanceTypes: ['ecs.g7.xlarge'], size: 2 };

describe('validateNodePool', () => {
  it('accepts a full description', () => {
    expect(
      listNodePoolIssues({
        ...pool,
        securityGroupIds: ['sg-1'],
        imageType: 'AliyunLinux3',
        systemDisk: { category: 'cloud_essd', size: 120 },
        login: { kind: 'password', password: new Secret('Abcdef12') },
        labels: { team: 'a' },
        taints: [{ key: 'workload', value: 'ack', effect: 'NoSchedule' }],
        runtime: { name: 'containerd' },
        tags: { env: 'prod' },
      }),
    ).toEqual([]);
  });

  it.each<[string, Partial<DesiredNodePool>, string]>([
    ['an empty name', { name: '' }, 'name'],
    ['a name with a blank', { name: 'a b' }, 'name'],
    ['no vSwitch', { vSwitchIds: [] }, 'vSwitchIds'],
    ['nine vSwitches', { vSwitchIds: Array.from({ length: 9 }, (_, index) => `vsw-${index}`) }, 'vSwitchIds'],
    ['a vSwitch twice', { vSwitchIds: ['vsw-1', 'vsw-1'] }, 'vSwitchIds'],
    ['something that is no vSwitch', { vSwitchIds: ['vpc-1'] }, 'vSwitchIds[0]'],
    ['eleven instance types', { instanceTypes: Array.from({ length: 11 }, (_, index) => `ecs.g${index}.large`) }, 'instanceTypes'],
    ['a size of -1', { size: -1 }, 'size'],
    ['a size of 1.5', { size: 1.5 }, 'size'],
    ['a size of 501', { size: 501 }, 'size'],
    ['six security groups', { securityGroupIds: ['1', '2', '3', '4', '5', '6'].map((id) => `sg-${id}`) }, 'securityGroupIds'],
    ['a disk of 10 GiB', { systemDisk: { category: 'cloud_essd', size: 10 } }, 'systemDisk.size'],
    ['a disk that is none', { systemDisk: { category: 'ssd', size: 40 } }, 'systemDisk.category'],
    ['a taint without an effect', { taints: [{ key: 'a', effect: 'Never' as 'NoExecute' }] }, 'taints[0].effect'],
    ['a reserved tag', { tags: { 'ack-hybrid': 'x' } }, 'tags["ack-hybrid"]'],
    ['a tag of the vendor', { tags: { 'acs:x': 'y' } }, 'tags["acs:x"]'],
    ['a tag with a URL', { tags: { docs: 'https://example.com' } }, 'tags["docs"]'],
    ['a weak password', { login: { kind: 'password', password: new Secret('short') } }, 'login.password'],
    ['an unnamed key pair', { login: { kind: 'key-pair', name: '' } }, 'login.name'],
  ])('refuses %s', (_, change, path) => {
    expect(listNodePoolIssues({ ...pool, ...change }).map((issue) => issue.path)).toEqual([path]);
  });

  it('never quotes the password', () => {
    const weak = { ...pool, login: { kind: 'password', password: new Secret('canary') } } as const;
    expect(() => validateNodePool(weak)).toThrow(expect.not.objectContaining({ message: expect.stringContaining('canary') as string }));
  });
});
