import * as Ram from '@alicloud/ram20150501';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAlibabaCloud, PermissionError, Secret, type AlibabaCloud, type ApiCall } from '@ack-hybrid/core';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { terwayPolicy } from '../plan/ram-policy.ts';
import { findUserOfAccessKey } from './permissions-key-owner.ts';
import { compareTerwayPermissions } from './permissions-report.ts';
import { createPermissionsStep, type PermissionsInput } from './permissions.ts';

let sandbox: Sandbox;
let cloud: AlibabaCloud;
let ram: Awaited<ReturnType<typeof clientOf>>;
const calls: ApiCall[] = [];
const retry = { minDelayMs: 2, maxDelayMs: 10 };
const trust = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: ['ecs.aliyuncs.com'] } }] });
const policyOf = (Effect: 'Allow' | 'Deny', Action: string | readonly string[], more: object = {}): string => JSON.stringify({ Version: '1', Statement: [{ Effect, Action, Resource: '*', ...more }] });
const vendorDocument = policyOf('Allow', terwayPolicy.actions.filter(({ vendorListed }) => vendorListed).map(({ action }) => action));
const policyName = 'ack-one-registered-cluster-policy-terway-eniip';
const userName = 'ack-one-user-ce313528c3';
const roleName = 'KubernetesWorkerRole';

const cloudOf = (accessKeyId: string, accessKeySecret: Secret): AlibabaCloud =>
  createAlibabaCloud({ region: sandbox.world.region, credentials: { accessKeyId, accessKeySecret }, endpoints: { ram: `http://${sandbox.endpoints.ram}`, vpc: `http://${sandbox.endpoints.vpc}` }, retry, onCall: (call) => void calls.push(call) });
const clientOf = async (alibaba: AlibabaCloud) => (await alibaba.client('ram', () => import('@alicloud/ram20150501'))).client;

// What onectl leaves behind: a user with a key and another policy, and a policy of the guide in two versions.
beforeEach(async () => {
  sandbox = await startSandbox();
  cloud = cloudOf(sandbox.world.accessKeyId, new Secret(sandbox.world.accessKeySecret));
  ram = await clientOf(cloud);
  await ram.createUser(new Ram.CreateUserRequest({ userName, displayName: userName }));
  await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName }));
  await ram.attachPolicyToUser(new Ram.AttachPolicyToUserRequest({ userName, policyName: 'AliyunOSSFullAccess', policyType: 'System' }));
  await ram.createPolicy(new Ram.CreatePolicyRequest({ policyName, policyDocument: policyOf('Allow', 'ecs:Describe*') }));
  await ram.createPolicyVersion(new Ram.CreatePolicyVersionRequest({ policyName, policyDocument: vendorDocument, setAsDefault: true }));
  await ram.createRole(new Ram.CreateRoleRequest({ roleName, assumeRolePolicyDocument: trust }));
  calls.length = 0;
});
afterEach(() => sandbox.stop());

const stepOf = (input: Omit<PermissionsInput, 'clusterId'>, alibaba = cloud) => createPermissionsStep({ cloud: alibaba }, { clusterId: sandbox.world.cluster.id, retry, ...input });
const writes = (): readonly string[] => calls.filter(({ kind }) => kind === 'write').map(({ operation }) => operation);

const inputs: Readonly<Record<string, readonly [input: Omit<PermissionsInput, 'clusterId'>, apply: readonly string[], undo: readonly string[]]>> = {
  'a new user': [{}, ['CreatePolicy', 'CreateUser', 'AttachPolicyToUser'], ['DetachPolicyFromUser', 'DeleteUser', 'DeletePolicy']],
  "onectl's user": [{ principal: { kind: 'existing-user', userName } }, ['CreatePolicy', 'AttachPolicyToUser'], ['DetachPolicyFromUser', 'DeletePolicy']],
  "onectl's user and policy": [
    { principal: { kind: 'existing-user', userName }, policyName, adopt: true },
    ['TagResources', 'CreatePolicyVersion', 'TagResources', 'AttachPolicyToUser'],
    ['DetachPolicyFromUser', 'SetDefaultPolicyVersion', 'DeletePolicyVersion', 'UntagResources'],
  ],
  'a role': [{ principal: { kind: 'role', roleName } }, ['CreatePolicy', 'AttachPolicyToRole'], ['DetachPolicyFromRole', 'DeletePolicy']],
};

