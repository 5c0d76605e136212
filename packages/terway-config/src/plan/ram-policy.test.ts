import { describe, expect, it } from 'vitest';
import { samePolicyDocument, terwayPolicy } from './ram-policy.ts';

describe('terwayPolicy', () => {
  it("grants the vendor's list and what the daemon calls beyond it, each with a reason", () => {
    const actions = terwayPolicy.actions.map(({ action }) => action);
    expect(new Set(actions).size).toBe(actions.length);
    expect(terwayPolicy.actions.every(({ reason }) => reason.length > 10)).toBe(true);
    const vendors = 'CreateNetworkInterface DescribeNetworkInterfaces AttachNetworkInterface DetachNetworkInterface DeleteNetworkInterface DescribeInstanceAttribute AssignPrivateIpAddresses UnassignPrivateIpAddresses DescribeInstances ModifyNetworkInterfaceAttribute';
    const beyond = 'DescribeInstanceTypes AssignIpv6Addresses UnassignIpv6Addresses DescribeNetworkInterfaceAttribute';
    expect([...actions].sort()).toEqual([...`${vendors} ${beyond}`.split(' ').map((name) => `ecs:${name}`), 'vpc:DescribeVSwitches'].sort());
  });

  it('is a document that RAM takes: 6,144 characters at most, each action once', () => {
    expect(terwayPolicy.document.length).toBeLessThan(6_144);
    const { Version, Statement } = JSON.parse(terwayPolicy.document) as { Version: string; Statement: { Action: string[]; Effect: string }[] };
    expect(Version).toBe('1');
    expect(Statement.flatMap(({ Action }) => Action).sort()).toEqual(terwayPolicy.actions.map(({ action }) => action).sort());
  });
});

describe('samePolicyDocument', () => {
  const one = '{"Version":"1","Statement":[{"Effect":"Allow","Action":["ecs:A","ecs:B"],"Resource":["*"]},{"Effect":"Allow","Action":["vpc:C"],"Resource":["*"]}]}';
  it.each([
    ['another order', '{"Statement":[{"Action":"vpc:C","Resource":"*","Effect":"Allow"},{"Resource":"*","Action":["ecs:b","ecs:A","ecs:A"],"Effect":"Allow"}],"Version":"1"}', true],
    ['a statement less', '{"Version":"1","Statement":[{"Effect":"Allow","Action":["ecs:A","ecs:B"],"Resource":["*"]}]}', false],
    ['Deny for Allow', one.replace('Allow', 'Deny'), false],
    ['another resource', one.replace('"*"', '"acs:ecs:*:*:instance/*"'), false],
    ['a condition more', one.replace('"Effect"', '"Condition":{"Bool":{}},"Effect"'), false],
    ['no JSON', 'x', false],
  ])('judges %s: %s', (_what, other, same) => {
    expect(samePolicyDocument(one, other)).toBe(same);
  });

  const narrow = '{"Version":"1","Statement":[{"Effect":"Deny","NotAction":["ecs:A","vpc:B"],"NotResource":["x","y"],"Condition":{"IpAddress":{"acs:SourceIp":["10.0.0.0/8"]}}}]}';
  it.each([
    ['NotAction in another order and spelling', narrow.replace('["ecs:A","vpc:B"]', '["VPC:b","ecs:a"]'), true],
    ['NotResource in another order', narrow.replace('["x","y"]', '["y","x","y"]'), true],
    ['one value of a condition in place of a list', narrow.replace('["10.0.0.0/8"]', '"10.0.0.0/8"'), true],
    ['another value of a condition', narrow.replace('10.0.0.0/8', '10.0.0.0/16'), false],
    ['another operator', narrow.replace('IpAddress', 'NotIpAddress'), false],
    ['Action for NotAction', narrow.replace('NotAction', 'Action'), false],
    ['no condition', narrow.replace(/,"Condition".*}}/, ''), false],
  ])('judges %s', (_what, other, same) => {
    expect(samePolicyDocument(narrow, other)).toBe(same);
  });

  it('takes an empty condition for none', () => {
    expect(samePolicyDocument(one, one.replace('"Effect"', '"Condition":{},"Effect"'))).toBe(true);
  });

  it('never takes two broken documents for the same', () => {
    expect(samePolicyDocument('x', 'x')).toBe(false);
  });
});
