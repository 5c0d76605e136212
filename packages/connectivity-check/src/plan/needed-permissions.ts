/** A thing that the caller must be allowed to do in the cluster. */
export interface NeededPermission {
  readonly verb: string;
  /** `apps`; empty for the core group. */
  readonly group: string;
  /** Plural, with the subresource where there is one: `pods/log`. */
  readonly resource: string;
  /** Absent: in all namespaces. */
  readonly namespace?: string;
  /** Which clusters need it, where not all do: its absence is a warning then. */
  readonly onlyFor?: string;
}

const kubeSystem = 'kube-system';
const operator = 'Calico of the Tigera operator';

const verbsOn = (group: string, resource: string, verbs: readonly string[], rest: Pick<NeededPermission, 'namespace' | 'onlyFor'> = {}): readonly NeededPermission[] =>
  verbs.map((verb) => ({ verb, group, resource, ...rest }));

/** What the packages for a hybrid cluster do in it, from the network plan to the proof of connectivity and their undo. */
export const neededPermissions: readonly NeededPermission[] = [
  // Network plan, node pool, placement, probes.
  ...verbsOn('', 'nodes', ['list']),
  ...verbsOn('', 'pods', ['list']),
  ...verbsOn('crd.projectcalico.org', 'ippools', ['list']),
  ...verbsOn('apiextensions.k8s.io', 'customresourcedefinitions', ['list']),
  // Calico's workloads and Terway's; both places of Calico are looked at, whoever owns it.
  ...verbsOn('apps', 'daemonsets', ['get', 'patch'], { namespace: kubeSystem }),
  ...verbsOn('apps', 'deployments', ['get'], { namespace: kubeSystem }),
  ...verbsOn('apps', 'daemonsets', ['get'], { namespace: 'calico-system' }),
  ...verbsOn('apps', 'deployments', ['get'], { namespace: 'calico-system', onlyFor: operator }),
  ...verbsOn('operator.tigera.io', 'installations', ['get', 'patch'], { onlyFor: operator }),
  // Terway's settings and credentials, the agent's settings, the report of the probes.
  ...verbsOn('', 'configmaps', ['get', 'create', 'patch', 'update', 'delete'], { namespace: kubeSystem }),
  ...verbsOn('', 'secrets', ['get', 'create', 'patch', 'delete'], { namespace: kubeSystem }),
  // Probes.
  ...verbsOn('', 'services', ['get'], { namespace: kubeSystem }),
  ...verbsOn('', 'pods', ['create', 'delete'], { namespace: kubeSystem }),
  ...verbsOn('', 'pods/log', ['get'], { namespace: kubeSystem }),
];
