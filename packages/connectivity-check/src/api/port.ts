import type { RouteEntry } from '../plan/judge-routes.ts';
import type { SecurityGroupRule } from '../plan/judge-security-group.ts';
import type { AgentDeployment, InstanceTypeOffer, RegisteredCluster, VpcFacts, VSwitchFacts } from '../plan/preflight-facts.ts';

/** What every call accepts. */
export interface CallContext {
  readonly signal?: AbortSignal | undefined;
}

/** What the preflight reads of Alibaba Cloud. */
export interface CloudReader {
  readonly region: string;
  readCluster(clusterId: string, context?: CallContext): Promise<RegisteredCluster>;
  /** The agent's address in the manifest of each mode (`host:port`); absent where the manifest names none. */
  readAgentEndpoints(clusterId: string, context?: CallContext): Promise<{ readonly private?: string; readonly public?: string }>;
  /** `undefined` where there is no such VPC in the region. */
  readVpc(vpcId: string, context?: CallContext): Promise<VpcFacts | undefined>;
  listVSwitches(vpcId: string, context?: CallContext): Promise<readonly VSwitchFacts[]>;
  listRoutes(vpcId: string, context?: CallContext): Promise<readonly RouteEntry[]>;
  /** Where in the region an instance type is sold for pay-as-you-go; empty where no zone sells it, or there is no such type. */
  listInstanceTypeOffers(instanceType: string, context?: CallContext): Promise<readonly InstanceTypeOffer[]>;
  listSecurityGroupRules(groupId: string, context?: CallContext): Promise<readonly SecurityGroupRule[]>;
}

/** What the preflight reads of the cluster. */
export interface ClusterReader {
  /** `v1.33.2`. */
  readVersion(context?: CallContext): Promise<string>;
  /** `undefined` where there is none. */
  readAgentDeployment(context?: CallContext): Promise<AgentDeployment | undefined>;
  /** Whether the caller may do this; stores nothing. */
  mayDo(action: { readonly verb: string; readonly group: string; readonly resource: string; readonly name?: string; readonly namespace?: string }, context?: CallContext): Promise<boolean>;
}

/** A node as Kubernetes has it. */
export interface KubernetesNode {
  readonly name: string;
  readonly internalIp: string;
  readonly providerId: string;
  readonly zone: string;
  readonly isCloud: boolean;
  readonly ready: boolean;
}

/** A pod that this package runs: pinned to a node, on its own network or a pod's. */
export interface ProbePod {
  readonly name: string;
  readonly nodeName: string;
  readonly network: 'node' | 'pod';
  /** `probe` runs a script and ends; `target` listens until it is deleted. */
  readonly role: 'probe' | 'target';
  readonly command: readonly string[];
}

/** How a pod of ours fares. */
export interface ProbePodState {
  readonly name: string;
  /** `Pending`, `Running`, `Succeeded`, `Failed`. */
  readonly phase: string;
  readonly ready: boolean;
  /** Empty until it has one. */
  readonly podIp: string;
  /** Why it waits or failed, in Kubernetes' words; empty otherwise. */
  readonly reason: string;
}

/** The report as it is kept in the cluster. */
export interface KeptReport {
  /** Whether the ConfigMap is ours; another's is never changed. */
  readonly ours: boolean;
  readonly resourceVersion: string;
  readonly text: string;
}

/** What the matrix asks of the cluster. */
export interface ProbeCluster {
  listNodes(context?: CallContext): Promise<readonly KubernetesNode[]>;
  /** The address of the Service kube-system/kube-dns; `undefined` where there is none. */
  readDnsServiceIp(context?: CallContext): Promise<string | undefined>;
  listPods(context?: CallContext): Promise<readonly ProbePodState[]>;
  /** One that is there already is left as it is. */
  createPod(pod: ProbePod, image: string, context?: CallContext): Promise<void>;
  readLog(podName: string, context?: CallContext): Promise<string>;
  /** One that is gone already is no error. */
  deletePod(podName: string, context?: CallContext): Promise<void>;
  /** `undefined` where there is no such ConfigMap. */
  readReport(context?: CallContext): Promise<KeptReport | undefined>;
  /** Creates the ConfigMap, or changes the text where its version is still the one given. */
  writeReport(text: string, resourceVersion: string | undefined, context?: CallContext): Promise<void>;
  /** One that is gone already is no error; a ConflictError where it has changed since it was read. */
  deleteReport(resourceVersion: string, context?: CallContext): Promise<void>;
}
