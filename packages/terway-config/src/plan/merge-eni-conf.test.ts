import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '@ack-hybrid/core';
import { mergeEniConf, type EniConfRequest } from './merge-eni-conf.ts';
import { parseEniConf } from './parse-eni-conf.ts';
import { renderEniConf } from './render-eni-conf.ts';

const merge = (current: object, desired: EniConfRequest) => {
  const { config, changes } = mergeEniConf(parseEniConf(JSON.stringify(current)).config, desired);
  return { after: JSON.parse(renderEniConf(config)) as unknown, changes };
};

describe('mergeEniConf', () => {
  it.each<[string, object, EniConfRequest, object]>([
    ['keeps zones that are not named and drops the template zone', { vswitches: { AZoneID: ['VswitchId'], h: ['vsw-h'] } }, { vSwitches: { i: ['vsw-i'] } }, { vswitches: { h: ['vsw-h'], i: ['vsw-i'] } }],
    ['adds tags', { eni_tags: { a: '1' } }, { eniTags: { b: '2' } }, { eni_tags: { a: '1', b: '2' } }],
    ['fills the cluster tag', { eni_tags: { 'ack.aliyun.com': '{{.ClusterID}}' } }, { clusterId: 'c1' }, { eni_tags: { 'ack.aliyun.com': 'c1' } }],
    ['keeps a cluster tag that is filled', { eni_tags: { 'ack.aliyun.com': 'c0' } }, { clusterId: 'c1' }, { eni_tags: { 'ack.aliyun.com': 'c0' } }],
    ['writes one group where the template has it', { security_group: '{{.SecurityGroupId}}' }, { securityGroupIds: ['sg-1'] }, { security_group: 'sg-1' }],
    ['writes many groups into the list', { security_group: 'sg-0' }, { securityGroupIds: ['sg-1', 'sg-2'] }, { security_groups: ['sg-1', 'sg-2'] }],
    ['leaves groups that say the same', { security_group: 'sg-1', security_groups: ['sg-2'] }, { securityGroupIds: ['sg-2', 'sg-1'] }, { security_group: 'sg-1', security_groups: ['sg-2'] }],
    ['takes an empty id out of the groups, which Terway would pass on', { security_groups: ['sg-1', ''] }, { securityGroupIds: ['sg-1'] }, { security_groups: ['sg-1'] }],
    ['changes only what is asked', { unknown: { x: 1 }, max_pool_size: 5, min_pool_size: 1 }, { maxPoolSize: 9 }, { unknown: { x: 1 }, max_pool_size: 9, min_pool_size: 1 }],
    ['asks for nothing, changes nothing', { b: 1, a: 2 }, {}, { b: 1, a: 2 }],
    ['replaces a map of the wrong type', { vswitches: ['x'] }, { vSwitches: { i: ['vsw-i'] } }, { vswitches: { i: ['vsw-i'] } }],
  ])('%s', (_what, current, desired, after) => {
    expect(merge(current, desired).after).toEqual(after);
  });

  it('describes each change in a line, credentials hidden', () => {
    const { changes } = merge({ max_pool_size: 5, access_key: '', access_secret: 'canary-old' }, { maxPoolSize: 9, credentials: { accessKeyId: 'LTAI12345678', accessKeySecret: new Secret('canary-new') } });
    expect(changes.map(({ summary }) => summary)).toEqual(['eni_conf.max_pool_size: 5 → 9', 'eni_conf.access_key: "" → "…5678"', 'eni_conf.access_secret: "[secret]" → "[secret]"']);
    expect(inspect(changes, { depth: 10 })).not.toMatch(/canary|LTAI/);
  });

  const desired: fc.Arbitrary<EniConfRequest> = fc.record(
    {
      vSwitches: fc.dictionary(fc.constantFrom('cn-a', 'cn-b'), fc.uniqueArray(fc.constantFrom('vsw-1', 'vsw-2'), { minLength: 1 })),
      securityGroupIds: fc.uniqueArray(fc.constantFrom('sg-1', 'sg-2', 'sg-3'), { minLength: 1 }),
      serviceCidr: fc.constantFrom('172.21.0.0/20', '10.96.0.0/16'),
      maxPoolSize: fc.nat(50),
      eniTags: fc.dictionary(fc.constantFrom('a', 'b'), fc.string()),
      clusterId: fc.constant('c1'),
    },
    { requiredKeys: [] },
  );
  const current = fc.record(
    { vswitches: fc.dictionary(fc.constantFrom('AZoneID', 'cn-a', 'cn-c'), fc.array(fc.constantFrom('VswitchId', 'vsw-1'))), security_group: fc.constantFrom('', 'sg-1', '{{.SecurityGroupId}}'), security_groups: fc.array(fc.constantFrom('sg-2', 'sg-3')), max_pool_size: fc.nat(50), other: fc.jsonValue() },
    { requiredKeys: [] },
  );

  it('is idempotent and keeps every key that it does not know', () => {
    fc.assert(
      fc.property(current, desired, (before, request) => {
        const once = mergeEniConf(parseEniConf(JSON.stringify(before)).config, request);
        const twice = mergeEniConf(once.config, request);
        expect(twice.changes).toEqual([]);
        expect(renderEniConf(twice.config)).toBe(renderEniConf(once.config));
        expect(JSON.stringify(once.config['other'])).toEqual(JSON.stringify(before.other));
      }),
    );
  });
});
