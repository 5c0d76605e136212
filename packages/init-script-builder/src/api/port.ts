import type { AgentConfig, AgentConfigPatch } from '../plan/agent-config.ts';
import type { BucketPolicy } from '../plan/bucket-policy.ts';

/** What a call to a store accepts. */
export interface StoreOptions {
  readonly signal?: AbortSignal | undefined;
}

/** An object as a store gives it back. */
export interface StoredObject {
  readonly content: Buffer;
  /** The user's metadata (`x-oss-meta-…`), names in lower case, without the prefix. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Where scripts are published: one bucket. What isn't there is `undefined`. */
export interface ObjectStore {
  readonly bucket: string;
  /** The URL under which a node inside the VPC gets an object. */
  urlOf(key: string): string;
  readBucket(options?: StoreOptions): Promise<{ readonly tags: Readonly<Record<string, string>> } | undefined>;
  createBucket(options?: StoreOptions): Promise<void>;
  tagBucket(tags: Readonly<Record<string, string>>, options?: StoreOptions): Promise<void>;
  /** Only an empty one; a ConflictError or ApiError where it isn't. */
  deleteBucket(options?: StoreOptions): Promise<void>;
  readPolicy(options?: StoreOptions): Promise<BucketPolicy | undefined>;
  /** `undefined` deletes the policy. */
  writePolicy(policy: BucketPolicy | undefined, options?: StoreOptions): Promise<void>;
  /** The names of the objects that begin with a prefix. */
  list(prefix: string, options?: StoreOptions): Promise<readonly string[]>;
  get(key: string, options?: StoreOptions): Promise<StoredObject | undefined>;
  /** Writes a private object, whose bytes the service checks by Content-MD5. */
  put(key: string, content: Buffer, metadata: Readonly<Record<string, string>>, options?: StoreOptions): Promise<void>;
  delete(key: string, options?: StoreOptions): Promise<void>;
}

/** A version of the agent's ConfigMap. */
export interface ObservedAgentConfig extends AgentConfig {
  readonly resourceVersion: string;
  /** `metadata.managedFields`: who owns which field. */
  readonly managedFields?: readonly unknown[];
}

/** The ConfigMap kube-system/ack-agent-config. */
export interface AgentConfigStore {
  read(options?: StoreOptions): Promise<ObservedAgentConfig | undefined>;
  /** A ConflictError where it is there. */
  create(config: AgentConfig, options?: StoreOptions): Promise<void>;
  /** A ConflictError where it has changed since it was read. */
  patch(observed: ObservedAgentConfig, patch: AgentConfigPatch, options?: StoreOptions): Promise<void>;
  /** A ConflictError where it has changed since it was read. */
  delete(observed: ObservedAgentConfig, options?: StoreOptions): Promise<void>;
}