describe.each(Object.entries(inputs))('on the sandbox, for %s, the step', (_what, [input, applied, undone]) => {
  it('grants, writes nothing the second time, and undo leaves RAM as before', async () => {
    const before = await sandbox.snapshot();
    const step = stepOf(input);
    const plan = await step.plan();
    expect([writes(), plan.checks?.map(({ status }) => status)]).toEqual([[], ['pass', 'pass']]);
    const result = await step.apply(plan);
    expect(writes()).toEqual(applied);
    expect((await step.verify(result)).filter(({ status }) => status !== 'pass')).toEqual([]);
    calls.length = 0;
    const again = await step.plan();
    expect(again.changes).toEqual([]);
    await step.apply(again);
    expect(writes()).toEqual([]);
    await step.undo?.();
    expect(writes()).toEqual(undone);
    expect(await sandbox.snapshot()).toEqual(before);
  });

  it.each(['reset-before', 'reset-after'] as const)('converges and undoes wholly where the connection breaks at any one write (%s)', async (kind) => {
    const before = await sandbox.snapshot();
    for (const operation of new Set([...applied, ...undone])) {
      const lift = sandbox.addFault({ operation, kind, nth: 1, times: 1 });
      const step = stepOf(input);
      const result = await step.apply(await step.plan());
      expect((await step.verify(result)).filter(({ status }) => status !== 'pass')).toEqual([]);
      await step.undo?.();
      lift();
      expect(sandbox.calls().some((call) => call.operation === operation && call.status === 0)).toBe(true);
      expect(await sandbox.snapshot()).toEqual(before);
    }
  });
});

// What the README asks for: on the way there and to prove it, and for the way back.
const always = ['GetPolicy', 'CreatePolicy', 'ListPolicyVersions'];
const ofUser = [...always, 'GetUser', 'ListGroupsForUser', 'ListPoliciesForUser', 'AttachPolicyToUser'];
const undoAlways = ['GetPolicy', 'ListPolicyVersions', 'ListEntitiesForPolicy', 'DeletePolicy'];
const rights: Readonly<Record<string, readonly [there: readonly string[], back: readonly string[]]>> = {
  'a new user': [[...ofUser, 'CreateUser'], [...undoAlways, 'GetUser', 'ListPoliciesForUser', 'ListGroupsForUser', 'GetLoginProfile', 'ListAccessKeys', 'DetachPolicyFromUser', 'DeleteUser']],
  "onectl's user": [ofUser, [...undoAlways, 'GetUser', 'ListPoliciesForUser', 'DetachPolicyFromUser']],
  "onectl's user and policy": [
    [...ofUser.filter((name) => name !== 'CreatePolicy'), 'ListTagResources', 'TagResources', 'CreatePolicyVersion'],
    ['GetPolicy', 'ListPolicyVersions', 'ListTagResources', 'GetUser', 'ListPoliciesForUser', 'DetachPolicyFromUser', 'SetDefaultPolicyVersion', 'DeletePolicyVersion', 'UntagResources'],
  ],
  'a role': [[...always, 'GetRole', 'ListPoliciesForRole', 'AttachPolicyToRole'], [...undoAlways, 'GetRole', 'ListPoliciesForRole', 'DetachPolicyFromRole']],
};

