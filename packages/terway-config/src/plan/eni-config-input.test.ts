import { describe, expect, it } from 'vitest';
import { requestOf, type EniConfigInput } from './eni-config-input.ts';

const input: EniConfigInput = { clusterId: 'c1', vSwitches: { 'cn-hangzhou-i': ['vsw-1'] }, securityGroupIds: ['sg-1'], serviceCidr: '172.21.0.0/20' };

describe('requestOf', () => {
  it('asks for what is given and for nothing else', () => {
    expect(requestOf(input)).toEqual(input);
    expect(requestOf({ ...input, maxPoolSize: 0, ipStack: 'dual' })).toEqual({ ...input, maxPoolSize: 0, ipStack: 'dual' });
  });

  it.each<[string, Partial<EniConfigInput>]>([
    ['vSwitches', { vSwitches: {} }],
    ['vSwitches.zone 1', { vSwitches: { 'zone 1': ['vsw-1'] } }],
    ['vSwitches.cn-hangzhou-i[1]', { vSwitches: { 'cn-hangzhou-i': ['vsw-1', 'vswitch'] } }],
    ['securityGroupIds', { securityGroupIds: Array.from({ length: 11 }, (_, index) => `sg-${index}`) }],
    ['securityGroupIds[0]', { securityGroupIds: ['group'] }],
    ['serviceCidr', { serviceCidr: '300.0.0.0/8' }],
    ['serviceCidr', { serviceCidr: '10.0.0/8' }],
    ['serviceCidr', { serviceCidr: '10.0.0.0/33' }],
    ['serviceCidr', { serviceCidr: '' }],
    ['maxPoolSize', { maxPoolSize: -1 }],
    ['minPoolSize', { minPoolSize: 1.5 }],
    ['eniTags.team', { eniTags: { team: 'half a pair: \ud83d' } }],
    ['eniTags.\udc00', { eniTags: { '\udc00': 'a' } }],
  ])('names %s as bad', (path, bad) => {
    let thrown: unknown;
    try {
      requestOf({ ...input, ...bad });
    } catch (error) {
      thrown = error;
    }
    expect((thrown as { issues: readonly { path: string }[] }).issues.map((issue) => issue.path)).toEqual([path]);
  });

  it.each(['172.21.0.0/20', '10.96.0.0/12', '172.21.0.0/20,fd00::/112', '255.255.255.255/32'])('takes %s for a Service block', (serviceCidr) => {
    expect(requestOf({ ...input, serviceCidr }).serviceCidr).toBe(serviceCidr);
  });
});
