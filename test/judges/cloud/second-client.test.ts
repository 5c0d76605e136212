import { CoreV1Api, KubeConfig, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { Secret } from '@ack-hybrid/core';
import { buildInitScript } from '@ack-hybrid/init-script-builder';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreements, differencesOf, withoutRequestIds } from './agreement.ts';
import { readByNode } from './node-view.ts';
import { buildSecondClient, generations, runSecondClient, type Generation, type SecondClientAnswer, type SecondClientSettings } from './second-client.ts';

let program: string;
let sandbox: Sandbox;
let core: CoreV1Api;

beforeAll(async () => {
  program = await buildSecondClient();
  sandbox = await startSandbox({ timing: { taskMs: 20, bootMs: 10, podReadyMs: 10, tickMs: 20, latencyMs: 0 } });
  const config = new KubeConfig();
  config.loadFromString(sandbox.kubeconfig);
  core = config.makeApiClient(CoreV1Api);
  // A cold build compiles the SDKs' packages: a minute and a half on two cores.
}, 600_000);
afterAll(() => sandbox?.stop());

const plans: Readonly<Record<Generation, Pick<SecondClientSettings, 'name' | 'cidrBlock' | 'addon' | 'addonVersion'>>> = {
  'hmac-sha1': { name: 'second-client-hmac', cidrBlock: '10.10.60.0/24', addon: 'metrics-server', addonVersion: 'v0.3.9.7' },
  acs3: { name: 'second-client-acs3', cidrBlock: '10.10.61.0/24', addon: 'ack-node-problem-detector', addonVersion: '1.2.20' },
};

const run = (generation: Generation, phase: SecondClientSettings['phase']): Promise<readonly SecondClientAnswer[]> => {
  const { world, endpoints } = sandbox;
  const { joinToken, apiServer } = world.dataCenter;
  const script = buildInitScript({
    kubernetes: { version: '1.33.2' },
    packages: { kind: 'aliyun-mirror' },
    join: { apiServer, token: new Secret(joinToken), caCertificateHashes: [`sha256:${'0'.repeat(64)}`] },
  });
  const [vswitch] = world.vswitches;
  return runSecondClient(program, {
    ...plans[generation],
    generation,
    phase,
    endpoints: { ...endpoints },
    accessKeyId: world.accessKeyId,
    accessKeySecret: world.accessKeySecret,
    region: world.region,
    clusterId: world.cluster.id,
    vpcId: world.vpc.id,
    zone: vswitch?.zone ?? '',
    nodeVSwitchId: vswitch?.id ?? '',
    securityGroupId: world.cluster.securityGroupId,
    script,
  });
};

const bodyOf = (answers: readonly SecondClientAnswer[], operation: string): Record<string, unknown> => (answers.findLast((answer) => answer.operation === operation)?.body ?? {}) as Record<string, unknown>;
const all = (answers: readonly SecondClientAnswer[], operation: string): readonly SecondClientAnswer[] => answers.filter((answer) => answer.operation === operation);
/** The tasks that ended, by their states. */
const ends = (answers: readonly SecondClientAnswer[]): readonly unknown[] => all(answers, 'cs DescribeTaskInfo').map(({ body, error }) => error?.code ?? (body as { state?: string }).state);
const cloud = async (): Promise<Readonly<Record<string, unknown>>> => (await sandbox.snapshot()).cloud;
const cloudNodes = async (): Promise<readonly string[]> => (await core.listNode()).items.filter((node) => node.spec?.providerID !== undefined).map((node) => node.metadata?.name ?? '');