describe.each(Object.entries(rights))('on the sandbox, for %s, the step', (what, [there, back]) => {
  it('needs these RAM actions of its caller and no other, and says which one is missing', async () => {
    const [input] = inputs[what] ?? [{}];
    const caller = 'caller';
    await ram.createUser(new Ram.CreateUserRequest({ userName: caller }));
    const { body } = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: caller }));
    const weak = cloudOf(body?.accessKey?.accessKeyId ?? '', new Secret(body?.accessKey?.accessKeySecret ?? ''));
    const mayOnly = async (names: readonly string[]): Promise<void> => {
      const policyDocument = policyOf('Allow', names.map((operation) => `ram:${operation}`));
      await ram.createPolicyVersion(new Ram.CreatePolicyVersionRequest({ policyName: caller, policyDocument, setAsDefault: true, rotateStrategy: 'DeleteOldestNonDefaultVersionWhenLimitExceeded' }));
    };
    await ram.createPolicy(new Ram.CreatePolicyRequest({ policyName: caller, policyDocument: policyOf('Allow', 'ram:GetUser') }));
    await ram.attachPolicyToUser(new Ram.AttachPolicyToUserRequest({ userName: caller, policyName: caller, policyType: 'Custom' }));
    // But for the policy of the caller itself.
    const snapshot = async () => JSON.stringify(await sandbox.snapshot(), (key, value: unknown) => (key === `Custom/${caller}` ? undefined : value));
    const before = await snapshot();
    const step = stepOf(input, weak);
    const grant = async () => step.verify(await step.apply(await step.plan()));

    for (const missing of there) {
      await mayOnly(there.filter((name) => name !== missing));
      const failed: unknown = await grant().then(
        (checks) => checks.filter(({ status }) => status !== 'pass').map(({ message }) => message).join(),
        (error: unknown) => (PermissionError.isInstance(error) ? error.missing : error),
      );
      // What only the comparison reads, it can do without.
      expect(failed).toContain(`ram:${missing}`);
      await stepOf(input).undo?.();
    }
    await mayOnly(there);
    calls.length = 0;
    expect((await grant()).filter(({ status }) => status !== 'pass')).toEqual([]);
    expect([...new Set(calls.map(({ operation }) => operation))].sort()).toEqual([...there].sort());
    await mayOnly(back);
    calls.length = 0;
    await step.undo?.();
    expect([...new Set(calls.map(({ operation }) => operation))].filter((name) => name !== 'CreatePolicyVersion').sort()).toEqual([...back].sort());
    expect(await snapshot()).toBe(before);
  });
});

