import { describe, expect, it } from 'vitest';
import { parseEniConf } from '../parse-eni-conf.ts';
import { isPlaceholder } from './placeholders.ts';

describe('a placeholder', () => {
  it.each([
    ['AZoneID', 'vswitches'], ['VswitchId', 'vswitches'], ['vsw-xxx', 'vswitches'], ['vsw-XXXX', 'vswitches'], ['vsw-', 'vswitches'], ['cn-hangzhou-x', 'vswitches'], ['<your vSwitch>', 'vswitches'],
    ['sg-xxx', 'security_group'], ['{{.SecurityGroupId}}', 'security_group'], ['{{.ServiceCIDR}}', 'service_cidr'], ['xxx', 'access_key'], ['<your access key>', 'access_secret'], ['${REGION}', 'region_id'],
    ['{{.ClusterID}}', 'eni_tags'], ['rg-xxx', 'resource_group_id'], ['...', 'service_cidr'],
  ])('is %s under %s', (text, key) => expect(isPlaceholder(text, key)).toBe(true));

  it.each([
    ['vsw-bp1xxx9', 'vswitches'], ['cn-hangzhou-i', 'vswitches'], ['sg-bp1', 'security_group'], ['172.21.0.0/20', 'service_cidr'], ['', 'access_key'], ['xxx', 'eni_tags'], ['<team>', 'eni_tags'], ['cn-hangzhou', 'region_id'],
  ])('is not %s under %s', (text, key) => expect(isPlaceholder(text, key)).toBe(false));

  it('is told without the value of a credential', () => {
    const { findings } = parseEniConf('{"access_key": "<CANARY-ID>", "access_secret": "<CANARY-SECRET>", "my_token": "<CANARY-TOKEN>"}');
    expect(findings.filter(({ code }) => code === 'placeholder').map(({ path }) => path)).toEqual(['access_key', 'access_secret', 'my_token']);
    expect(JSON.stringify(findings)).not.toContain('CANARY');
  });
});
