import { describe, expect, it } from 'vitest';
import { judgeTerway, terwayActions, type TerwaySurroundings } from './terway.ts';

const configuration = { version: '1', vswitches: { 'cn-hangzhou-i': ['vsw-pods'] }, service_cidr: '172.21.0.0/20', security_group: 'sg-1' };

function surroundings(changes: Partial<TerwaySurroundings> & { readonly conf?: Readonly<Record<string, unknown>> } = {}): TerwaySurroundings {
  const { conf, ...rest } = changes;
  return {
    eniConfig: { eni_conf: JSON.stringify({ ...configuration, ...conf }) },
    addonSecret: { 'access-key-id': 'id', 'access-key-secret': 'secret' },
    zone: 'cn-hangzhou-i',
    vswitches: [{ id: 'vsw-pods', zone: 'cn-hangzhou-i' }, { id: 'vsw-h', zone: 'cn-hangzhou-h' }],
    securityGroupExists: (id) => id === 'sg-1',
    mayCall: (id, secret) => id === 'id' && secret === 'secret',
    ...rest,
  };
}

describe('judgeTerway', () => {
  it.each([
    ['a complete configuration', surroundings()],
    ['unknown keys', surroundings({ conf: { hot_plug: 'true', anything: 1 } })],
    ["a zone that is missing, by the node's own vSwitch", surroundings({ conf: { vswitches: { 'cn-hangzhou-j': ['vsw-j'] } } })],
    ['no security group', surroundings({ conf: { security_group: '' } })],
    ['credentials in eni_conf', surroundings({ addonSecret: undefined, conf: { access_key: 'id', access_secret: 'secret' } })],
    ['a placeholder in a tag', surroundings({ conf: { eni_tags: { 'ack.aliyun.com': '{{.ClusterID}}' } } })],
  ])('is ready with %s', (_title, input) => {
    expect(judgeTerway(input)).toEqual({ ready: true });
  });

  it.each([
    ['no ConfigMap', surroundings({ eniConfig: undefined }), 'no eni_conf'],
    ['text that is not JSON', surroundings({ eniConfig: { eni_conf: '{"access_secret": "canary", }' } }), 'is not JSON'],
    ["the template's zone", surroundings({ conf: { vswitches: { AZoneID: ['VswitchId'] } } }), 'placeholder of the template'],
    ['an unfilled Service block', surroundings({ conf: { service_cidr: '{{.ServiceCIDR}}' } }), 'service_cidr of eni_conf still holds'],
    ['a security group that does not exist', surroundings({ conf: { security_group: 'sg-2' } }), 'sg-2 does not exist'],
    ['eleven security groups', surroundings({ conf: { security_groups: Array.from({ length: 10 }, () => 'sg-1') } }), '11 security groups'],
    ['a vSwitch that does not exist', surroundings({ conf: { vswitches: { 'cn-hangzhou-i': ['vsw-none'] } } }), 'vsw-none does not exist'],
    ['a vSwitch of another zone', surroundings({ conf: { vswitches: { 'cn-hangzhou-i': ['vsw-h'] } } }), 'is in cn-hangzhou-h'],
    ['no credentials', surroundings({ addonSecret: undefined }), 'no credentials'],
    ['a newline after the secret', surroundings({ addonSecret: { 'access-key-id': 'id', 'access-key-secret': 'secret\n' } }), 'is not accepted'],
    ['a Secret that is wrong before a right eni_conf', surroundings({ addonSecret: { 'access-key-id': 'x', 'access-key-secret': 'y' }, conf: { access_key: 'id', access_secret: 'secret' } }), 'of Secret alibaba-addon-secret is not accepted'],
    ['one action too few', surroundings({ mayCall: (_id, _secret, action) => action !== 'ecs:DescribeInstanceTypes' }), 'may not call ecs:DescribeInstanceTypes'],
  ])('is not ready with %s', (_title, input, message) => {
    const verdict = judgeTerway(input);
    expect(verdict).toMatchObject({ ready: false, message: expect.stringContaining(message) as string });
    expect(JSON.stringify(verdict)).not.toContain('canary');
  });

  it('asks for each action of the guide and for the instance types', () => {
    expect(terwayActions).toHaveLength(12);
    expect(terwayActions).toContain('ecs:DescribeInstanceTypes');
  });
});
