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
    ['a vSwitch outside a list', { vswitches: { 'cn-hangzhou-i': 'vsw-1' } }, ['error wrong-type vswitches.cn-hangzhou-i']],
    ['a switch as text', { enable_eni_trunking: 'true' }, ['error wrong-type enable_eni_trunking']],
    ['null, which Go reads as not set', { eni_tags: null }, []],
    ['a minimum above the maximum', { min_pool_size: 6 }, ['error pool-size min_pool_size']],
    ['a negative size', { min_pool_size: -1 }, ['error pool-size min_pool_size']],
    ['eleven groups, security_group counted in', { security_groups: Array.from({ length: 10 }, (_, index) => `sg-many${index}`) }, ['error security-groups security_groups']],
    ['ten groups, too many before v1.13.7', { security_groups: ['sg-1', ...Array.from({ length: 9 }, (_, index) => `sg-many${index}`)] }, ['warning security-groups security_groups']],
    ['five groups', { security_groups: ['sg-1', 'sg-2', 'sg-3', 'sg-4', 'sg-5'] }, []],
    ['eleven in the list, some the same', { security_groups: Array.from({ length: 11 }, (_, index) => `sg-${index % 3}`) }, ['error security-groups security_groups']],
    ['an empty id in the list of groups', { security_groups: ['sg-1', ''] }, ['error empty-item security_groups[1]']],
    ['null in the list of vSwitches', { vswitches: { 'cn-hangzhou-i': ['vsw-1', null] } }, ['error empty-item vswitches.cn-hangzhou-i[1]']],
    ['a zone that is null, which Go reads as empty', { vswitches: { 'cn-hangzhou-i': null } }, []],
    ['a number in a list of texts', { custom_stateful_workload_kinds: ['a', 1] }, ['error wrong-type custom_stateful_workload_kinds[1]']],
    ['a rate beyond 32 bits', { kube_client_qps: 3.5e38 }, ['error wrong-type kube_client_qps']],
    ['a ratio beyond 32 bits', { eni_cap_ratio: 3.5e38 }, []],
    ['a route as text', { extra_routes: ['10.0.0.0/8'] }, ['error wrong-type extra_routes[0]']],
    ['a route with more than its destination', { extra_routes: [{ dst: '10.0.0.0/8', gw: '10.0.0.1' }] }, ['warning unknown-key extra_routes[0].gw']],
    ['a block list that is a map', { eni_tag_block_list: { a: 'b' } }, ['error wrong-type eni_tag_block_list']],
    ['a block list', { eni_tag_block_list: [{ key: 'a', value: 'b' }, null] }, []],
    ['retries in words', { backoff_override: { eni_create: { Duration: '2s' } } }, ['error wrong-type backoff_override.eni_create.Duration']],
    ['retries in lower case', { backoff_override: { eni_create: { steps: 2 } } }, ['warning unknown-key backoff_override.eni_create.steps']],
    ['an interval without a unit', { idle_ip_reclaim_interval: '10' }, ['error period idle_ip_reclaim_interval']],
    ['an age of nothing', { idle_ip_reclaim_after: '' }, ['error period idle_ip_reclaim_after']],
    ['a period beyond 64 bits', { idle_ip_reclaim_after: '9999999h' }, ['error period idle_ip_reclaim_after']],
    ['a factor in words', { idle_ip_reclaim_jitter_factor: '10%' }, ['error period idle_ip_reclaim_jitter_factor']],
    ['a period that Terway replaces in silence', { ip_pool_sync_period: '120' }, ['warning period ip_pool_sync_period']],
    ['periods as Go writes them', { ip_pool_sync_period: '120s', idle_ip_reclaim_after: '1h30m', idle_ip_reclaim_interval: '-1.5ms', idle_ip_reclaim_jitter_factor: '.1e1' }, []],
    ['a retired switch as text, at which old releases fail', { wait_trunk_eni: 'true' }, ['warning retired-key wait_trunk_eni', 'error wrong-type wait_trunk_eni']],
    ['a key of 10-terway.conf that is a list', { host_stack_cidrs: ['169.254.20.10/32'] }, ['warning misplaced-key host_stack_cidrs']],
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

  it.each<[string, string, string[]]>([
    ['5.0', '{"max_pool_size": 5.0}', ['error wrong-type max_pool_size']],
    ['1e1', '{"max_pool_size": 1e1}', ['error wrong-type max_pool_size']],
    ['1.0 in a map', '{"rate_limit": {"a": 1.0}}', ['error wrong-type rate_limit.a']],
    ['more than 64 bits', '{"max_pool_size": 9223372036854775808}', ['error wrong-type max_pool_size']],
    ['64 bits, of which JavaScript keeps 53', '{"max_pool_size": 9223372036854775807}', ['error inexact-number max_pool_size']],
    ['-0', '{"eni_cap_shift": -0}', []],
  ])('reads whole numbers as Go does: %s', (_what, text, expected) => {
    expect(parseEniConf(text).findings.filter(({ code }) => code !== 'security-groups').map(({ severity, code, path }) => `${severity} ${code} ${path}`)).toEqual(expected);
  });

  it.each<[string, string, unknown, string]>([
    ['merges objects', '{"vswitches": {"h": ["vsw-h"], "i": ["old"]}, "vswitches": {"i": ["vsw-i"]}}', { vswitches: { h: ['vsw-h'], i: ['vsw-i'] } }, 'error'],
    ['takes the last list', '{"security_groups": ["sg-1"], "security_groups": ["sg-2"]}', { security_groups: ['sg-2'] }, 'warning'],
    ['takes the last text', '{"prefix": "a", "prefix": "b"}', { prefix: 'b' }, 'warning'],
    ['lets null keep a text', '{"prefix": "a", "prefix": null}', { prefix: 'a' }, 'error'],
    ['lets an item fill the gaps of the one in its place', '{"extra_routes": [{"dst": "a"}, {"dst": "b"}], "extra_routes": [{}]}', { extra_routes: [{ dst: 'a' }] }, 'error'],
    ['lets null in a list keep the text in its place', '{"custom_stateful_workload_kinds": ["a"], "custom_stateful_workload_kinds": [null, "b"]}', { custom_stateful_workload_kinds: ['a', 'b'] }, 'error'],
    ['lets null keep what old releases read', '{"wait_trunk_eni": true, "wait_trunk_eni": null}', { wait_trunk_eni: true }, 'error'],
    ['lets null undo a list', '{"security_groups": ["sg-1"], "security_groups": null}', { security_groups: null }, 'warning'],
    ['lets null undo what may be absent', '{"ip_warm_up_size": 1, "ip_warm_up_size": null}', { ip_warm_up_size: null }, 'warning'],
    ['takes the last of what Terway does not know', '{"x": {"a": 1}, "x": {"b": 2}}', { x: { b: 2 } }, 'warning'],
  ])('of a key that stands there twice %s, as Terway does', (_what, text, config, severity) => {
    const parsed = parseEniConf(text);
    expect(parsed.config).toEqual(config);
    expect(parsed.findings.filter(({ code }) => code === 'repeated-key').map((finding) => finding.severity)).toEqual([severity]);
  });

  it('reports what stands twice inside of an object', () => {
    const { findings } = parseEniConf('{"security_group": "sg-1", "vswitches": {"i": ["a"], "i": ["b"]}, "extra_routes": [{"dst": "a", "dst": "b"}]}');
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual(['repeated-key vswitches.i', 'repeated-key extra_routes[0].dst']);
  });

  it('prints no secret, known or not, in configuration and findings', () => {
    const parsed = parseEniConf('{"access_key":"LTAIx","access_secret":"{{canary}}","accessSecret":"canary","security_group":"sg-1"}');
    expect(inspect(parsed, { depth: 10 })).not.toContain('canary');
    expect(JSON.stringify(parsed)).not.toContain('canary');
    expect(Secret.isInstance(parsed.config.access_secret)).toBe(true);
  });
});
