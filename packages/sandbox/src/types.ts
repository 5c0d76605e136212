/** A service of the sandbox, each on a loopback port of its own. */
export type SandboxService = 'ecs' | 'vpc' | 'ram' | 'cs' | 'oss' | 'cbn' | 'kubernetes';

/** One request as the sandbox served it, in the order of arrival. */
export interface SandboxCall {
  readonly service: SandboxService;
  /** The API action (`CreatePolicy`), the OSS action (`PutObject`), or verb and resource (`patch configmaps`). */
  readonly operation: string;
  readonly kind: 'read' | 'write';
  /** `client` for a request from outside, `agent` for what the registered cluster's own agent did. */
  readonly actor: 'client' | 'agent';
  /** The HTTP status that was sent; 0 where the connection was reset. */
  readonly status: number;
  readonly errorCode?: string;
  /** Sandbox time, milliseconds since the epoch. */
  readonly at: number;
}

/** What goes wrong, for which requests and how often. */
export interface SandboxFault {
  readonly service?: SandboxService;
  /** The operation as it stands in {@link SandboxCall}; absent: every operation of the service. */
  readonly operation?: string;
  /** Only reads, or only writes; absent: both. */
  readonly callKind?: 'read' | 'write';
  /** Only calls from outside, or only those of the agent; absent: both. */
  readonly actor?: 'client' | 'agent';
  /**
   * `reset-before`: the connection dies and nothing is done; `reset-after`: it dies once the write is done;
   * `error-5xx`: an answer in the service's own error shape; `html-502`: a gateway's HTML page; `truncated`: half a body;
   * `throttle`: the service's own throttling answer, nothing done; `timeout`: no answer within `delayMs`, the write is done.
   */
  readonly kind: 'reset-before' | 'reset-after' | 'error-5xx' | 'html-502' | 'truncated' | 'throttle' | 'timeout';
  /** Only the n-th matching call (1 is the next one) ... */
  readonly nth?: number;
  /** ... or each matching call with this probability (0 to 1). Absent both: every matching call. */
  readonly rate?: number;
  /** Stops after so many hits; no limit by default. */
  readonly times?: number;
  /** For `timeout`: milliseconds before the connection is closed; 10,000 by default. */
  readonly delayMs?: number;
}

/** How long the sandbox's world takes, in milliseconds. The defaults suit a demo that ends within 20 s. */
export interface SandboxTiming {
  /** An asynchronous task of Container Service beyond the work itself. Default 300. */
  readonly taskMs: number;
  /** From the creation of an instance to its boot. Default 200. */
  readonly bootMs: number;
  /** From a pod's binding to Ready. Default 100. */
  readonly podReadyMs: number;
  /** How often controllers and the agent look at the world. Default 50. */
  readonly tickMs: number;
  /** Added to every answer. Default 0. */
  readonly latencyMs: number;
}

/** The time of the sandbox. A manual clock moves by `advance` only. */
export interface SandboxClock {
  now(): number;
  /** Resolves once so many milliseconds of sandbox time have passed; rejects on abort. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Moves a manual clock on; throws on the system clock. */
  advance(ms: number): Promise<void>;
}

export interface SandboxSecurityGroupRule {
  readonly direction: 'ingress' | 'egress';
  readonly policy: 'accept' | 'drop';
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'all';
  /** `first/last`, or `-1/-1` for every port. */
  readonly ports: string;
  readonly cidr: string;
  /** 1 (first) to 100. */
  readonly priority: number;
}

/** A virtual border router, as the VPC service describes it. */
export interface SandboxBorderRouter {
  readonly id: string;
  readonly name: string;
  readonly localAddress: string;
  readonly peerAddress: string;
  /** Dotted: `255.255.255.252`. */
  readonly mask: string;
  readonly vlanId: number;
  readonly bgpGroups: readonly { readonly id: string; readonly localAsn: number; readonly peerAsn: number }[];
  readonly bgpPeers: readonly { readonly id: string; readonly groupId: string; readonly address: string; readonly state: string; readonly receivedRoutes: number; readonly routeLimit: number }[];
  /** Blocks that it announces to the data centre. */
  readonly bgpNetworks: readonly string[];
  readonly routes: readonly { readonly destination: string; readonly type: 'Custom' | 'BGP' | 'CEN'; readonly nextHopType: string; readonly nextHopId: string }[];
}

/** A Cloud Enterprise Network. The VPC and the border routers are attached to it by being members. */
export interface SandboxCen {
  readonly id: string;
  readonly name: string;
  readonly protectionLevel: 'FULL' | 'REDUCED';
  readonly members: readonly {
    readonly id: string;
    readonly type: 'VPC' | 'VBR' | 'CCN';
    readonly region: string;
    /** What it publishes, and the routes of others that this meets. */
    readonly published: readonly {
      readonly destination: string;
      readonly type: string;
      readonly conflicts: readonly { readonly destination: string; readonly memberId: string; readonly status: 'conflict' | 'overflow' | 'prohibited' }[];
    }[];
  }[];
  /** Its routes by region. */
  readonly routes: readonly { readonly region: string; readonly destination: string; readonly memberId: string; readonly status: 'Active' | 'Candidate' | 'Rejected' | 'Prohibited' }[];
}

