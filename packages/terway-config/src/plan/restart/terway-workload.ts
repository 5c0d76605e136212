import type { NodeLabels, NodePlacement } from '../match-node.ts';
import type { Taint, Toleration } from '../match-node-taints.ts';

/** A pod of Terway's DaemonSet. Ended pods aren't listed. */
export interface TerwayPod {
  readonly name: string;
  readonly uid: string;
  /** Empty where it has no node yet. */
  readonly nodeName: string;
  /** When it began, RFC 3339, where it has begun. */
  readonly startedAt?: string;
  readonly ready: boolean;
  /** Whether it is being deleted. */
  readonly terminating: boolean;
  /** The annotation `ack-hybrid.io/restarted-at` of the template that it was made of. */
  readonly restartedAt?: string;
  /** Where it isn't Ready: the kubelet's word for what a container waits for, or ended with, as `CrashLoopBackOff`. */
  readonly reason?: string;
  /** The container that `reason` is about. */
  readonly container?: string;
  /** What the kubelet says of it, 200 characters at most. */
  readonly message?: string;
  /** How often that container was restarted; absent: never. */
  readonly restarts?: number;
}

/** How a DaemonSet replaces its pods when its template changes. */
export type UpdateStrategy = { readonly type: 'OnDelete' } | { readonly type: 'RollingUpdate'; readonly maxUnavailable: string; readonly maxSurge: string };

/** The DaemonSet kube-system/terway-eniip, as far as we look at it. */
export interface TerwayDaemonSet {
  readonly resourceVersion: string;
  readonly placement: NodePlacement;
  readonly tolerations: readonly Toleration[];
  readonly hostNetwork: boolean;
  readonly strategy: UpdateStrategy;
  /** The annotations of the pod template. */
  readonly templateAnnotations: Readonly<Record<string, string>>;
  /** Each container's image, by the container's name; init containers are left out. */
  readonly images: Readonly<Record<string, string>>;
  /** The Secrets that the template mounts. */
  readonly mountedSecrets: readonly string[];
  readonly pods: readonly TerwayPod[];
}

/** A node, as far as Terway's place on it matters. */
export interface NodeState extends NodeLabels {
  /** Whether its condition `Ready` is `True`. */
  readonly ready: boolean;
  readonly taints: readonly Taint[];
  /** `status.nodeInfo.kernelVersion`; empty where the kubelet hasn't told it. */
  readonly kernelVersion: string;
}
