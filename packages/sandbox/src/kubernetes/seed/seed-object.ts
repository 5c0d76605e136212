import type { JsonObject } from '../json.ts';

/** An object of the world before anyone calls. */
export interface SeedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  /** Who created it, for metadata.managedFields; kubeadm by default. It never reaches the object. */
  readonly manager?: string;
  readonly spec?: JsonObject;
  readonly [key: string]: unknown;
}
