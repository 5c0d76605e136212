import type { JsonObject } from '../json.ts';
import type { WorkloadReference } from '../workloads/workload.ts';

/**
 * A CNI plug-in, and where two ways to install it must be told apart, which. `canal` is Calico's policy with Flannel's network, in
 * one DaemonSet or in two. `unknown` is whatever mounts the node's CNI folders and isn't recognised.
 */
export type CniPlugin = 'calico-manifest' | 'calico-operator' | 'canal' | 'cilium' | 'flannel' | 'kube-router' | 'antrea' | 'weave' | 'multus' | 'terway' | 'unknown';

/** What a workload is to its plug-in. */
export type CniComponent =
  | 'node-agent'
  | 'node-agent-windows'
  | 'csi-node-driver'
  | 'typha'
  | 'kube-controllers'
  | 'apiserver'
  | 'operator'
  | 'cilium-envoy'
  | 'cilium-operator'
  | 'node-init'
  | 'pre-flight-check'
  | 'dns-proxy'
  | 'controller';

/**
 * Where the pods of a component belong in a hybrid cluster:
 * `each-on-premises-node` every node there needs one, and a cloud node must have none; `on-premises` nowhere but there, though not on
 * each node; `anywhere` wherever the API server is reached; `each-cloud-node` Terway's agent.
 */
export type CniRole = 'each-on-premises-node' | 'on-premises' | 'anywhere' | 'each-cloud-node';

/**
 * What a plug-in does beside others:
 * `primary` it gives pods their network; `policy-only` it routes nothing itself, another plug-in or the network does; `chained` it
 * comes after another plug-in in the same configuration; `meta` it only calls others.
 */
export type CniPart = 'primary' | 'policy-only' | 'chained' | 'meta';

/** The object that owns a workload and reverts what isn't its own. */
export interface CniController {
  readonly kind: string;
  readonly name: string;
}

/** A workload of a plug-in. */
export interface CniWorkload {
  readonly reference: WorkloadReference;
  readonly component: CniComponent;
  readonly role: CniRole;
  /** Absent where nobody controls it. */
  readonly controller?: CniController;
  /** By what it was recognised: `container calico-node (image quay.io/calico/node:v3.32.0)`. */
  readonly evidence: readonly string[];
}

/** A plug-in that was found. */
export interface CniFinding {
  readonly plugin: CniPlugin;
  readonly part: CniPart;
  /** Of Calico by the operator: the Installation, where it is known. */
  readonly installation?: string;
  /** Calico Enterprise. */
  readonly enterprise?: true;
  /** Node agents first, each in the order in which it was read. */
  readonly workloads: readonly CniWorkload[];
  /** What was decided about the plug-in as a whole, and what wasn't read for it. */
  readonly evidence: readonly string[];
}

/**
 * How two node agents stand to each other:
 * `overlap` both select the same nodes: a migration under way, or a mistake; `divided` no node can be selected by both;
 * `layered` they share nodes on purpose.
 */
export interface CniRelation {
  readonly kind: 'overlap' | 'divided' | 'layered';
  readonly plugins: readonly [CniPlugin, CniPlugin];
  readonly workloads: readonly [WorkloadReference, WorkloadReference];
  /** A sentence. */
  readonly message: string;
}

/** What a cluster runs. */
export interface CniDetection {
  /** Empty where no DaemonSet is a CNI's. */
  readonly found: readonly CniFinding[];
  readonly relations: readonly CniRelation[];
  /** How much was looked at, and what none means. */
  readonly evidence: readonly string[];
}

/** What is read of the cluster. All as the API server sends it; the items of a list come without their kind. */
export interface CniObservation {
  /** All namespaces. */
  readonly daemonSets: readonly JsonObject[];
  /** All namespaces, or those of the node agents. */
  readonly deployments: readonly JsonObject[];
  /** `operator.tigera.io/v1`; absent: not read. Empty also where the cluster doesn't know the kind. */
  readonly installations?: readonly JsonObject[];
  /** Those that `configMapsToRead` names, as far as they are there; absent: not read. */
  readonly configMaps?: readonly JsonObject[];
  /** How many were read, where only those that `isOfCni` knows are handed in. */
  readonly looked?: { readonly daemonSets: number; readonly deployments: number };
}
