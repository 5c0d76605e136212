import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '@ack-hybrid/core';
import { parseEniConf } from './parse-eni-conf.ts';

const good = { version: '1', vswitches: { 'cn-hangzhou-i': ['vsw-1'] }, security_group: 'sg-1', service_cidr: '172.21.0.0/20', max_pool_size: 5, min_pool_size: 0, vswitch_selection_policy: 'ordered' };
const findingsOf = (changes: object) => parseEniConf(JSON.stringify({ ...good, ...changes })).findings.map(({ severity, code, path }) => `${severity} ${code} ${path}`);

/** The template of the vendor's guide. */
const template = `{
 "version": "1",
 "max_pool_size": 5,
 "min_pool_size": 0,
 "vswitches": {"AZoneID":["VswitchId"]},
 "eni_tags": {"ack.aliyun.com":"{{.ClusterID}}"},
 "service_cidr": "{{.ServiceCIDR}}",
 "security_group": "{{.SecurityGroupId}}",
 "access_key": "",
 "access_secret": "",
 "vswitch_selection_policy": "ordered"
}
`;

describe('parseEniConf', () => {
  it('finds nothing in a good configuration', () => {
    expect(findingsOf({})).toEqual([]);
  });

  it("finds each placeholder of the guide's template", () => {
    expect(parseEniConf(template).findings.map(({ severity, code, path }) => `${severity} ${code} ${path}`)).toEqual([
      'error placeholder vswitches.AZoneID',
      'error placeholder vswitches.AZoneID[0]',
      'error placeholder eni_tags.ack.aliyun.com',
      'error placeholder service_cidr',
      'error placeholder security_group',
    ]);
  });

  it.each<[string, object, string[]]>([
    ['a mistyped key', { vswitchs: {} }, ['warning unknown-key vswitchs']],
    ['a key in another case', { MaxPoolSize: 5 }, ['warning unknown-key MaxPoolSize']],
    ['a retired key', { hot_plug: 'true' }, ['warning retired-key hot_plug']],
    ['a key of 10-terway.conf', { eniip_virtual_type: 'IPVlan' }, ['warning misplaced-key eniip_virtual_type']],
    ['a size as text', { max_pool_size: '5' }, ['error wrong-type max_pool_size']],
    ['a broken number', { min_eni: 1.5 }, ['error wrong-type min_eni']],
    ['a map as a list', { vswitches: ['vsw-1'] }, ['error wrong-type vswitches']],
    ['a vSwitch outside a list', { vswitches: { 'cn-hangzhou-i': 'vsw-1' } }, ['error wrong-type vswitches']],
    ['a switch as text', { enable_eni_trunking: 'true' }, ['error wrong-type enable_eni_trunking']],
    ['null, which Go reads as not set', { eni_tags: null }, []],
    ['a minimum above the maximum', { min_pool_size: 6 }, ['error pool-size min_pool_size']],
    ['a negative size', { min_pool_size: -1 }, ['error pool-size min_pool_size']],
    ['eleven groups, security_group counted in', { security_groups: Array.from({ length: 10 }, (_, index) => `sg-many${index}`) }, ['error security-groups security_groups']],
    ['ten groups', { security_groups: ['sg-1', ...Array.from({ length: 9 }, (_, index) => `sg-many${index}`)] }, []],
    ['no group', { security_group: '' }, ['warning security-groups security_group']],
    ['IPv6 alone', { ip_stack: 'ipv6' }, ['error unknown-ip-stack ip_stack']],
    ['dual stack', { ip_stack: 'dual' }, []],
    ['an unknown policy', { vswitch_selection_policy: 'most' }, ['warning unknown-vswitch-selection-policy vswitch_selection_policy']],
    ['plain credentials', { access_key: 'LTAIx', access_secret: 'y' }, ['warning plain-credentials access_key', 'warning plain-credentials access_secret']],
    ['empty credentials', { access_key: '', access_secret: '' }, []],
  ])('judges %s', (_what, changes, findings) => {
    expect(findingsOf(changes)).toEqual(findings);
  });

  it('offers the nearest key, and says what an unknown policy means', () => {
    const { findings } = parseEniConf('{"vSwitchs": {}, "security_group": "sg-1", "vswitch_selection_policy": "Ordered"}');
    expect(findings.map(({ message, remediation }) => `${message} | ${remediation}`)).toMatchInlineSnapshot(`
      [
        "vSwitchs is no key that Terway knows; keys are case-sensitive and unknown ones are dropped in silence | Did you mean vswitches?",
        "vswitch_selection_policy "Ordered" is none of ordered, random: anything unknown means random | Use one of ordered, random.",
      ]
    `);
  });

  it('reports a repeated key and takes the last', () => {
    const { config, findings } = parseEniConf('{"security_group": "sg-1", "security_group": "sg-2"}');
    expect(config.security_group).toBe('sg-2');
    expect(findings.map(({ code }) => code)).toEqual(['repeated-key']);
  });

  it('prints no secret, known or not, in configuration and findings', () => {
    const parsed = parseEniConf('{"access_key":"LTAIx","access_secret":"{{canary}}","accessSecret":"canary","security_group":"sg-1"}');
    expect(inspect(parsed, { depth: 10 })).not.toContain('canary');
    expect(JSON.stringify(parsed)).not.toContain('canary');
    expect(Secret.isInstance(parsed.config.access_secret)).toBe(true);
  });
});
