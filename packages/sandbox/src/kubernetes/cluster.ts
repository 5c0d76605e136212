import type { SandboxClock } from '../types.ts';
import type { ResourceRegistry } from './registry.ts';
import type { ObjectStore } from './store.ts';

/** What every part of the API works on. */
export interface Cluster {
  readonly store: ObjectStore;
  readonly registry: ResourceRegistry;
  readonly clock: SandboxClock;
}
