import type { OfferedUpgrade } from '../plan/addon/plan-addon-change.ts';
import type { AddonInstance, Addons, CallContext, TaskState } from './port.ts';

/** An add-on in a cluster with what is asked of it alone. */
export interface AddonDetails extends AddonInstance {
  /** Its parameters: JSON as text, `''` where there are none. */
  readonly config: string;
  /** Where Log Service keeps its log, while logging is on: `project/logstore`. */
  readonly log?: string;
}

/** How far a task is, with what the service says on the way. */
export interface TaskProgress extends TaskState {
  /** The stage or the event that the service names last; `''` where it names none. */
  readonly progress: string;
}

/** Container Service's calls for an add-on that is there already. */
export interface AddonService extends Addons {
  details(clusterId: string, name: string, context?: CallContext): Promise<AddonDetails | undefined>;
  /** The versions that are newer than the installed one; `undefined` where the service doesn't know the add-on. */
  upgrades(clusterId: string, name: string, installedVersion: string, context?: CallContext): Promise<readonly OfferedUpgrade[] | undefined>;
  /** Gives the id of the task, where the service names one. */
  upgrade(clusterId: string, addon: { readonly name: string; readonly from: string; readonly to: string; readonly config?: string | undefined }, context?: CallContext): Promise<string | undefined>;
  /** Sets the parameters. The service answers with no task: the state tells when it is done. */
  modify(clusterId: string, name: string, config: string, context?: CallContext): Promise<undefined>;
  task(taskId: string, context?: CallContext): Promise<TaskProgress | undefined>;
}
