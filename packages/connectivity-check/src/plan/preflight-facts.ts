import type { RouteEntry } from './judge-routes.ts';
import type { SecurityGroupRule } from './judge-security-group.ts';

/** A registered cluster as Container Service describes it (DescribeClusterDetail). */
export interface RegisteredCluster {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  /** `ExternalKubernetes` for a registered cluster. */
  readonly clusterType: string;
  /** `running`, `waiting` (never connected), `disconnected`, ... */
  readonly state: string;
  /** Empty where the cluster has none. */
  readonly vpcId: string;
  readonly securityGroupId: string;
  readonly vSwitchIds: readonly string[];
  readonly kubernetesVersion: string;
  readonly serviceCidr: string;
  /** Addresses under which Container Service publishes the API server; empty where it doesn't. */
  readonly apiServer: { readonly public: string; readonly private: string };
}

/** A VPC as DescribeVpcs gives it. */
export interface VpcFacts {
  readonly id: string;
  /** The primary block first. */
  readonly cidrs: readonly string[];
  /** `Available`, `Pending`. */
  readonly status: string;
}

/** A vSwitch as DescribeVSwitches gives it. */
export interface VSwitchFacts {
  readonly id: string;
  readonly zone: string;
  readonly cidr: string;
  readonly status: string;
  readonly availableAddresses: number;
}

/** That a zone sells an instance type (DescribeAvailableResource); a zone without such an entry doesn't sell it. */
export interface InstanceTypeOffer {
  readonly instanceType: string;
  readonly zone: string;
  /** `WithStock`, `ClosedWithStock` (low), `WithoutStock`, `ClosedWithoutStock` (for good); empty where it isn't told. */
  readonly stock: string;
}

/** The agent of the registered cluster as it runs in the cluster. */
export interface AgentDeployment {
  readonly replicas: number;
  readonly available: number;
  /** Every argument and plain environment value of its containers; Secret references aren't resolved. */
  readonly settings: readonly string[];
}

/** A question whose answer may be withheld. */
export type Reading<Value> = { readonly read: true; readonly value: Value } | { readonly read: false; readonly reason: string; readonly remediation: string };

/** Everything that the preflight looked at. */
export interface PreflightFacts {
  /** The region of the caller's configuration. */
  readonly region: string;
  readonly cluster: RegisteredCluster;
  readonly agent: Reading<AgentDeployment | undefined>;
  readonly agentEndpoints: Reading<{ readonly private?: string; readonly public?: string }>;
  readonly vpc: Reading<VpcFacts | undefined>;
  readonly vSwitches: Reading<readonly VSwitchFacts[]>;
  /** Of the wished instance types in all zones of the region. */
  readonly offers: Reading<readonly InstanceTypeOffer[]>;
  readonly routes: Reading<readonly RouteEntry[]>;
  readonly rules: Reading<readonly SecurityGroupRule[]>;
  readonly securityGroupIds: readonly string[];
  readonly version: Reading<string>;
  /** Each asked action with its answer: `patch daemonsets.apps in kube-system`. */
  readonly permissions: Reading<readonly { readonly action: string; readonly allowed: boolean; readonly onlyFor?: string }[]>;
}

/** What the preflight holds the facts against. */
export interface PreflightWishes {
  /** Blocks of the data centre. */
  readonly onPremises: { readonly nodeCidrs: readonly string[]; readonly podCidrs: readonly string[] };
  /** vSwitches that nodes and pods are to use, each with its zone where it is told. */
  readonly vSwitches: readonly { readonly id: string; readonly zone?: string; readonly use?: 'nodes' | 'pods' }[];
  /**
   * The node pool's instance types (1 to 10, `ecs.<family>.<size>`): each zone of a vSwitch with the use `nodes` must sell one
   * of them. Absent: not looked at.
   */
  readonly instanceTypes?: readonly string[];
  /** `address:port` of the on-premises API server as the cloud nodes dial it. */
  readonly apiServer?: string;
  readonly scriptUrl?: string;
}
