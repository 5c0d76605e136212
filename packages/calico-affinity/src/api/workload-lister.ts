import { listAll, type Kubernetes, type PageRequest } from '@ack-hybrid/core';
import type { JsonObject } from '../plan/json.ts';
import type { NodeView } from '../plan/match-node.ts';
import type { WorkloadKind } from '../plan/workloads/workload.ts';
import { listNodes } from './kubernetes-workloads.ts';
import type { CniCallOptions } from './call-options.ts';

/** Where workloads are listed. */
export interface ListWorkloadsOptions extends CniCallOptions {
  /** Default: all namespaces. */
  readonly namespace?: string;
}

/** What the report of placements asks of the cluster. It reads only. */
export interface WorkloadLister {
  listNodes(options?: CniCallOptions): Promise<readonly NodeView[]>;
  /**
   * Lists the workloads of a kind, page by page. The view is taken of each object as the API server sent it, and the object
   * is dropped: memory holds a page and the views.
   *
   * @param view what is kept of an object; `undefined` leaves it out. The object has no `kind`: the items of a list come without.
   */
  listWorkloads<View>(kind: WorkloadKind, view: (object: JsonObject) => View | undefined, options?: ListWorkloadsOptions): Promise<readonly View[]>;
}

/** Answers the port from a cluster. Loads the Kubernetes client on the first call. */
export const createWorkloadLister = (kubernetes: Kubernetes): WorkloadLister => {
  return {
    listNodes: (options) => listNodes(kubernetes, options),
    listWorkloads: async (kind, view, options) => {
      // The generic API serves built-in kinds at the same addresses, without a model that drops fields it doesn't know.
      const custom = await kubernetes.api((sdk) => sdk.CustomObjectsApi);
      const plural = plurals[kind];
      const namespace = options?.namespace;
      const readPage = async (page: PageRequest) => {
        const request = { group: 'apps', version: 'v1', plural, ...page };
        const read = () => (namespace === undefined ? custom.listCustomObjectForAllNamespaces(request) : custom.listNamespacedCustomObject({ ...request, namespace }));
        const { items, metadata } = await kubernetes.call({ verb: 'list', resource: plural, ...(namespace === undefined ? {} : { object: namespace }) }, read as () => Promise<ObjectPage>, options);
        return { items: items ?? [], metadata: metadata?.continue === undefined ? {} : { _continue: metadata.continue } };
      };
      return listAll(readPage, view);
    },
  };
};

const plurals: Readonly<Record<WorkloadKind, string>> = { DaemonSet: 'daemonsets', Deployment: 'deployments', StatefulSet: 'statefulsets' };

interface ObjectPage {
  /** Servers written in Go may say `null` for an empty list. */
  readonly items: readonly JsonObject[] | null;
  readonly metadata?: { readonly continue?: string };
}
