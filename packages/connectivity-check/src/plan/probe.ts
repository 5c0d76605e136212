/** Which of the two sites. */
export type Site = 'on-premises' | 'cloud';

/** A node as the planning of probes needs it. */
export interface ProbeNode {
  readonly name: string;
  readonly site: Site;
  /** Its InternalIP. */
  readonly internalIp: string;
  /** The zone of a cloud node. */
  readonly zone?: string;
  /** The address of a pod on it that answers on `podPort`; absent: nothing probes a pod there. */
  readonly podIp?: string;
}

/** Where a probe starts: on the node's own network or in a pod's. */
export interface ProbeSource {
  readonly node: string;
  readonly site: Site;
  readonly network: 'node' | 'pod';
}

/** What a probe is an instance of; the checks are grouped by it. */
export type ProbeKind = 'node-to-node' | 'node-to-pod' | 'pod-to-pod' | 'pod-to-dns' | 'node-to-api-server' | 'node-to-script' | 'node-to-registry';

/** One probe of the matrix. */
export interface Probe {
  /** Unique in its plan, lower case and short: `p1`. */
  readonly id: string;
  readonly kind: ProbeKind;
  readonly from: ProbeSource;
  /** The target in words: `node dc-worker-1`. */
  readonly to: string;
  readonly targetSite: Site;
  readonly protocol: 'tcp' | 'icmp' | 'http';
  /** An address or a host name. */
  readonly host: string;
  /** 0 for icmp. */
  readonly port: number;
  /** For `http`: the URL that is fetched, with neither query nor user. */
  readonly url?: string;
  /** Why it must get through. */
  readonly why: string;
  /** What to mend where it doesn't. */
  readonly remedy: string;
}

/** What is probed, and how much. */
export interface ProbeOptions {
  /** `address:port` of the API server as the cloud nodes dial it. */
  readonly apiServer?: string;
  /** Where the cloud nodes fetch the init script. */
  readonly scriptUrl?: string;
  /** The cluster's DNS Service address. */
  readonly dnsServiceIp?: string;
  /** `host` or `host:port` of image registries that the cloud nodes pull from. */
  readonly registries?: readonly string[];
  /** The port of a node that listens. Default 10250, the kubelet's. */
  readonly nodePort?: number;
  /** The port on which the pods of `podIp` listen. Default 8080. */
  readonly podPort?: number;
  /** Nodes that stand for a site (on premises) or a zone (cloud). Default 2. */
  readonly representatives?: number;
  /** Also ping nodes of the other site; many firewalls drop that. Default false. */
  readonly icmp?: boolean;
  /** At most so many probes. Default 200. */
  readonly maxProbes?: number;
}

/** What became of a probe. */
export interface ProbeResult {
  readonly id: string;
  /** `not-run`: the pod that should have run it didn't. */
  readonly outcome: 'ok' | 'fail' | 'not-run';
  /** The command's exit code, where it ran. */
  readonly exitCode?: number;
  /** Why it was not run. */
  readonly detail?: string;
}
