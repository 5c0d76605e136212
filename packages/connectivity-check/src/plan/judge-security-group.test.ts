import { describe, expect, it } from 'vitest';
import { judgeFlow, type Flow, type SecurityGroupRule } from './judge-security-group.ts';

const rule = (changes: Partial<SecurityGroupRule> = {}): SecurityGroupRule => ({ direction: 'ingress', policy: 'accept', protocol: 'all', portRange: '-1/-1', cidr: '192.168.0.0/24', priority: 1, ...changes });
const flow: Flow = { direction: 'ingress', cidr: '192.168.0.0/24', protocol: 'tcp', firstPort: 10_250, lastPort: 10_250, why: '' };
const judge = (rules: readonly SecurityGroupRule[], changes: Partial<Flow> = {}) => judgeFlow({ ...flow, ...changes }, rules).verdict;

describe('judgeFlow', () => {
  it.each<[string, readonly SecurityGroupRule[], string]>([
    ['no rule', [], 'drop'],
    ['a rule for all', [rule()], 'accept'],
    ['a rule for a wider block', [rule({ cidr: '0.0.0.0/0' })], 'accept'],
    ['a rule for a part of the block', [rule({ cidr: '192.168.0.0/25' })], 'drop'],
    ['a rule for the port', [rule({ protocol: 'tcp', portRange: '10250/10255' })], 'accept'],
    ['a rule for other ports', [rule({ protocol: 'tcp', portRange: '22/22' })], 'drop'],
    ['a rule for another protocol', [rule({ protocol: 'udp' })], 'drop'],
    ['a drop that comes first', [rule({ policy: 'drop', priority: 1 }), rule({ priority: 2 })], 'drop'],
    ['a drop that comes later', [rule({ policy: 'drop', priority: 2 }), rule({ priority: 1 })], 'accept'],
    ['a drop of the same priority', [rule(), rule({ policy: 'drop' })], 'drop'],
    ['a drop of a part of the block', [rule({ policy: 'drop', cidr: '192.168.0.7' }), rule({ priority: 2 })], 'drop'],
    ['a rule that names a group', [rule({ cidr: '' })], 'unknown'],
    ['a rule for IPv6', [rule({ cidr: '::/0' })], 'drop'],
  ])('judges ingress with %s', (_, rules, verdict) => expect(judge(rules)).toBe(verdict));

  it('accepts egress without a rule, and not against one', () => {
    expect(judge([], { direction: 'egress' })).toBe('accept');
    expect(judge([rule({ direction: 'egress', policy: 'drop', cidr: '0.0.0.0/0' })], { direction: 'egress' })).toBe('drop');
  });

  it('wants every port of a range', () => {
    expect(judge([rule({ protocol: 'tcp', portRange: '1/1024' })], { firstPort: 1, lastPort: 65_535 })).toBe('drop');
    expect(judge([rule({ protocol: 'tcp', portRange: '1/65535' })], { firstPort: 1, lastPort: 65_535 })).toBe('accept');
  });
});
