import { describe, expect, it } from 'vitest';
import { checkEniConf, securityGroupsOf } from './check-eni-conf.ts';

describe('securityGroupsOf', () => {
  it.each([
    [{}, []],
    [{ security_group: '' }, []],
    [{ security_group: 'sg-1', security_groups: ['sg-2', 'sg-1'] }, ['sg-2', 'sg-1']],
    [{ security_group: '', security_groups: ['sg-1', ''] }, ['sg-1', '']],
  ])('counts %j once each', (config, groups) => {
    expect(securityGroupsOf(config)).toEqual(groups);
  });
});

describe('checkEniConf', () => {
  it('changes nothing in what it is given', () => {
    const config = Object.freeze({ security_group: 'sg-1', vswitches: Object.freeze({ AZoneID: Object.freeze(['VswitchId']) }) });
    expect(checkEniConf(config).map(({ code }) => code)).toEqual(['placeholder', 'placeholder']);
  });

  it('gives each finding a remediation', () => {
    const findings = checkEniConf({ min_pool_size: -1, ip_stack: 'ipv6', access_key: 'LTAIx', ip_pool_sync_period: '120', security_groups: [''], vswitches: { AZoneID: [] } });
    expect(findings.length).toBeGreaterThan(5);
    expect(findings.every(({ remediation }) => remediation.length > 10)).toBe(true);
  });
});