describe('on the sandbox, the step', () => {
  it('drops the oldest version of its own policy for a sixth one, and never the default', async () => {
    const step = stepOf({ policyName: 'ours' });
    await step.apply(await step.plan());
    for (const letter of ['a', 'b', 'c', 'd']) await ram.createPolicyVersion(new Ram.CreatePolicyVersionRequest({ policyName: 'ours', policyDocument: policyOf('Allow', `ecs:${letter}`) }));
    await ram.setDefaultPolicyVersion(new Ram.SetDefaultPolicyVersionRequest({ policyName: 'ours', versionId: 'v2' }));
    await ram.deletePolicyVersion(new Ram.DeletePolicyVersionRequest({ policyName: 'ours', versionId: 'v1' }));
    await ram.createPolicyVersion(new Ram.CreatePolicyVersionRequest({ policyName: 'ours', policyDocument: policyOf('Allow', 'ecs:e') }));
    const plan = await step.plan();
    expect(plan.changes.map(({ action, summary }) => `${action}: ${summary}`)).toEqual(["delete: delete the version v3, the oldest that isn't the default: RAM keeps 5", 'update: make a new default version with what Terway calls']);
    await step.apply(plan);
    const { body } = await ram.listPolicyVersions(new Ram.ListPolicyVersionsRequest({ policyName: 'ours', policyType: 'Custom' }));
    expect(body?.policyVersions?.policyVersion?.map(({ versionId, isDefaultVersion }) => `${versionId}${isDefaultVersion === true ? '*' : ''}`)).toEqual(['v2', 'v4', 'v5', 'v6', 'v7*']);
  });

  it('says what the cloud says: who has the policies through a group may call, and who is denied may not', async () => {
    const document = policyOf('Allow', ['ecs:*', 'vpc:*']);
    await ram.createPolicy(new Ram.CreatePolicyRequest({ policyName: 'network', policyDocument: document }));
    await ram.createGroup(new Ram.CreateGroupRequest({ groupName: 'g' }));
    await ram.addUserToGroup(new Ram.AddUserToGroupRequest({ groupName: 'g', userName }));
    await ram.attachPolicyToGroup(new Ram.AttachPolicyToGroupRequest({ groupName: 'g', policyName: 'network', policyType: 'Custom' }));
    const step = stepOf({ principal: { kind: 'existing-user', userName }, grant: 'missing' });
    expect(await step.plan()).toMatchObject({ changes: [], checks: [{ status: 'pass' }, { status: 'pass' }] });
    await ram.createPolicyVersion(new Ram.CreatePolicyVersionRequest({ policyName: 'network', setAsDefault: true, policyDocument: JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', NotAction: 'ram:*', Resource: '*' }, { Effect: 'Deny', Action: 'ecs:delete*', Resource: '*' }] }) }));
    expect((await step.plan()).checks?.[0]).toMatchObject({ status: 'fail', message: `user ${userName} is denied ecs:DeleteNetworkInterface by Statement[1] of Custom/network of group g` });
  });

  it('claims of a policy what the cloud does with a call under it', async () => {
    const { body } = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName }));
    const own = cloudOf(body?.accessKey?.accessKeyId ?? '', new Secret(body?.accessKey?.accessKeySecret ?? ''));
    const { client, sdk } = await own.client('vpc', () => import('@alicloud/vpc20160428'));
    await ram.attachPolicyToUser(new Ram.AttachPolicyToUserRequest({ userName, policyName, policyType: 'Custom' }));
    const statement = fc
      .record({ Effect: fc.constantFrom('Allow', 'Allow', 'Deny'), of: fc.constantFrom('*', 'vpc:*', 'VPC:describevswitche?', 'vpc:DescribeVSwitchAttributes', 'ecs:*'), not: fc.boolean(), Resource: fc.constantFrom('*', '*', 'acs:vpc:*:*:*', 'acs:vpc:*:*:vswitch/*'), under: fc.constantFrom({}, {}, { Condition: { Bool: { 'acs:SecureTransport': 'true' } } }) })
      .map(({ Effect, of, not, Resource, under }) => ({ Effect, ...(not ? { NotAction: of } : { Action: of }), Resource, ...under }));
    await fc.assert(
      fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 3 }), async (statements) => {
        const policyDocument = JSON.stringify({ Version: '1', Statement: statements });
        await ram.createPolicyVersion(new Ram.CreatePolicyVersionRequest({ policyName, policyDocument, setAsDefault: true, rotateStrategy: 'DeleteOldestNonDefaultVersionWhenLimitExceeded' }));
        const { actions } = await compareTerwayPermissions({ cloud }, { kind: 'user', name: userName });
        const verdict = actions.find(({ needed }) => needed.action === 'vpc:DescribeVSwitches')?.verdict.kind;
        const done = await client.describeVSwitches(new sdk.DescribeVSwitchesRequest({ regionId: sandbox.world.region })).then(
          () => true,
          () => false,
        );
        expect({ verdict, done }).toEqual({ verdict, done: verdict === 'restricted' ? done : verdict === 'allowed' });
      }),
      { numRuns: 60 },
    );
  });

  it('finds whose a key is, without a write', async () => {
    for (let index = 0; index < 5; index += 1) await ram.createUser(new Ram.CreateUserRequest({ userName: `u${index}` }));
    const { body } = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'u4' }));
    calls.length = 0;
    expect(await findUserOfAccessKey({ cloud }, body?.accessKey?.accessKeyId ?? '')).toBe('u4');
    expect(await findUserOfAccessKey({ cloud }, sandbox.world.accessKeyId)).toBeUndefined();
    expect([...new Set(calls.map(({ operation }) => operation))]).toEqual(['ListUsers', 'ListAccessKeys']);
  });

  it('names the action that a caller without rights lacks, and prints the policy', async () => {
    const { body } = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName }));
    await ram.attachPolicyToUser(new Ram.AttachPolicyToUserRequest({ userName, policyName: 'AliyunVPCFullAccess', policyType: 'System' }));
    const weak = cloudOf(body?.accessKey?.accessKeyId ?? '', new Secret(body?.accessKey?.accessKeySecret ?? ''));
    const error: unknown = await stepOf({}, weak).plan().catch((reason: unknown) => reason);
    if (!PermissionError.isInstance(error)) throw new TypeError('no PermissionError');
    expect(error.missing).toMatch(/^ram:(GetUser|GetPolicy|ListGroupsForUser)$/);
    expect(error.remediation).toContain(terwayPolicy.document);
  });
});
