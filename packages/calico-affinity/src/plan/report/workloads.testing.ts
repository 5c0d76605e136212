import type { JsonObject } from '../json.ts';
import type { WorkloadKind } from '../workloads/workload.ts';
import { viewWorkload, type WorkloadView } from './workload-view.ts';

/** What a test says of a workload. */
export interface WorkloadFields {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Image by container. */
  readonly containers?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly hostPort?: number;
  readonly metadata?: JsonObject;
  /** Of the pod template. */
  readonly spec?: JsonObject;
}

/** Tolerates every taint, as most DaemonSets of networks do. */
export const everyTaint: JsonObject = { tolerations: [{ operator: 'Exists' }] };

/** A workload as the API server lists it: without its kind. */
export const workloadObject = (name: string, fields: WorkloadFields = {}): JsonObject => ({
  metadata: { name, namespace: fields.namespace ?? 'kube-system', uid: `uid-${name}`, ...fields.metadata },
  spec: {
    selector: { matchLabels: fields.labels ?? { app: name } },
    template: {
      metadata: { labels: fields.labels ?? { app: name } },
      spec: {
        containers: Object.entries(fields.containers ?? { main: 'registry.example.com/dc/main:1' }).map(([container, image]) => ({
          name: container,
          image,
          ...(fields.args === undefined ? {} : { args: fields.args }),
          ...(fields.hostPort === undefined ? {} : { ports: [{ containerPort: 80, hostPort: fields.hostPort }] }),
        })),
        ...fields.spec,
      },
    },
  },
});

/** The view of such a workload. */
export const workloadView = (name: string, fields: WorkloadFields = {}, kind: WorkloadKind = 'DaemonSet'): WorkloadView => viewWorkload(kind, workloadObject(name, fields));
