import type { Secret } from '@ack-hybrid/core';
import type { PolicyPrincipal } from '../plan/ram/ram-principal.ts';
import type { NodeState, TerwayDaemonSet } from '../plan/restart/terway-workload.ts';

/** What each call accepts. */
export interface CallContext {
  readonly signal?: AbortSignal | undefined;
}

/** A RAM user, as far as we look at it. */
export interface RamUser {
  readonly name: string;
  /** Carries our marker where the user is ours. */
  readonly comments: string;
}

/** A custom RAM policy with its default version. */
export interface RamPolicy {
  readonly name: string;
  /** Carries our marker where the policy is ours. */
  readonly description: string;
  readonly document: string;
  readonly defaultVersion: string;
}

/** An access key without its secret. */
export interface AccessKeyState {
  readonly id: string;
  readonly active: boolean;
  /** When RAM made it, RFC 3339, where RAM says so. */
  readonly createdAt?: string;
}

/** An access key as RAM gives it once, when it is made. */
export interface NewAccessKey {
  readonly id: string;
  readonly secret: Secret;
}

/** RAM's calls for users, policies and access keys. Reads give `undefined` (or nothing) for what isn't there. */
export interface Ram {
  user(userName: string, context?: CallContext): Promise<RamUser | undefined>;
  createUser(user: { readonly userName: string; readonly comments: string }, context?: CallContext): Promise<void>;
  deleteUser(userName: string, context?: CallContext): Promise<void>;
  policy(policyName: string, context?: CallContext): Promise<RamPolicy | undefined>;
  createPolicy(policy: { readonly policyName: string; readonly document: string; readonly description: string }, context?: CallContext): Promise<void>;
  /** Makes a version and the default of it; RAM refuses a sixth one. */
  createPolicyVersion(policy: { readonly policyName: string; readonly document: string }, context?: CallContext): Promise<void>;
  setDefaultVersion(policyName: string, versionId: string, context?: CallContext): Promise<void>;
  deletePolicyVersion(policyName: string, versionId: string, context?: CallContext): Promise<void>;
  deletePolicy(policyName: string, context?: CallContext): Promise<void>;
  /** Sets tags of a custom policy; others stay. */
  tagPolicy(policyName: string, tags: Readonly<Record<string, string>>, context?: CallContext): Promise<void>;
  untagPolicy(policyName: string, keys: readonly string[], context?: CallContext): Promise<void>;
  /** Who has the custom policy, as `user x`, `group x` or `role x`. */
  holdersOf(policyName: string, context?: CallContext): Promise<readonly string[]>;
  attach(policyName: string, principal: PolicyPrincipal, context?: CallContext): Promise<void>;
  detach(policyName: string, principal: PolicyPrincipal, context?: CallContext): Promise<void>;
  accessKeys(userName: string, context?: CallContext): Promise<readonly AccessKeyState[]>;
  createAccessKey(userName: string, context?: CallContext): Promise<NewAccessKey>;
  deleteAccessKey(userName: string, keyId: string, context?: CallContext): Promise<void>;
  setAccessKeyActive(userName: string, keyId: string, active: boolean, context?: CallContext): Promise<void>;
  /** When a request was last signed with the key, RFC 3339; `undefined` where RAM knows of none. RAM may tell a use some time later. */
  accessKeyLastUsed(userName: string, keyId: string, context?: CallContext): Promise<string | undefined>;
}

/** An add-on in a cluster. */
export interface AddonInstance {
  /** `initial`, `active`, `unhealthy`, `upgrading`, `updating`, `deleting`, `deleted`. */
  readonly state: string;
  readonly version: string;
}

/** How far a task of Container Service is. */
export interface TaskState {
  readonly state: 'running' | 'success' | 'fail';
  readonly message: string;
}

/** Container Service's calls for one add-on. */
export interface Addons {
  instance(clusterId: string, name: string, context?: CallContext): Promise<AddonInstance | undefined>;
  /** The version that Container Service offers to the cluster, where it names one. */
  offeredVersion(clusterId: string, name: string, context?: CallContext): Promise<string | undefined>;
  /** Gives the id of the task, where the service names one. The service's model demands a version. */
  install(clusterId: string, addon: { readonly name: string; readonly version: string; readonly config?: string | undefined }, context?: CallContext): Promise<string | undefined>;
  uninstall(clusterId: string, name: string, context?: CallContext): Promise<string | undefined>;
  task(taskId: string, context?: CallContext): Promise<TaskState | undefined>;
}

/** A vSwitch of the account. */
export interface VSwitchState {
  readonly id: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly freeAddresses: number;
}

/** What is asked of the VPC. */
export interface CloudNetwork {
  /** The VPC of the registered cluster, where Container Service names it. */
  clusterVpc(clusterId: string, context?: CallContext): Promise<string | undefined>;
  vSwitch(vSwitchId: string, context?: CallContext): Promise<VSwitchState | undefined>;
}

/** A ConfigMap or Secret of kube-system. */
export interface KeyedObject<Value> {
  readonly resourceVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, Value>>;
  /** `metadata.managedFields`: who owns which field. */
  readonly managedFields?: readonly unknown[];
}

/** What to change of it: `null` removes a key. */
export interface KeyedPatch<Value> {
  readonly data?: Readonly<Record<string, Value | null>>;
  readonly annotations?: Readonly<Record<string, string | null>>;
  readonly labels?: Readonly<Record<string, string | null>>;
}

/** ConfigMaps, or Secrets, of kube-system. Each write but the first holds the resourceVersion that was read. */
export interface KeyedObjects<Value> {
  read(name: string, context?: CallContext): Promise<KeyedObject<Value> | undefined>;
  create(name: string, object: Pick<KeyedObject<Value>, 'labels' | 'annotations' | 'data'>, context?: CallContext): Promise<void>;
  patch(name: string, resourceVersion: string, patch: KeyedPatch<Value>, context?: CallContext): Promise<void>;
  remove(name: string, resourceVersion: string, context?: CallContext): Promise<void>;
}

export type ConfigMaps = KeyedObjects<string>;
export type Secrets = KeyedObjects<Secret>;

export type { TerwayDaemonSet } from '../plan/restart/terway-workload.ts';

/** What is read of the cluster beside ConfigMaps and Secrets. */
export interface ClusterReader {
  /** The DaemonSet kube-system/terway-eniip with its pods. */
  terway(context?: CallContext): Promise<TerwayDaemonSet | undefined>;
  nodes(context?: CallContext): Promise<readonly NodeState[]>;
  /** A fingerprint of the spec of each CRD `*.crd.projectcalico.org`, by name. */
  calicoCrds(context?: CallContext): Promise<Readonly<Record<string, string>>>;
}

/** What a restart of Terway reads and writes. */
export interface RestartPort extends Pick<ClusterReader, 'terway' | 'nodes'> {
  /** Sets annotations of the DaemonSet's pod template, `null` removes one; a conflict where the resourceVersion is no longer the present one. */
  annotateTemplate(resourceVersion: string, annotations: Readonly<Record<string, string | null>>, context?: CallContext): Promise<void>;
  /** Deletes a pod, that very one; one that is gone already is what is wanted. */
  deletePod(pod: { readonly name: string; readonly uid: string }, context?: CallContext): Promise<void>;
}
