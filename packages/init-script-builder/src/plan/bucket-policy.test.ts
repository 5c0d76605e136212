import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addReadStatement, removeReadStatement, renderReadStatement, type BucketPolicy } from './bucket-policy.ts';

const access = { bucket: 'b', prefix: 'ack-hybrid/c1', vpcId: 'vpc-1', accountId: '123' };
const other = { Effect: 'Deny', Action: 'oss:*', Principal: '*', Resource: ['acs:oss:*:123:b/secret/*'], Condition: { StringNotEquals: { 'acs:SourceVpc': ['vpc-1'] } } };

describe('the statement for the VPC', () => {
  it('allows reading under the prefix for the VPC and nothing else', () => {
    expect(addReadStatement(undefined, access)).toEqual({
      Version: '1',
      Statement: [{ Effect: 'Allow', Action: ['oss:GetObject'], Principal: ['*'], Resource: ['acs:oss:*:123:b/ack-hybrid/c1/*'], Condition: { StringEquals: { 'acs:SourceVpc': ['vpc-1'] } } }],
    });
    expect(renderReadStatement({ ...access, accountId: undefined }).Resource).toEqual(['acs:oss:*:*:b/ack-hybrid/c1/*']);
  });

  it.each([
    ['as it was written', renderReadStatement(access)],
    ['with single values for lists and other order', { Condition: { StringEquals: { 'acs:SourceVpc': 'vpc-1' } }, Resource: 'acs:oss:*:123:b/ack-hybrid/c1/*', Principal: '*', Action: 'oss:GetObject', Effect: 'Allow' }],
  ])('is not written again where it is there %s', (_title, statement) => {
    const policy: BucketPolicy = { Version: '1', Statement: [other, statement] };
    expect(addReadStatement(policy, access)).toBe(policy);
  });

  it.each([
    ['of another VPC', renderReadStatement({ ...access, vpcId: 'vpc-old' })],
    ['of any account', renderReadStatement({ ...access, accountId: '*' })],
  ])('takes the place of ours %s', (_title, statement) => {
    expect(addReadStatement({ Version: '1', Statement: [statement, other] }, access).Statement).toEqual([other, renderReadStatement(access)]);
  });

  it.each([
    ['another prefix', renderReadStatement({ ...access, prefix: 'ack-hybrid/c11' })],
    ['more actions', { ...renderReadStatement(access), Action: ['oss:GetObject', 'oss:PutObject'] }],
    ['two VPCs', { ...renderReadStatement(access), Condition: { StringEquals: { 'acs:SourceVpc': ['vpc-1', 'vpc-2'] } } }],
    ['a further condition', { ...renderReadStatement(access), Condition: { StringEquals: { 'acs:SourceVpc': ['vpc-1'] }, Bool: { 'acs:SecureTransport': ['true'] } } }],
    ['a Deny', other],
  ])('leaves a statement with %s alone', (_title, statement) => {
    const policy: BucketPolicy = { Version: '1', Statement: [statement] };
    expect(addReadStatement(policy, access).Statement).toEqual([statement, renderReadStatement(access)]);
    expect(removeReadStatement(policy, access)).toBe(policy);
  });

  it('leaves no policy behind where nothing else was in it', () => {
    expect(removeReadStatement(addReadStatement(undefined, access), access)).toBeUndefined();
    expect(removeReadStatement(undefined, access)).toBeUndefined();
  });

  it('goes without a trace, whatever else is in the policy', () => {
    const statement = fc.record({ Effect: fc.constantFrom('Allow', 'Deny'), Action: fc.array(fc.string()), Principal: fc.array(fc.string()), Resource: fc.array(fc.string()) });
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1 }), (statements) => {
        const policy = { Version: '1', Statement: statements, Note: 'kept' };
        expect(removeReadStatement(addReadStatement(policy, access), access)).toEqual(policy);
      }),
    );
  });
});
