import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nockCloud, origin } from '../testing/nock-cloud.ts';
import { createRam } from './alibaba-ram.ts';
import type { Ram } from './port.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

/** Answers each call in turn and remembers what was sent. */
const serve = (...answers: readonly (readonly [number, unknown, Record<string, string>?])[]) => {
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
  return { ram: createRam(nockCloud()), sent };
};

const ok = (body: object = {}) => [200, { RequestId: 'R', ...body }] as const;

describe('createRam, on the wire', () => {
  it.each<[string, (ram: Ram) => Promise<unknown>, string]>([
    ['createUser', (ram) => ram.createUser({ userName: 'u', comments: 'managed by x' }), 'CreateUser Comments=managed by x DisplayName=u UserName=u'],
    ['deleteUser', (ram) => ram.deleteUser('u'), 'DeleteUser UserName=u'],
    ['createPolicy', (ram) => ram.createPolicy({ policyName: 'p', document: '{}', description: 'd' }), 'CreatePolicy Description=d PolicyDocument={} PolicyName=p'],
    ['createPolicyVersion', (ram) => ram.createPolicyVersion({ policyName: 'p', document: '{}' }), 'CreatePolicyVersion PolicyDocument={} PolicyName=p SetAsDefault=true'],
    ['setDefaultVersion', (ram) => ram.setDefaultVersion('p', 'v2'), 'SetDefaultPolicyVersion PolicyName=p VersionId=v2'],
    ['tagPolicy', (ram) => ram.tagPolicy('p', { k: 'v' }), 'TagResources ResourceNames=["p"] ResourceType=policy Tag=[{"Key":"k","Value":"v"}]'],
    ['untagPolicy', (ram) => ram.untagPolicy('p', ['k']), 'UntagResources ResourceNames=["p"] ResourceType=policy TagKeys=["k"]'],
    ['deletePolicyVersion', (ram) => ram.deletePolicyVersion('p', 'v2'), 'DeletePolicyVersion PolicyName=p VersionId=v2'],
    ['deletePolicy', (ram) => ram.deletePolicy('p'), 'DeletePolicy PolicyName=p'],
    ['attach to a user', (ram) => ram.attach('p', { kind: 'user', name: 'u' }), 'AttachPolicyToUser PolicyName=p PolicyType=Custom UserName=u'],
    ['attach to a role', (ram) => ram.attach('p', { kind: 'role', name: 'r' }), 'AttachPolicyToRole PolicyName=p PolicyType=Custom RoleName=r'],
    ['detach from a user', (ram) => ram.detach('p', { kind: 'user', name: 'u' }), 'DetachPolicyFromUser PolicyName=p PolicyType=Custom UserName=u'],
    ['detach from a role', (ram) => ram.detach('p', { kind: 'role', name: 'r' }), 'DetachPolicyFromRole PolicyName=p PolicyType=Custom RoleName=r'],
    ['deleteAccessKey', (ram) => ram.deleteAccessKey('u', 'LTAIx'), 'DeleteAccessKey UserAccessKeyId=LTAIx UserName=u'],
    ['disabling a key', (ram) => ram.setAccessKeyActive('u', 'LTAIx', false), 'UpdateAccessKey Status=Inactive UserAccessKeyId=LTAIx UserName=u'],
    ['activating a key', (ram) => ram.setAccessKeyActive('u', 'LTAIx', true), 'UpdateAccessKey Status=Active UserAccessKeyId=LTAIx UserName=u'],
    ['accessKeyLastUsed', (ram) => ram.accessKeyLastUsed('u', 'LTAIx'), 'GetAccessKeyLastUsed UserAccessKeyId=LTAIx UserName=u'],
    ['user', (ram) => ram.user('u'), 'GetUser UserName=u'],
    ['policy', (ram) => ram.policy('p'), 'GetPolicy PolicyName=p PolicyType=Custom'],
    ['holdersOf', (ram) => ram.holdersOf('p'), 'ListEntitiesForPolicy PolicyName=p PolicyType=Custom'],
    ['accessKeys', (ram) => ram.accessKeys('u'), 'ListAccessKeys UserName=u'],
  ])('%s sends what RAM reads', async (_name, call, wire) => {
    const { ram, sent } = serve(ok());
    await call(ram);
    expect(sent).toEqual([wire]);
  });

  it.each<[string, object, (ram: Ram) => Promise<unknown>, unknown]>([
    ['user', { User: { UserName: 'u', Comments: 'c' } }, (ram) => ram.user('u'), { name: 'u', comments: 'c' }],
    ['policy', { Policy: { PolicyName: 'p', Description: 'd', DefaultVersion: 'v2' }, DefaultPolicyVersion: { PolicyDocument: '{}' } }, (ram) => ram.policy('p'), { name: 'p', description: 'd', document: '{}', defaultVersion: 'v2' }],
    ['holdersOf', { Users: { User: [{ UserName: 'u' }] }, Groups: { Group: [{ GroupName: 'g' }] }, Roles: { Role: [{ RoleName: 'r' }] } }, (ram) => ram.holdersOf('p'), ['user u', 'group g', 'role r']],
    ['accessKeys', { AccessKeys: { AccessKey: [{ AccessKeyId: 'LTAIa', Status: 'Active', CreateDate: '2026-01-02T03:04:05Z' }, { AccessKeyId: 'LTAIb', Status: 'Inactive' }] } }, (ram) => ram.accessKeys('u'), [{ id: 'LTAIa', active: true, createdAt: '2026-01-02T03:04:05Z' }, { id: 'LTAIb', active: false }]],
    ['accessKeyLastUsed', { AccessKeyLastUsed: { LastUsedDate: '2026-06-01T06:37:40Z' } }, (ram) => ram.accessKeyLastUsed('u', 'LTAIa'), '2026-06-01T06:37:40Z'],
    ['accessKeyLastUsed of a key that was never used', { AccessKeyLastUsed: {} }, (ram) => ram.accessKeyLastUsed('u', 'LTAIa'), undefined],
    ['accessKeyLastUsed where no date stands', { AccessKeyLastUsed: { LastUsedDate: 'N/A' } }, (ram) => ram.accessKeyLastUsed('u', 'LTAIa'), undefined],
  ])('%s reads what RAM sends', async (_name, body, call, value) => {
    expect(await call(serve(ok(body)).ram)).toEqual(value);
  });

  it('wraps the secret of a new access key', async () => {
    const key = await serve(ok({ AccessKey: { AccessKeyId: 'LTAIa', AccessKeySecret: 'canary', Status: 'Active' } })).ram.createAccessKey('u');
    expect(JSON.stringify(key)).toBe('{"id":"LTAIa","secret":"[secret]"}');
    expect(key.secret.reveal()).toBe('canary');
  });

  it('treats an answer without a key as a broken one', async () => {
    await expect(serve(ok()).ram.createAccessKey('u')).rejects.toMatchObject({ code: 'BrokenAnswer', retryable: true });
  });

  it.each<[string, (ram: Ram) => Promise<unknown>, unknown]>([
    ['user', (ram) => ram.user('u'), undefined],
    ['policy', (ram) => ram.policy('p'), undefined],
    ['accessKeys', (ram) => ram.accessKeys('u'), []],
  ])('%s gives nothing where RAM knows no such thing', async (_name, call, value) => {
    expect(await call(serve([404, { Code: 'EntityNotExist.User', Message: 'no' }]).ram)).toEqual(value);
  });

  it.each<[string, readonly [number, unknown, Record<string, string>?]]>([
    ['an HTML 502', [502, '<html>Bad Gateway</html>', { 'content-type': 'text/html' }]],
    ['half a body', [200, '{"User": {"UserNa']],
    ['HTTP 400 with Throttling.User', [400, { Code: 'Throttling.User', Message: 'slow down' }]],
    ['HTTP 429', [429, { Code: 'TooMany', Message: 'slow down' }]],
    ['HTTP 503', [503, { Code: 'ServiceUnavailable', Message: 'later' }]],
  ])('reads again after %s', async (_what, answer) => {
    const { ram, sent } = serve(answer, ok({ User: { UserName: 'u', Comments: 'c' } }));
    expect(await ram.user('u')).toEqual({ name: 'u', comments: 'c' });
    expect(sent).toHaveLength(2);
  });

  it('sends a write once where its answer is broken, and again where RAM throttled it', async () => {
    const broken = serve([502, '<html></html>', { 'content-type': 'text/html' }], ok());
    await expect(broken.ram.createAccessKey('u')).rejects.toMatchObject({ outcome: 'unknown' });
    expect(broken.sent).toHaveLength(1);
    nock.cleanAll();
    const throttled = serve([400, { Code: 'Throttling', Message: 'slow' }], ok());
    await throttled.ram.createUser({ userName: 'u', comments: 'c' });
    expect(throttled.sent).toHaveLength(2);
  });

  it('names the missing action where access is denied', async () => {
    const { ram } = serve([403, { Code: 'NoPermission', Message: 'denied', AccessDeniedDetail: { AuthAction: 'ram:CreatePolicy' } }]);
    await expect(ram.createPolicy({ policyName: 'p', document: '{}', description: 'd' })).rejects.toMatchObject({ missing: 'ram:CreatePolicy' });
  });
});
