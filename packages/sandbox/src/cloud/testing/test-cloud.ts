import type CsClient from '@alicloud/cs20151215';
import type EcsClient from '@alicloud/ecs20140526';
import type RamClient from '@alicloud/ram20150501';
import type VpcClient from '@alicloud/vpc20160428';
import type OssClient from 'ali-oss';
import { onTestFinished } from 'vitest';
import { createClock } from '../../clock.ts';
import { createFaults } from '../../faults.ts';
import type { CloudHalf, SandboxContext } from '../../halves.ts';
import type { SandboxCall, SandboxClock, SandboxFault, SandboxTiming, SandboxWorld } from '../../types.ts';
import { defaultWorld } from '../../world.ts';
import { startCloud, type CloudOptions } from '../start-cloud.ts';
import { FakeClusterAgent } from './fake-cluster-agent.ts';

/** An access key, as an SDK takes it. */
export interface TestKey {
  readonly id: string;
  readonly secret: string;
}

/** A running cloud with the official SDKs as its clients. */
export interface TestCloud {
  readonly half: CloudHalf;
  readonly agent: FakeClusterAgent;
  readonly clock: SandboxClock;
  readonly world: SandboxWorld;
  readonly calls: SandboxCall[];
  /** How long a task takes, in milliseconds. */
  readonly taskMs: number;
  addFault(fault: SandboxFault): () => void;
  ecs(key?: TestKey): Promise<EcsClient>;
  vpc(key?: TestKey): Promise<VpcClient>;
  ram(key?: TestKey): Promise<RamClient>;
  cs(key?: TestKey): Promise<CsClient>;
  oss(options?: { readonly key?: TestKey; readonly bucket?: string; readonly v1?: boolean; readonly region?: string; readonly bucketInPath?: boolean }): Promise<TestOssClient>;
}

/** ali-oss with what its types leave out. */
export type TestOssClient = OssClient & {
  putBucketTags(name: string, tags: Readonly<Record<string, string>>): Promise<unknown>;
  getBucketTags(name: string): Promise<{ readonly tag: Readonly<Record<string, string>> }>;
  signatureUrlV4(method: string, expires: number, request: undefined, key: string): Promise<string>;
};

/** What a cloud for tests can be started with. The clock is the system's and every delay is short unless told otherwise. */
export interface TestCloudOptions {
  readonly world?: Partial<SandboxWorld>;
  readonly timing?: Partial<SandboxTiming>;
  readonly clock?: 'system' | 'manual';
  readonly ossV1?: boolean;
  readonly ports?: NonNullable<CloudOptions['ports']>;
}

/** Starts a cloud for one test and stops it at its end. */
export async function startTestCloud(options: TestCloudOptions = {}): Promise<TestCloud> {
  const { cloud, stop } = await startSharedTestCloud(options);
  onTestFinished(stop);
  return cloud;
}

/** Starts a cloud that several tests share; whoever starts it stops it. */
export async function startSharedTestCloud(options: TestCloudOptions = {}): Promise<{ readonly cloud: TestCloud; readonly stop: () => Promise<void> }> {
  const world: SandboxWorld = { ...defaultWorld, ...options.world };
  const clock = createClock(options.clock ?? 'system');
  const faults = createFaults([]);
  const calls: SandboxCall[] = [];
  const timing: SandboxTiming = { taskMs: 5, bootMs: 5, podReadyMs: 1, tickMs: 1, latencyMs: 0, ...options.timing };
  const context: SandboxContext = {
    world,
    clock,
    timing,
    record: (call) => void calls.push(call),
    faultFor: (call) => faults.faultFor(call),
  };
  const agent = new FakeClusterAgent();
  const half = await startCloud(context, { agent, kubeconfig: 'kind: Config\n', ...(options.ossV1 === undefined ? {} : { ossV1: options.ossV1 }), ...(options.ports === undefined ? {} : { ports: options.ports }) });

  const administrator: TestKey = { id: world.accessKeyId, secret: world.accessKeySecret };
  const config = (endpoint: string, key: TestKey) => ({ endpoint, protocol: 'http', regionId: world.region, accessKeyId: key.id, accessKeySecret: key.secret });
  const cloud: TestCloud = {
    half,
    agent,
    clock,
    world,
    calls,
    taskMs: timing.taskMs,
    addFault: (fault) => faults.addFault(fault),
    async ecs(key = administrator) {
      const { default: sdk } = await import('@alicloud/ecs20140526');
      return new (constructorOf<typeof EcsClient>(sdk))(config(half.endpoints.ecs, key) as never);
    },
    async vpc(key = administrator) {
      const { default: sdk } = await import('@alicloud/vpc20160428');
      return new (constructorOf<typeof VpcClient>(sdk))(config(half.endpoints.vpc, key) as never);
    },
    async ram(key = administrator) {
      const { default: sdk } = await import('@alicloud/ram20150501');
      return new (constructorOf<typeof RamClient>(sdk))(config(half.endpoints.ram, key) as never);
    },
    async cs(key = administrator) {
      const { default: sdk } = await import('@alicloud/cs20151215');
      return new (constructorOf<typeof CsClient>(sdk))(config(half.endpoints.cs, key) as never);
    },
    async oss({ key = administrator, bucket, v1 = false, region = world.region, bucketInPath = false } = {}) {
      const { default: Client } = await import('ali-oss');
      return new Client({
        endpoint: `http://${half.endpoints.oss}`,
        region: `oss-${region}`,
        accessKeyId: key.id,
        accessKeySecret: key.secret,
        ...(v1 ? {} : { authorizationV4: true }),
        ...(bucketInPath ? { sldEnable: true } : {}),
        ...(bucket === undefined ? {} : { bucket }),
      }) as TestOssClient;
    },
  };
  return { cloud, stop: () => half.stop() };
}

/** The error that a promise rejects with, as the SDKs shape it. */
export async function errorOf(promise: Promise<unknown>): Promise<{ code?: string; statusCode?: number; message: string; accessDeniedDetail?: Record<string, unknown>; name: string; status?: number }> {
  try {
    await promise;
  } catch (error) {
    return error as never;
  }
  return { message: 'the promise did not reject', name: 'NotRejected' };
}

/** Asks again until the answer is wanted; the test's own time limit ends it otherwise. */
export async function until<Value>(read: () => Promise<Value>, wanted: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The class of an SDK: its CommonJS module has a `default` of its own, which an ES module sees as a field. */
function constructorOf<Class>(sdk: unknown): Class {
  return (typeof sdk === 'function' ? sdk : (sdk as { default: unknown }).default) as Class;
}
