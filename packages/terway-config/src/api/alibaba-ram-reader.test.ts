import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PermissionError } from '@ack-hybrid/core';
import { nockCloud, origin } from '../testing/nock-cloud.ts';
import { createRamReader } from './alibaba-ram-reader.ts';
import type { RamReader } from './ram-reader.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

type Answer = readonly [status: number, body: unknown, headers?: Record<string, string>];

/** Answers each call in turn and remembers what was sent. */
const serve = (...answers: readonly Answer[]) => {
  const sent: string[] = [];
  for (const [status, body, headers] of answers) {
    nock(origin)
      .post('/')
      .query(true)
      .reply(function (uri) {
        const action = String(this.req.headers['x-acs-action'] ?? '');
        sent.push(`${action} ${[...new URL(uri, origin).searchParams].filter(([key]) => !/^(Signature.*|Timestamp|Format|Version|AccessKeyId)$/.test(key)).map(([key, value]) => `${key}=${value}`).sort().join(' ')}`.trim());
        return [status, body as string, { 'content-type': 'application/json', ...headers }];
      });
  }
  return { reader: createRamReader(nockCloud()), sent };
};

const ok = (body: object = {}): Answer => [200, { RequestId: 'R', ...body }];
const user = { kind: 'user', name: 'u' } as const;
const group = { kind: 'group', name: 'g' } as const;
const role = { kind: 'role', name: 'r' } as const;
const custom = { type: 'Custom', name: 'p' } as const;
const policies = { Policies: { Policy: [{ PolicyName: 'p', PolicyType: 'Custom' }, { PolicyName: 'AliyunECSFullAccess', PolicyType: 'System' }] } };
const names = [custom, { type: 'System', name: 'AliyunECSFullAccess' }];

