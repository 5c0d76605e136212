import type { Kubernetes } from '@ack-hybrid/core';
import { createWorkloadLister } from './api/workload-lister.ts';
import { isReported, planPlacementReport, type PlacementReport, type PlacementReportOptions } from './plan/report/placement-report.ts';
import { plannedCloudNode } from './plan/report/planned-node.ts';
import { viewWorkload } from './plan/report/workload-view.ts';
import { workloadKinds, type WorkloadKind } from './plan/workloads/workload.ts';

/** What the report may be told, and how it is stopped. */
export interface ReportPlacementOptions extends PlacementReportOptions {
  /** What is listed, for whoever may not list everything. Default: all three kinds. */
  readonly kinds?: readonly WorkloadKind[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reports which workloads would land on cloud nodes, where each belongs, and what to do. Lists nodes, DaemonSets,
 * Deployments and StatefulSets of all namespaces page by page, keeps views only, and writes nothing.
 *
 * @throws {InvalidInputError} for a planned pool that can't be, before the first call
 * @throws {PermissionError} where one of them may not be listed; {@link ApiError} for anything else that the API server says
 * @example
 * const report = await reportPlacement({ kubernetes }, { plannedPool: { labels: { tier: 'burst' } } });
 * console.log(renderPlacementReport(report));
 */
export const reportPlacement = async ({ kubernetes }: { readonly kubernetes: Kubernetes }, options: ReportPlacementOptions = {}): Promise<PlacementReport> => {
  const { signal, kinds = workloadKinds, ...reportOptions } = options;
  plannedCloudNode(reportOptions.plannedPool);
  const lister = createWorkloadLister(kubernetes);
  const list = (kind: WorkloadKind) =>
    lister.listWorkloads(
      kind,
      (object) => {
        const view = viewWorkload(kind, object);
        return isReported(view) ? view : undefined;
      },
      { signal },
    );
  const [nodes, ...workloads] = await Promise.all([lister.listNodes({ signal }), ...kinds.map(list)]);
  return planPlacementReport({ nodes, workloads: workloads.flat() }, reportOptions);
};