describe.each(generations)('a second client that signs by %s', (generation) => {
  const { name, addon, cidrBlock } = plans[generation];
  let before: Readonly<Record<string, unknown>>;
  let created: readonly SecondClientAnswer[];

  it('creates and describes a vSwitch, a rule, a RAM user, an object, an add-on and a node pool whose node runs the script', async () => {
    before = await cloud();
    const bucketUrl = `https://${name}.oss-${sandbox.world.region}-internal.aliyuncs.com/scripts/init%20node.sh`;
    await core.patchNamespacedConfigMap({ namespace: 'kube-system', name: 'ack-agent-config', body: { data: { addNodeScriptPath: bucketUrl } } }, setHeaderOptions('Content-Type', PatchStrategy.MergePatch));
    created = await run(generation, 'create');

    const refused = created.filter((answer) => answer.error !== undefined).map(({ operation, error }) => `${operation}: ${error?.status}`);
    expect(refused).toEqual(['ecs DescribeSecurityGroups by the user: 403', 'cs DescribeClusterDetail by the user: 403']);
    expect(ends(created)).toEqual(['success', 'success']);
  });

  it('is told with every refusal which permission is missing', () => {
    for (const { error } of all(created, 'ecs DescribeSecurityGroups by the user')) expect(error).toMatchObject({ code: 'Forbidden.RAM', detail: true });
    const [forbidden] = all(created, 'cs DescribeClusterDetail by the user');
    // The SDK of the older generation looks for the fields of the gateway's errors alone, and shows any other error as its text.
    if (generation === 'acs3') expect(forbidden?.error).toMatchObject({ code: 'StatusForbidden', detail: true });
    else expect(JSON.parse(forbidden?.error?.message ?? '')).toMatchObject({ code: 'StatusForbidden', status: 403, accessDeniedDetail: { AuthAction: 'cs:DescribeClusterDetail' } });
  });

  it('reads every answer into its own structs without a difference', () => {
    expect(created.flatMap(differencesOf)).toEqual([]);
    if (generation === 'hmac-sha1') expect(created.reduce((sum, answer) => sum + agreements(answer), 0)).toBeGreaterThan(200);
  });

  it('sees what the SDKs for Node.js see', async () => {
    const poolId = bodyOf(created, 'cs CreateClusterNodePool')['nodepool_id'] as string;
    const seen = await readByNode(sandbox, { poolId, policyName: name, addon });
    for (const [operation, body] of Object.entries(seen)) {
      expect(withoutRequestIds(bodyOf(created, operation)), operation).toEqual(withoutRequestIds(body));
    }
  });

  it('leaves in the sandbox what it was told it had made', async () => {
    const now = await cloud();
    expect(JSON.stringify(now['vswitches'])).toContain(cidrBlock);
    expect(JSON.stringify(now['policies'])).toContain(name);
    expect(JSON.stringify(now['nodePools'])).toContain(name);
    expect(JSON.stringify(now['addons'])).toContain(addon);
    const nodes = (bodyOf(created, 'cs DescribeClusterNodes')['nodes'] as { node_name: string; state: string; node_status: string }[]).map((node) => node);
    expect(nodes).toMatchObject([{ state: 'running' }]);
    expect(await cloudNodes()).toEqual(nodes.map((node) => node.node_name));
    const node = await core.readNode({ name: nodes[0]?.node_name ?? '' });
    expect(node.metadata?.labels).toMatchObject({ 'made-by': name, 'alibabacloud.com/external': 'true' });
    expect(node.spec?.taints).toContainEqual(expect.objectContaining({ key: 'workload', value: 'ack', effect: 'NoSchedule' }));
  });

  it('reads the object back as it put it, also by a signed URL', () => {
    const text = bodyOf(created, 'oss GetObject')['text'] as string;
    expect(text).toContain('kubeadm join');
    expect(bodyOf(created, 'oss signed URL')).toEqual({ status: 200, text });
    // The SDK computes the sum of what it sent, and refuses an answer with another one.
    expect(bodyOf(created, 'oss PutObject')['HashCRC64']).toMatch(/^\d+$/);
    expect(bodyOf(created, 'oss HeadObject')['HashCRC64']).toBe(bodyOf(created, 'oss PutObject')['HashCRC64']);
    expect(bodyOf(created, 'oss GetObject')).toMatchObject({ contentLength: Buffer.byteLength(text), metadata: { 'made-by': name } });
  });

  it('scales out by a count, in by the desired size, and takes one node away with a drain', async () => {
    const scaled = await run(generation, 'scale');
    expect(scaled.filter((answer) => answer.error !== undefined)).toEqual([]);
    expect(ends(scaled)).toEqual(['success', 'success', 'success']);
    const sizes = all(scaled, 'cs DescribeClusterNodes').map(({ body }) => (body as { page: { total_count: number } }).page.total_count);
    const desired = all(scaled, 'cs DescribeClusterNodePoolDetail').map(({ body }) => (body as { scaling_group: { desired_size: number } }).scaling_group.desired_size);
    expect([sizes, desired]).toEqual([[3, 2, 1], [3, 2, 1]]);
    expect(await cloudNodes()).toHaveLength(1);
    expect(scaled.flatMap(differencesOf)).toEqual([]);
  });

  it('deletes all of it, and leaves the cloud as it was', async () => {
    const deleted = await run(generation, 'delete');
    expect(deleted.filter((answer) => answer.error !== undefined).map(({ operation, error }) => [operation, error?.status, error?.code])).toEqual([['oss DeleteBucket with an object in it', 409, 'BucketNotEmpty']]);
    expect(ends(deleted)).toEqual(['success', 'success']);
    expect(await cloud()).toEqual(before);
    expect(await cloudNodes()).toEqual([]);
  });

  it('is refused with the vendor’s codes, in a form that its SDK reads', async () => {
    const refusals = await run(generation, 'refusals');
    expect(refusals.map(({ operation, error }) => [operation, error?.status, codeOf(error)])).toEqual([
      ...['ecs', 'vpc', 'ram'].flatMap((service) => [
        [`${service}: a key that does not exist`, 404, 'InvalidAccessKeyId.NotFound'],
        [`${service}: a wrong secret`, 400, 'SignatureDoesNotMatch'],
      ]),
      ['cs: a key that does not exist', 404, 'InvalidAccessKeyId.NotFound'],
      ['cs: a wrong secret', 400, 'SignatureDoesNotMatch'],
      ['ecs: a security group that does not exist', 404, 'InvalidSecurityGroupId.NotFound'],
      ['ecs: a region that does not exist', 404, 'InvalidRegionId.NotFound'],
      ['ecs: no mandatory parameter', 400, 'MissingSecurityGroupId'],
      ['ecs: a page of no size', 400, 'InvalidPageSize'],
      ['vpc: a VPC that does not exist', 404, 'InvalidVpcID.NotFound'],
      ['vpc: a vSwitch that does not exist', 404, 'InvalidVswitchID.NotFound'],
      ['ram: a policy that does not exist', 404, 'EntityNotExist.Policy'],
      ['ram: a user that does not exist', 404, 'EntityNotExist.User'],
      ['ram: a policy that is no JSON', 400, 'InvalidParameter.PolicyDocument'],
      ['cs DescribeClusterDetail', 404, 'ErrorClusterNotFound'],
      ['cs DescribeClusterNodePoolDetail', 404, 'ErrorNodePoolNotFound'],
      ['cs DescribeTaskInfo', 404, 'ErrorTaskNotFound'],
      ['cs CreateClusterNodePool', 400, 'UnsupportedParameter'],
      ['cs ScaleClusterNodePool', 400, 'InvalidParameter'],
      ['oss: a key that does not exist', 403, 'InvalidAccessKeyId'],
      ['oss: a wrong secret', 403, 'SignatureDoesNotMatch'],
      ['oss: a bucket that does not exist', 404, 'NoSuchBucket'],
      ['oss: a HEAD of what does not exist', 404, 'NoSuchBucket'],
    ]);
    // The SDK of the older generation holds the string that the service signed against its own: equal, so it is the secret that is wrong.
    const wrong = refusals.filter(({ operation }) => /^(ecs|vpc|ram|cs): a wrong secret$/.test(operation)).map(({ error }) => error?.recommend);
    if (generation === 'hmac-sha1') expect(wrong).toEqual(Array(4).fill('InvalidAccessKeySecret: Please check you AccessKeySecret'));
  });
});

/** The code of an error; within the text where the SDK found none. */
function codeOf(error: SecondClientAnswer['error']): string | undefined {
  if (error === undefined || error.code !== '') return error?.code;
  return (JSON.parse(error.message) as { code?: string }).code;
}
