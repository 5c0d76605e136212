import * as Cs from '@alicloud/cs20151215';
import type CsClient from '@alicloud/cs20151215';
import * as Ram from '@alicloud/ram20150501';
import type RamClient from '@alicloud/ram20150501';
import { AppsV1Api, CoreV1Api, KubeConfig, PatchStrategy, PolicyV1Api, setHeaderOptions, type V1Node } from '@kubernetes/client-node';
import OssClient from 'ali-oss';
import { onTestFinished } from 'vitest';
import { startSandbox } from '../sandbox.ts';
import type { Sandbox, SandboxOptions } from '../types.ts';
import { terwayActions } from './terway.ts';

/** A whole sandbox with the official clients on it, and the steps of a scale-out as a user would take them. */
export interface TestSandbox {
  readonly sandbox: Sandbox;
  readonly cs: CsClient;
  readonly ram: RamClient;
  readonly core: CoreV1Api;
  readonly apps: AppsV1Api;
  readonly policy: PolicyV1Api;
  /** Puts the script into a bucket by ali-oss and its URL into ack-agent-config. */
  publish(script: string): Promise<string>;
  setScriptPath(path: string): Promise<void>;
  /** Makes a pool of so many nodes and waits for its task. */
  scaleOut(size: number, kubernetesConfig?: object): Promise<{ readonly poolId: string; readonly state: string; readonly error: string }>;
  /** Waits for a task of Container Service. */
  taskEnd(taskId: string | undefined): Promise<Cs.DescribeTaskInfoResponseBody>;
  /** Installs terway-eniip and configures it completely, with a RAM user's key in the Secret. */
  installTerway(options?: { readonly trailingNewline?: boolean; readonly withoutAction?: string }): Promise<void>;
  /** Nodes with a provider id. */
  cloudNodes(): Promise<V1Node[]>;
}

/** The script's bucket and key, which the URL is made of. */
const bucket = 'node-scripts';
const timing = { taskMs: 10, bootMs: 5, podReadyMs: 5, tickMs: 5, latencyMs: 0 };

/** Starts a sandbox for one test, with short delays, and stops it at the test's end. */
export async function startTestSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  const sandbox = await startSandbox({ timing, ...options });
  onTestFinished(() => sandbox.stop());
  const { world } = sandbox;
  const config = (endpoint: string) => ({ endpoint, protocol: 'http', regionId: world.region, accessKeyId: world.accessKeyId, accessKeySecret: world.accessKeySecret }) as never;
  const cs = new (constructorOf<typeof CsClient>(Cs.default))(config(sandbox.endpoints.cs));
  const ram = new (constructorOf<typeof RamClient>(Ram.default))(config(sandbox.endpoints.ram));
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(sandbox.kubeconfig);
  const core = kubeConfig.makeApiClient(CoreV1Api);
  const merge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

  const taskEnd = async (taskId: string | undefined): Promise<Cs.DescribeTaskInfoResponseBody> => {
    for (;;) {
      const { body } = await cs.describeTaskInfo(taskId ?? '');
      if (body !== undefined && body.state !== 'running') return body;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const setScriptPath = async (path: string): Promise<void> => {
    await core.patchNamespacedConfigMap({ namespace: 'kube-system', name: 'ack-agent-config', body: { data: { addNodeScriptPath: path } } }, merge);
  };

  return {
    sandbox,
    cs,
    ram,
    core,
    apps: kubeConfig.makeApiClient(AppsV1Api),
    policy: kubeConfig.makeApiClient(PolicyV1Api),
    taskEnd,
    setScriptPath,
    async publish(script) {
      const oss = new OssClient({ endpoint: `http://${sandbox.endpoints.oss}`, region: `oss-${world.region}`, accessKeyId: world.accessKeyId, accessKeySecret: world.accessKeySecret, authorizationV4: true });
      await oss.putBucket(bucket);
      oss.useBucket(bucket);
      await oss.put('init-node.sh', Buffer.from(script), { headers: { 'x-oss-object-acl': 'public-read' } });
      const url = `https://${bucket}.oss-${world.region}-internal.aliyuncs.com/init-node.sh`;
      await setScriptPath(url);
      return url;
    },
    async scaleOut(size, kubernetesConfig) {
      const request = new Cs.CreateClusterNodePoolRequest({
        nodepoolInfo: { name: `pool-${Date.now()}` },
        scalingGroup: { vswitchIds: [world.vswitches[0]?.id], instanceTypes: ['ecs.g7.xlarge'], instanceChargeType: 'PostPaid', securityGroupIds: [world.cluster.securityGroupId], desiredSize: size },
        ...(kubernetesConfig === undefined ? {} : { kubernetesConfig }),
      });
      const { body } = await cs.createClusterNodePool(world.cluster.id, request);
      const end = await taskEnd(body?.taskId);
      return { poolId: body?.nodepoolId ?? '', state: end.state ?? '', error: `${end.error?.message ?? ''}\n${(end.events ?? []).map((event) => event.message).join('\n')}` };
    },
    async installTerway({ trailingNewline = false, withoutAction } = {}) {
      const installed = await cs.installClusterAddons(world.cluster.id, new Cs.InstallClusterAddonsRequest({ body: [new Cs.InstallClusterAddonsRequestBody({ name: 'terway-eniip', version: 'v1.15.3' })] }));
      await taskEnd(installed.body?.taskId);
      const policy = { Version: '1', Statement: [{ Effect: 'Allow', Action: terwayActions.filter((action) => action !== withoutAction), Resource: ['*'] }] };
      await ram.createPolicy(new Ram.CreatePolicyRequest({ policyName: 'terway', policyDocument: JSON.stringify(policy) }));
      await ram.createUser(new Ram.CreateUserRequest({ userName: 'terway' }));
      await ram.attachPolicyToUser(new Ram.AttachPolicyToUserRequest({ policyType: 'Custom', policyName: 'terway', userName: 'terway' }));
      const key = (await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'terway' }))).body?.accessKey;
      const stringData = { 'access-key-id': key?.accessKeyId ?? '', 'access-key-secret': `${key?.accessKeySecret ?? ''}${trailingNewline ? '\n' : ''}` };
      await core.createNamespacedSecret({ namespace: 'kube-system', body: { metadata: { name: 'alibaba-addon-secret' }, stringData } });
      const eniConf = { version: '1', vswitches: { [world.vswitches[1]?.zone ?? '']: [world.vswitches[1]?.id] }, service_cidr: world.dataCenter.serviceCidr, security_group: world.cluster.securityGroupId, vswitch_selection_policy: 'ordered' };
      await core.patchNamespacedConfigMap({ namespace: 'kube-system', name: 'eni-config', body: { data: { eni_conf: JSON.stringify(eniConf) } } }, merge);
    },
    async cloudNodes() {
      return (await core.listNode()).items.filter((node) => node.spec?.providerID !== undefined);
    },
  };
}

/** The class of an SDK: its CommonJS module has a `default` of its own, which an ES module sees as a field. */
function constructorOf<Class>(sdk: unknown): Class {
  return (typeof sdk === 'function' ? sdk : (sdk as { default: unknown }).default) as Class;
}

/** Whether the Ready condition is True. */
export function isReady(node: V1Node | undefined): boolean {
  return node?.status?.conditions?.find((condition) => condition.type === 'Ready')?.status === 'True';
}

/** The message of the Ready condition. */
export function readyMessage(node: V1Node | undefined): string {
  return node?.status?.conditions?.find((condition) => condition.type === 'Ready')?.message ?? '';
}