/** The data centre and the account as they are before anyone calls. */
export interface SandboxWorld {
  readonly accountId: string;
  /** The one access key that the sandbox accepts from outside, an administrator's. */
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly region: string;
  readonly zones: readonly string[];
  readonly cluster: {
    readonly id: string;
    readonly name: string;
    readonly kubernetesVersion: string;
    readonly agentConnected: boolean;
    readonly agentPrivate: boolean;
    readonly securityGroupId: string;
  };
  readonly vpc: { readonly id: string; readonly name: string; readonly cidr: string; readonly secondaryCidrs: readonly string[]; readonly ipv6Cidrs?: readonly string[] };
  readonly vswitches: readonly { readonly id: string; readonly name: string; readonly zone: string; readonly cidr: string }[];
  readonly securityGroups: readonly { readonly id: string; readonly name: string; readonly rules: readonly SandboxSecurityGroupRule[] }[];
  /** Custom entries of the VPC's route table (towards the data centre through the transit router). */
  readonly routes: readonly { readonly destination: string; readonly nextHopType: string; readonly nextHopId: string }[];
  /** Virtual border routers (VBRs) with their BGP groups, peers and routes. None by default. */
  readonly borderRouters: readonly SandboxBorderRouter[];
  /** Cloud Enterprise Networks (CENs) with their members and routes. None by default. */
  readonly cens: readonly SandboxCen[];
  readonly instanceTypes: readonly {
    readonly id: string;
    readonly cpu: number;
    readonly memoryGiB: number;
    readonly eniQuantity: number;
    readonly eniPrivateIpAddressQuantity: number;
    readonly zones: readonly string[];
  }[];
  readonly dataCenter: {
    /** `address:port` of the on-premises API server as the cloud nodes dial it. */
    readonly apiServer: string;
    readonly nodeCidr: string;
    readonly podCidr: string;
    readonly serviceCidr: string;
    readonly nodes: readonly { readonly name: string; readonly address: string; readonly controlPlane: boolean }[];
    /** Destinations that the data centre routes to the cloud. */
    readonly routesToCloud: readonly string[];
    readonly calico: 'manifest' | 'operator';
    /** The Kubernetes bootstrap token that `kubeadm join` must present. */
    readonly joinToken: string;
  };
  readonly quotas: { readonly nodesPerCluster: number; readonly vcpus: number };
}

export interface SandboxOptions {
  /** Replaces parts of the default world, key by key at the top level and one level below. */
  readonly world?: { readonly [Key in keyof SandboxWorld]?: SandboxWorld[Key] extends readonly unknown[] | string ? SandboxWorld[Key] : Partial<SandboxWorld[Key]> };
  readonly timing?: Partial<SandboxTiming>;
  readonly faults?: readonly SandboxFault[];
  /** `manual`: time stands still until `advance`. Default `system`. */
  readonly clock?: 'system' | 'manual';
  /** Another cluster for the agent to work on, as kubeconfig text; absent: the sandbox's own Kubernetes API. */
  readonly kubeconfig?: string;
  /** Whether OSS takes V1 signatures (`Authorization: OSS id:signature`) beside V4, as it does for old buckets of old accounts. Default false. */
  readonly ossV1?: boolean;
  /** Fixed ports; absent or 0: free ones. */
  readonly ports?: Partial<Record<SandboxService | 'control', number>>;
}

/** The whole world in plain JSON, for comparing before and after. Secrets are hashed, volatile fields left out. */
export interface SandboxSnapshot {
  readonly cloud: Readonly<Record<string, unknown>>;
  /** By `apiVersion/kind/namespace/name`; pods of a DaemonSet by owner and node. */
  readonly cluster: Readonly<Record<string, unknown>>;
}

/** A running sandbox. */
export interface Sandbox {
  /** `host:port` of each cloud service (for an SDK's `endpoint`, protocol http) and the URL of the Kubernetes API. */
  readonly endpoints: Readonly<Record<SandboxService, string>>;
  /** The URL of the control server: state, calls and faults for other processes. */
  readonly control: string;
  /** The kubeconfig of an administrator of the on-premises cluster, YAML. */
  readonly kubeconfig: string;
  readonly world: SandboxWorld;
  readonly clock: SandboxClock;
  /** Every request so far. */
  calls(): readonly SandboxCall[];
  /** Adds a fault; the function that it returns takes the fault away again. */
  addFault(fault: SandboxFault): () => void;
  snapshot(): Promise<SandboxSnapshot>;
  /** Closes every listener and ends every script that still runs. */
  stop(): Promise<void>;
}
