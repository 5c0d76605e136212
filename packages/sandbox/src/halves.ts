import type { SandboxCall, SandboxClock, SandboxFault, SandboxTiming, SandboxWorld } from './types.ts';

/** What both halves of the sandbox share: one world, one clock, one journal of calls, one list of faults. */
export interface SandboxContext {
  readonly world: SandboxWorld;
  readonly timing: SandboxTiming;
  readonly clock: SandboxClock;
  /** Adds a request to the journal. */
  record(call: SandboxCall): void;
  /** The fault that this request meets, if any; counts the hit. */
  faultFor(call: Pick<SandboxCall, 'service' | 'operation' | 'kind' | 'actor'>): SandboxFault | undefined;
}

/** An ECS instance as the agent sees it when it boots. */
export interface BootingInstance {
  readonly instanceId: string;
  readonly region: string;
  readonly zone: string;
  readonly privateIp: string;
  readonly instanceType: string;
  readonly nodepoolId: string;
  readonly securityGroupIds: readonly string[];
  /** Labels of the node pool, beside those that the agent itself adds. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
}

/** What a node pool puts on its nodes. */
export type NodeMarks = Pick<BootingInstance, 'labels' | 'taints'>;

/** The end of a node's boot. `log` is what the script printed. */
export type BootResult =
  | { readonly ok: true; readonly nodeName: string; readonly log: string }
  | { readonly ok: false; readonly message: string; readonly log: string };

/** What the cloud half asks of the registered cluster's agent. The agent's only tools are a kubeconfig and the script runner. */
export interface ClusterAgent {
  installAddon(addon: { readonly name: string; readonly version: string; readonly config: Readonly<Record<string, unknown>> }): Promise<void>;
  uninstallAddon(name: string): Promise<void>;
  /** Reads `addNodeScriptPath`, downloads the script, runs it, registers the node that results. Never rejects for a bad script. */
  bootNode(instance: BootingInstance): Promise<BootResult>;
  /**
   * Brings the Node of this instance from the labels and taints that its pool had to those that the pool has: what only `before` has is
   * taken away, what `after` has is set, all else stays. Nothing where there is no Node.
   */
  updateNode(instanceId: string, before: NodeMarks, after: NodeMarks): Promise<void>;
  /** Cordons, evicts where `drain`, and deletes the Node of this instance; nothing where there is none. */
  removeNode(instanceId: string, options: { readonly drain: boolean }): Promise<void>;
}

/** What a container of a pod did, as the sandbox's node half ran it. */
export interface PodRun {
  readonly exitCode: number;
  readonly log: string;
}

/** How the Kubernetes half has pods run that are more than a name: probe pods. `undefined`: the pod just runs and is Ready. */
export interface PodRuntime {
  /** `nodeName` is the node the pod is bound to. The pod is the object as stored, with its `status.podIP` and `status.hostIP`. */
  run(pod: { readonly spec?: unknown; readonly metadata?: unknown; readonly status?: unknown }, nodeName: string): Promise<PodRun> | undefined;
}

/** The Kubernetes half, as composed by `startSandbox`. */
export interface KubernetesHalf {
  readonly url: string;
  /** Kubeconfig text for the administrator or for the agent; the two differ in their bearer token. */
  kubeconfig(user: 'admin' | 'agent'): string;
  snapshot(): Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** The cloud half, as composed by `startSandbox`. */
export interface CloudHalf {
  /** `host:port` by service. */
  readonly endpoints: Readonly<Record<'ecs' | 'vpc' | 'ram' | 'cs' | 'oss' | 'cbn', string>>;
  /** The world's instances, security groups and routes as they stand now, for the network model. */
  readonly network: CloudNetwork;
  /** Whether this access key (id and secret) may do this RAM action now. */
  mayCall(accessKeyId: string, accessKeySecret: string, action: string): boolean;
  snapshot(): Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** The cloud's side of the network model, read afresh on each call. */
export interface CloudNetwork {
  instances(): readonly { readonly instanceId: string; readonly privateIp: string; readonly vswitchId: string; readonly securityGroupIds: readonly string[] }[];
  vpcCidrs(): readonly string[];
  vswitches(): readonly { readonly id: string; readonly zone: string; readonly cidr: string }[];
  routes(): readonly { readonly destination: string; readonly nextHopType: string }[];
  securityGroupRules(groupId: string): SandboxWorld['securityGroups'][number]['rules'];
}