describe('createRamReader, on the wire', () => {
  it.each<[string, (reader: RamReader) => Promise<unknown>, string, unknown, object]>([
    ['a user', (reader) => reader.principal(user), 'GetUser UserName=u', { note: 'c' }, { User: { UserName: 'u', Comments: 'c' } }],
    ['a group', (reader) => reader.principal(group), 'GetGroup GroupName=g', { note: 'c' }, { Group: { GroupName: 'g', Comments: 'c' } }],
    ['a role', (reader) => reader.principal(role), 'GetRole RoleName=r', { note: 'd' }, { Role: { RoleName: 'r', Description: 'd' } }],
    ['a role without a description', (reader) => reader.principal(role), 'GetRole RoleName=r', { note: '' }, { Role: { RoleName: 'r' } }],
    ['all users', (reader) => reader.userNames(), 'ListUsers MaxItems=1000', ['a', 'b'], { IsTruncated: false, Users: { User: [{ UserName: 'a' }, { UserName: 'b' }] } }],
    ['the groups of a user', (reader) => reader.groupsOf('u'), 'ListGroupsForUser UserName=u', ['g'], { Groups: { Group: [{ GroupName: 'g', GroupId: 'g-1' }] } }],
    ['a console login', (reader) => reader.hasLogin('u'), 'GetLoginProfile UserName=u', true, { LoginProfile: { UserName: 'u' } }],
    ['the members of a group', (reader) => reader.membersOf('g'), 'ListUsersForGroup GroupName=g MaxItems=1000', ['u'], { IsTruncated: false, Users: { User: [{ UserName: 'u' }] } }],
    ['the policies of a user', (reader) => reader.policiesAttachedTo(user), 'ListPoliciesForUser UserName=u', names, policies],
    ['the policies of a group', (reader) => reader.policiesAttachedTo(group), 'ListPoliciesForGroup GroupName=g', names, policies],
    ['the policies of a role', (reader) => reader.policiesAttachedTo(role), 'ListPoliciesForRole RoleName=r', names, policies],
    ['a document', (reader) => reader.policyDocument(custom), 'GetPolicy PolicyName=p PolicyType=Custom', '{}', { Policy: { PolicyName: 'p' }, DefaultPolicyVersion: { VersionId: 'v2', PolicyDocument: '{}' } }],
    ["the vendor's document", (reader) => reader.policyDocument({ type: 'System', name: 'A' }), 'GetPolicy PolicyName=A PolicyType=System', '{}', { Policy: { PolicyDocument: '{}' } }],
    ['tags', (reader) => reader.policyTags('p'), 'ListTagResources PageSize=100 ResourceNames=["p"] ResourceType=policy', { k: 'v' }, { TagResources: [{ ResourceName: 'p', ResourceType: 'policy', TagKey: 'k', TagValue: 'v' }], NextToken: '' }],
    [
      'versions',
      (reader) => reader.policyVersions('p'),
      'ListPolicyVersions PolicyName=p PolicyType=Custom',
      [{ id: 'v1', isDefault: false, document: 'a' }, { id: 'v2', isDefault: true, document: 'b' }],
      { PolicyVersions: { PolicyVersion: [{ VersionId: 'v1', IsDefaultVersion: false, PolicyDocument: 'a' }, { VersionId: 'v2', IsDefaultVersion: true, PolicyDocument: 'b' }] } },
    ],
  ])('asks for %s and reads it', async (_what, call, wire, value, body) => {
    const { reader, sent } = serve(ok(body));
    expect(await call(reader)).toEqual(value);
    expect(sent).toEqual([wire]);
  });

  it.each<[string, (reader: RamReader) => Promise<unknown>, unknown]>([
    ['a user', (reader) => reader.principal(user), undefined],
    ['a group', (reader) => reader.principal(group), undefined],
    ['a role', (reader) => reader.principal(role), undefined],
    ['groups', (reader) => reader.groupsOf('u'), []],
    ['a console login', (reader) => reader.hasLogin('u'), false],
    ['members', (reader) => reader.membersOf('g'), []],
    ['policies', (reader) => reader.policiesAttachedTo(role), []],
    ['a document', (reader) => reader.policyDocument(custom), undefined],
    ['versions', (reader) => reader.policyVersions('p'), []],
    ['tags', (reader) => reader.policyTags('p'), {}],
  ])('gives nothing for %s that RAM says isn’t there, and for an answer without a body', async (_what, call, value) => {
    expect(await call(serve([404, { Code: 'EntityNotExist.User', Message: 'no' }]).reader)).toEqual(value);
    nock.cleanAll();
    expect(await call(serve(ok()).reader)).toEqual(value);
  });

  it('reads users and members page by page, and tags, too', async () => {
    const users = serve(ok({ IsTruncated: true, Marker: 'm1', Users: { User: [{ UserName: 'a' }] } }), ok({ IsTruncated: false, Users: { User: [{ UserName: 'b' }] } }));
    expect(await users.reader.userNames()).toEqual(['a', 'b']);
    expect(users.sent).toEqual(['ListUsers MaxItems=1000', 'ListUsers Marker=m1 MaxItems=1000']);
    const members = serve(ok({ IsTruncated: true, Marker: 'm1', Users: { User: [{ UserName: 'a' }] } }), ok({ IsTruncated: true, Marker: 'm2', Users: { User: [] } }), ok({ IsTruncated: false, Users: { User: [{ UserName: 'b' }] } }));
    expect(await members.reader.membersOf('g')).toEqual(['a', 'b']);
    expect(members.sent.map((call) => /Marker=(\S+)/.exec(call)?.[1])).toEqual([undefined, 'm1', 'm2']);
    const tags = serve(ok({ TagResources: [{ TagKey: 'a', TagValue: '1' }], NextToken: 't' }), ok({ TagResources: [{ TagKey: '__proto__', TagValue: '2' }] }));
    expect(Object.entries(await tags.reader.policyTags('p'))).toEqual([['a', '1'], ['__proto__', '2']]);
    expect(tags.sent[1]).toContain('NextToken=t');
  });

  it('stops where the same page comes twice', async () => {
    const page = ok({ IsTruncated: true, Marker: 'm', Users: { User: [{ UserName: 'a' }] } });
    const { reader, sent } = serve(page, page, page);
    await expect(reader.membersOf('g')).rejects.toMatchObject({ code: 'BrokenAnswer' });
    expect(sent).toHaveLength(2);
  });

  it('asks for the document of a version that the list leaves out', async () => {
    const { reader, sent } = serve(ok({ PolicyVersions: { PolicyVersion: [{ VersionId: 'v1', IsDefaultVersion: true }] } }), ok({ PolicyVersion: { VersionId: 'v1', PolicyDocument: 'a' } }));
    expect(await reader.policyVersions('p')).toEqual([{ id: 'v1', isDefault: true, document: 'a' }]);
    expect(sent[1]).toBe('GetPolicyVersion PolicyName=p PolicyType=Custom VersionId=v1');
  });

  it('leaves out policies of a type that it does not know', async () => {
    const { reader } = serve(ok({ Policies: { Policy: [{ PolicyName: 'p', PolicyType: 'Other' }, { PolicyType: 'Custom' }] } }));
    expect(await reader.policiesAttachedTo(user)).toEqual([]);
  });

  it.each<[string, Answer]>([
    ['an HTML 502', [502, '<html>Bad Gateway</html>', { 'content-type': 'text/html' }]],
    ['half a body', [200, '{"Policies": {']],
    ['HTTP 400 with Throttling.User', [400, { Code: 'Throttling.User', Message: 'slow down' }]],
  ])('reads again after %s', async (_what, answer) => {
    const { reader, sent } = serve(answer, ok(policies));
    expect(await reader.policiesAttachedTo(user)).toEqual(names);
    expect(sent).toHaveLength(2);
  });

  it('names the missing action where access is denied', async () => {
    const { reader } = serve([403, { Code: 'NoPermission', Message: 'denied', AccessDeniedDetail: { AuthAction: 'ram:ListPoliciesForRole' } }]);
    const error: unknown = await reader.policiesAttachedTo(role).catch((reason: unknown) => reason);
    expect(PermissionError.isInstance(error) && error.missing).toBe('ram:ListPoliciesForRole');
  });
});
