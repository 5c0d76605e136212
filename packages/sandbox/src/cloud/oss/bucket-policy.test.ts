import { describe, expect, it } from 'vitest';
import { judgeBucketPolicy, parseBucketPolicy, type PolicyRequest } from './bucket-policy.ts';

const statement = (parts: object = {}) => ({ Effect: 'Allow', Principal: ['*'], Action: ['oss:GetObject'], Resource: ['acs:oss:*:1:scripts/init/*'], ...parts });
const request = (parts: Partial<PolicyRequest> = {}): PolicyRequest => ({ principal: undefined, action: 'oss:GetObject', resource: 'acs:oss:cn-hangzhou:1:scripts/init/a.sh', sourceVpc: undefined, ...parts });

function judge(statements: object[], asked: PolicyRequest): string {
  const parsed = parseBucketPolicy(JSON.stringify({ Version: '1', Statement: statements }));
  return parsed.ok ? judgeBucketPolicy(parsed.statements, asked) : parsed.reason;
}

const vpcOnly = { Condition: { StringEquals: { 'acs:SourceVpc': ['vpc-1', 'vpc-2'] } } };

describe('a bucket policy', () => {
  it.each<[string, object[], Partial<PolicyRequest>, string]>([
    ['allows what it names', [statement()], {}, 'allow'],
    ['is silent about another action', [statement()], { action: 'oss:PutObject' }, 'none'],
    ['is silent about another key', [statement()], { resource: 'acs:oss:cn-hangzhou:1:scripts/other' }, 'none'],
    ['is silent about another principal', [statement({ Principal: ['2001'] })], { principal: '2002' }, 'none'],
    ['allows its principal', [statement({ Principal: ['2001'] })], { principal: '2001' }, 'allow'],
    ['allows from its VPC', [statement(vpcOnly)], { sourceVpc: 'vpc-2' }, 'allow'],
    ['is silent from another VPC', [statement(vpcOnly)], { sourceVpc: 'vpc-3' }, 'none'],
    ['is silent from no VPC', [statement(vpcOnly)], {}, 'none'],
    ['denies before it allows', [statement(), statement({ Effect: 'Deny' })], {}, 'deny'],
    ['denies from elsewhere', [statement(), statement({ Effect: 'Deny', Condition: { StringNotEquals: { 'acs:SourceVpc': ['vpc-1'] } } })], {}, 'deny'],
    ['matches a VPC by a wildcard where it says Like', [statement({ Condition: { StringLike: { 'acs:SourceVpc': 'vpc-*' } } })], { sourceVpc: 'vpc-9' }, 'allow'],
    ['takes a wildcard literally where it does not', [statement({ Condition: { StringEquals: { 'acs:SourceVpc': 'vpc-*' } } })], { sourceVpc: 'vpc-9' }, 'none'],
  ])('%s', (_name, statements, asked, expected) => {
    expect(judge(statements, request(asked))).toBe(expected);
  });

  it.each<[object, string]>([
    [statement({ Effect: 'Maybe' }), 'Statement[0] needs Effect Allow or Deny'],
    [statement({ Principal: [] }), 'Statement[0] needs a Principal'],
    [statement({ Action: ['ecs:*'] }), 'Statement[0] needs Actions of oss'],
    [statement({ Resource: ['scripts/*'] }), 'Statement[0] needs Resources of the form acs:oss:*:ACCOUNT:BUCKET/KEY'],
    [statement({ Condition: { Bool: { 'acs:SecureTransport': 'true' } } }), 'Statement[0] has the condition Bool, which the sandbox does not know'],
    [statement({ Condition: { StringEquals: { 'acs:SourceIp': '10.0.0.1' } } }), 'Statement[0] has a condition on acs:SourceIp, which the sandbox does not know'],
  ])('is refused with %j', (bad, reason) => {
    expect(judge([bad], request())).toBe(reason);
  });

  it.each(['x', '[]', '{"Version":"2"}', '{"Version":"1"}'])('is refused as %s', (text) => {
    expect(parseBucketPolicy(text).ok).toBe(false);
  });
});
