import type { PodRuntime } from '../../halves.ts';
import type { SandboxTiming, SandboxWorld } from '../../types.ts';
import type { Cluster } from '../cluster.ts';
import { isSameJson } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import type { PodLogs } from '../pod-state.ts';
import type { ResourceType } from '../resources.ts';

/** What the controllers work on. */
export interface ControlPlane {
  readonly cluster: Cluster;
  readonly world: SandboxWorld;
  readonly timing: SandboxTiming;
  readonly runtime: PodRuntime | undefined;
  readonly logs: PodLogs;
  /** Asks for another round at this sandbox time, even where nothing changes until then. */
  wakeAt(time: number): void;
}

/** One look at the world and what follows from it. Called again after every change; does nothing where nothing is to do. */
export type Controller = (plane: ControlPlane) => void;

/** Stores what a controller found, if that is news. Controllers bypass the checks of requests, as their writes are ours. */
export function store(plane: ControlPlane, type: Pick<ResourceType, 'group' | 'plural'>, live: KubeObject, next: KubeObject): KubeObject {
  return isSameJson(live, next) ? live : plane.cluster.store.put(type, next);
}
