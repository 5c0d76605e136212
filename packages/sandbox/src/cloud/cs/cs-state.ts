import type { SandboxWorld } from '../../types.ts';
import type { JsonObject } from '../json.ts';

/** The states of a node pool. `active` says that its instances exist, not that their nodes are Ready. */
export type NodePoolState = 'active' | 'scaling' | 'removing' | 'deleting' | 'updating';

/** A node pool. The parts of the request are kept as they came, so that what was sent is what is read. */
export interface NodePool {
  readonly id: string;
  readonly scalingGroupId: string;
  readonly created: number;
  updated: number;
  name: string;
  resourceGroupId: string;
  scalingGroup: JsonObject;
  kubernetesConfig: JsonObject;
  autoScaling: JsonObject;
  management: JsonObject;
  desiredSize: number;
  state: NodePoolState;
}

/** The states of an add-on. */
export type AddonState = 'initial' | 'active' | 'unhealthy' | 'upgrading' | 'updating' | 'deleting';

/** An add-on that is installed. `config` is JSON text. */
export interface Addon {
  readonly name: string;
  version: string;
  config: string;
  state: AddonState;
}

/** An asynchronous task. */
export interface Task {
  readonly id: string;
  readonly type: string;
  readonly clusterId: string;
  readonly target: { readonly type: string; readonly id: string };
  readonly created: number;
  updated: number;
  state: 'running' | 'success' | 'fail';
  error: { readonly code: string; readonly message: string } | undefined;
  readonly results: { readonly data: string; readonly status: 'success' | 'fail' }[];
  readonly events: { readonly reason: string; readonly message: string; readonly source: string; readonly at: number; /** `error` by default. */ readonly level?: 'normal' | 'error' }[];
}

/** What Container Service knows. */
export interface CsState {
  readonly created: number;
  /** The one registered cluster. */
  readonly clusterId: string;
  readonly pools: Map<string, NodePool>;
  readonly addons: Map<string, Addon>;
  readonly tasks: Map<string, Task>;
}

/** A registered cluster with no node pool and no add-on. */
export function createCsState(world: SandboxWorld, now: number): CsState {
  return { created: now, clusterId: world.cluster.id, pools: new Map(), addons: new Map(), tasks: new Map() };
}
