import { AppsV1Api, BatchV1Api, CoreV1Api, CustomObjectsApi, KubeConfig, KubernetesObjectApi, PolicyV1Api } from '@kubernetes/client-node';
import { createClock } from '../clock.ts';
import { createFaults } from '../faults.ts';
import type { KubernetesHalf, PodRuntime, SandboxContext } from '../halves.ts';
import type { SandboxCall, SandboxFault, SandboxTiming, SandboxWorld } from '../types.ts';
import { defaultWorld } from '../world.ts';
import type { Cluster } from './cluster.ts';
import type { ControlPlane } from './controllers/control-plane.ts';
import type { KubeObject } from './kube-types.ts';
import { nodesKey } from './pod-state.ts';
import { ResourceRegistry } from './registry.ts';
import { startKubernetes } from './start-kubernetes.ts';
import { ObjectStore } from './store.ts';
import { createObject } from './writes/create-object.ts';

/** A running cluster for a test, with the official clients on it. */
export interface TestCluster {
  readonly kubernetes: KubernetesHalf;
  readonly config: KubeConfig;
  readonly core: CoreV1Api;
  readonly apps: AppsV1Api;
  readonly batch: BatchV1Api;
  readonly policy: PolicyV1Api;
  readonly custom: CustomObjectsApi;
  readonly objects: KubernetesObjectApi;
  readonly calls: SandboxCall[];
  readonly world: SandboxWorld;
  addFault(fault: SandboxFault): () => void;
}

/** What a test may ask of its cluster. */
export interface TestClusterOptions {
  readonly dataCenter?: Partial<SandboxWorld['dataCenter']>;
  readonly timing?: Partial<SandboxTiming>;
  readonly podRuntime?: PodRuntime;
}

/** Starts a cluster whose controllers are quick. The test stops it. */
export async function startTestCluster(options: TestClusterOptions = {}): Promise<TestCluster> {
  const calls: SandboxCall[] = [];
  const faults = createFaults([]);
  const world = { ...defaultWorld, dataCenter: { ...defaultWorld.dataCenter, ...options.dataCenter } };
  const context: SandboxContext = {
    world,
    timing: { taskMs: 10, bootMs: 10, podReadyMs: 10, tickMs: 5, latencyMs: 0, ...options.timing },
    clock: createClock('system'),
    record: (call) => void calls.push(call),
    faultFor: (call) => faults.faultFor(call),
  };
  const kubernetes = await startKubernetes(context, options.podRuntime === undefined ? {} : { podRuntime: options.podRuntime });
  const config = loadConfig(kubernetes, 'admin');
  return {
    kubernetes,
    config,
    core: config.makeApiClient(CoreV1Api),
    apps: config.makeApiClient(AppsV1Api),
    batch: config.makeApiClient(BatchV1Api),
    policy: config.makeApiClient(PolicyV1Api),
    custom: config.makeApiClient(CustomObjectsApi),
    objects: KubernetesObjectApi.makeApiClient(config),
    calls,
    world,
    addFault: (fault) => faults.addFault(fault),
  };
}

/** A client configuration for one of the two users. */
export function loadConfig(kubernetes: KubernetesHalf, user: 'admin' | 'agent'): KubeConfig {
  const config = new KubeConfig();
  config.loadFromString(kubernetes.kubeconfig(user));
  return config;
}

/** An empty store with its registry, for tests below the wire. */
export function emptyCluster(window?: number): Cluster {
  const store = new ObjectStore(window);
  return { store, registry: new ResourceRegistry(store), clock: createClock('system') };
}

/** An empty cluster with the namespace `n` and the means to drive controllers by hand: pods are Ready at once, a pod's pending wake-ups are listed. */
export function testPlane(runtime?: PodRuntime): ControlPlane & { readonly wakes: number[] } {
  const cluster = emptyCluster();
  const wakes: number[] = [];
  createFor(cluster, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } });
  const timing = { taskMs: 0, bootMs: 0, podReadyMs: 0, tickMs: 1, latencyMs: 0 };
  return { cluster, world: defaultWorld, timing, runtime, logs: new Map(), wakes, wakeAt: (time) => void wakes.push(time) };
}

/** Creates an object below the wire. */
export function createFor(cluster: Cluster, object: { readonly apiVersion: string; readonly kind: string; readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown }; readonly [key: string]: unknown }): KubeObject {
  const type = cluster.registry.byKind(object.apiVersion, object.kind);
  if (type === undefined) throw new UnknownKindError(object.kind);
  return createObject(cluster, type, object.metadata.namespace, object, { fieldManager: 'test', dryRun: false });
}

/** A Linux node that is Ready, and so without the taint with which every node begins. */
export function createNode(cluster: Cluster, name: string, labels: Readonly<Record<string, string>> = {}, spec: object = {}): KubeObject {
  const status = { addresses: [{ type: 'InternalIP', address: '10.0.0.1' }], conditions: [{ type: 'Ready', status: 'True' }] };
  const node = createFor(cluster, { apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { 'kubernetes.io/os': 'linux', ...labels } }, spec, status });
  return cluster.store.put(nodesKey, { ...node, spec });
}

/** Reads until the condition holds; the test's own time limit ends a wait in vain. */
export async function eventually<Value>(read: () => Promise<Value>, holds: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The code and the Status of a refusal. */
export async function refusal(call: Promise<unknown>): Promise<{ readonly code: number; readonly reason: string; readonly message: string; readonly details: unknown }> {
  try {
    await call;
  } catch (error) {
    const { code, body } = error as { code?: number; body?: unknown };
    if (code === undefined) throw error;
    // The generated client drops the body of a 401.
    const status = (typeof body === 'string' ? JSON.parse(body) : (body ?? {})) as { reason?: string; message?: string; details?: unknown };
    return { code, reason: status.reason ?? '', message: status.message ?? '', details: status.details };
  }
  throw new NotRefusedError();
}

/** A call succeeded that a test expected to fail. */
export class NotRefusedError extends Error {
  override readonly name = 'NotRefusedError';

  constructor() {
    super('The call was expected to be refused and succeeded.');
  }
}

/** A test's object is of a kind that the catalogue lacks. */
export class UnknownKindError extends Error {
  override readonly name = 'UnknownKindError';

  constructor(kind: string) {
    super(`The catalogue has no kind ${kind}; use one of resources.ts.`);
  }
}
