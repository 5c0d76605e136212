import type { BucketPolicyStatement } from './bucket-policy.ts';

/** Who may read a bucket without a signature. */
export type BucketAcl = 'private' | 'public-read' | 'public-read-write';

/** The ACL of an object; `default` is that of its bucket. */
export type ObjectAcl = 'default' | BucketAcl;

/** An object. */
export interface StoredObject {
  readonly key: string;
  readonly content: Buffer;
  readonly contentType: string;
  readonly etag: string;
  readonly modified: number;
  /** By the name without `x-oss-meta-`. */
  readonly meta: Readonly<Record<string, string>>;
  acl: ObjectAcl;
}

/** A bucket. */
export interface Bucket {
  readonly name: string;
  readonly created: number;
  readonly objects: Map<string, StoredObject>;
  acl: BucketAcl;
  tags: Readonly<Record<string, string>>;
  policy: { readonly text: string; readonly statements: readonly BucketPolicyStatement[] } | undefined;
}

/** What OSS knows. */
export interface OssState {
  readonly buckets: Map<string, Bucket>;
}

/** OSS without a bucket. */
export function createOssState(): OssState {
  return { buckets: new Map() };
}
