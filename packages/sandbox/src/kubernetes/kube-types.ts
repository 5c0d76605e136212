/** The metadata of an object as the store holds it. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  generateName?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: ManagedFieldsEntry[];
  [key: string]: unknown;
}

/** Who an object belongs to, by uid: it goes when its last owner is gone. */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** What one field manager owns of an object. */
export interface ManagedFieldsEntry {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  time?: string;
  fieldsType: 'FieldsV1';
  fieldsV1: Record<string, unknown>;
  subresource?: string;
}

/** Any object of the API, in JSON. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec?: unknown;
  status?: unknown;
  [key: string]: unknown;
}

/** Keeps pods off a node that do not tolerate it. `effect`: NoSchedule, PreferNoSchedule or NoExecute. */
export interface Taint {
  key: string;
  value?: string;
  effect: string;
  timeAdded?: string;
}

/** What a pod tolerates of taints. */
export interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

/** One condition of a status; `status` is True, False or Unknown. */
export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastHeartbeatTime?: string;
}

/** A Node, as far as the sandbox reads it. */
export interface KubeNode extends KubeObject {
  spec?: { podCIDR?: string; podCIDRs?: string[]; providerID?: string; taints?: Taint[]; unschedulable?: boolean };
  status?: { addresses?: { type: string; address: string }[]; conditions?: Condition[] };
}

/** A requirement of a label selector or of a node selector. */
export interface Requirement {
  key: string;
  operator: string;
  values?: string[];
}

/** The selector object of workloads and budgets: labels and expressions are ANDed. */
export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: Requirement[];
}

/** One alternative of a node selector: expressions over labels and over metadata.name, ANDed. */
export interface NodeSelectorTerm {
  matchExpressions?: Requirement[];
  matchFields?: Requirement[];
}

/** Required node affinity: its terms are ORed. */
export interface NodeSelector {
  nodeSelectorTerms?: NodeSelectorTerm[];
}

/** A container, as far as the sandbox reads it. */
export interface Container {
  name: string;
  image?: string;
  [key: string]: unknown;
}

/** A pod's spec, as far as the sandbox reads it. */
export interface PodSpec {
  nodeName?: string;
  nodeSelector?: Record<string, string>;
  affinity?: { nodeAffinity?: { requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector; [key: string]: unknown }; [key: string]: unknown };
  tolerations?: Toleration[];
  containers?: Container[];
  initContainers?: Container[];
  hostNetwork?: boolean;
  restartPolicy?: string;
  terminationGracePeriodSeconds?: number;
  [key: string]: unknown;
}

/** A Pod as stored: with a spec. */
export interface Pod extends KubeObject {
  spec: PodSpec;
  status?: { phase?: string; conditions?: Condition[]; podIP?: string; hostIP?: string; startTime?: string; reason?: string; message?: string; [key: string]: unknown };
}

/** What a workload makes its pods of. */
export interface PodTemplate {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: PodSpec;
}

/** A DaemonSet as stored. */
export interface DaemonSet extends KubeObject {
  spec: {
    selector: LabelSelector;
    template: PodTemplate;
    updateStrategy?: { type?: string; rollingUpdate?: { maxUnavailable?: number | string; maxSurge?: number | string } };
    minReadySeconds?: number;
    revisionHistoryLimit?: number;
  };
}

/** What a Deployment and a ReplicaSet share. */
export interface Workload extends KubeObject {
  spec: { replicas?: number; selector: LabelSelector; template: PodTemplate };
}

/** A PodDisruptionBudget as stored; it has one of `minAvailable` and `maxUnavailable`. */
export interface PodDisruptionBudget extends KubeObject {
  spec: { selector?: LabelSelector; minAvailable?: number | string; maxUnavailable?: number | string };
}
