import type { Json } from '../read-json.ts';

/** What a statement covers of actions or resources: those that match a pattern, or all but those. */
export interface Coverage {
  /** `only`: Action, Resource. `except`: NotAction, NotResource. */
  readonly kind: 'only' | 'except';
  /** At least one. */
  readonly patterns: readonly string[];
}

/** One statement of a RAM policy, with its lists made whole. */
export interface RamStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Coverage;
  readonly resources: Coverage;
  /** Under what it holds; absent where it always does. */
  readonly condition?: { readonly [key: string]: Json };
  /** Elements that the language of version 1 is not known to have. What they narrow can't be said, so they count as a condition. */
  readonly unknownElements: readonly string[];
}

/** A RAM policy of version 1. */
export interface RamPolicyDocument {
  readonly statements: readonly RamStatement[];
}

/** RAM takes documents of custom policies up to this size, in bytes (model of CreatePolicyVersion in @alicloud/ram20150501 1.2.1). */
export const maximumDocumentBytes = 6_144;

/** A policy keeps this many versions at most (RAM's `LimitExceeded.Policy.Version`). */
export const maximumVersions = 5;
