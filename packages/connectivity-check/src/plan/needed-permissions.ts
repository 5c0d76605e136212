/** A thing that the caller must be allowed to do in the cluster. */
export interface NeededPermission {
  readonly verb: string;
  /** `apps`; empty for the core group. */
  readonly group: string;
  /** Plural, with the subresource where there is one: `pods/log`. */
  readonly resource: string;
  /** Absent: every object of the resource. */
  readonly name?: string;
  /** Absent: in all namespaces. */
  readonly namespace?: string;
  /** Which clusters need it, or for what, where a run can do without: its absence is a warning then. */
  readonly onlyFor?: string;
}

const kubeSystem = 'kube-system';
const byOperator = { onlyFor: 'Calico of the Tigera operator' };
const byManifest = { onlyFor: 'Calico installed by manifest' };
const forMode = { onlyFor: 'detecting the network mode' };
const forCalico = { onlyFor: 'comparing the custom resources of Calico' };
const forServices = { onlyFor: 'comparing the Service ranges' };

const verbsOn = (group: string, resource: string, verbs: readonly string[], rest: Pick<NeededPermission, 'name' | 'namespace' | 'onlyFor'> = {}): readonly NeededPermission[] =>
  verbs.map((verb) => ({ verb, group, resource, ...rest }));

const inKubeSystem = (group: string, resource: string, verbs: readonly string[], name?: string): readonly NeededPermission[] =>
  verbsOn(group, resource, verbs, { namespace: kubeSystem, ...(name === undefined ? {} : { name }) });

/**
 * What the packages for a hybrid cluster do in it, from the network plan to the proof of connectivity and their undo: what the roles of
 * docs/rbac.md grant together. An authorizer does not see the name of what is created, so `create` has none.
 */
export const neededPermissions: readonly NeededPermission[] = [
  // Network plan, node pool, placement, probes.
  ...verbsOn('', 'nodes', ['list']),
  ...verbsOn('', 'pods', ['list']),
  ...inKubeSystem('', 'configmaps', ['get'], 'kubeadm-config'),
  ...verbsOn('crd.projectcalico.org', 'ippools', ['list']),
  ...verbsOn('crd.projectcalico.org', 'bgppeers', ['list'], forMode),
  ...verbsOn('crd.projectcalico.org', 'bgpconfigurations', ['get'], { name: 'default', ...forMode }),
  ...verbsOn('cilium.io', 'ciliumbgpclusterconfigs', ['list'], forMode),
  ...verbsOn('cilium.io', 'ciliumbgppeeringpolicies', ['list'], forMode),
  ...verbsOn('', 'configmaps', ['get'], { name: 'calico-config', namespace: kubeSystem, ...forMode }),
  ...verbsOn('', 'configmaps', ['get'], { name: 'cilium-config', namespace: kubeSystem, ...forMode }),
  ...verbsOn('', 'configmaps', ['get'], { name: 'kube-flannel-cfg', ...forMode }),
  ...verbsOn('networking.k8s.io', 'servicecidrs', ['list'], forServices),
  ...verbsOn('apiextensions.k8s.io', 'customresourcedefinitions', ['list']),
  ...verbsOn('crd.projectcalico.org', '*', ['list'], forCalico),
  // The CNI's workloads: every DaemonSet is looked at, then those of the CNI, which is Calico where nothing else is said.
  ...verbsOn('apps', 'daemonsets', ['list']),
  ...verbsOn('apps', 'daemonsets', ['get', 'patch'], { name: 'calico-node', namespace: kubeSystem, ...byManifest }),
  ...verbsOn('apps', 'deployments', ['list'], { namespace: kubeSystem, ...byManifest }),
  ...verbsOn('apps', 'daemonsets', ['get'], { name: 'calico-node', namespace: 'calico-system', ...byOperator }),
  ...verbsOn('apps', 'deployments', ['list'], { namespace: 'calico-system', ...byOperator }),
  ...verbsOn('operator.tigera.io', 'installations', ['get', 'patch'], { name: 'default', ...byOperator }),
  // What the steps make.
  ...inKubeSystem('', 'configmaps', ['create']),
  ...inKubeSystem('', 'secrets', ['create']),
  // Terway: its placement, the note of its installation, its settings, its credentials.
  ...inKubeSystem('apps', 'daemonsets', ['get'], 'terway-eniip'),
  ...inKubeSystem('', 'configmaps', ['get', 'patch', 'delete'], 'ack-hybrid-terway-addon'),
  ...inKubeSystem('', 'configmaps', ['get', 'patch'], 'eni-config'),
  ...inKubeSystem('', 'secrets', ['get', 'patch', 'delete'], 'alibaba-addon-secret'),
  // The agent of the registered cluster, and its settings.
  ...inKubeSystem('apps', 'deployments', ['get'], 'ack-cluster-agent'),
  ...inKubeSystem('', 'configmaps', ['get', 'patch', 'delete'], 'ack-agent-config'),
  // Probes and their report.
  ...inKubeSystem('', 'services', ['get'], 'kube-dns'),
  ...inKubeSystem('', 'pods', ['create', 'delete']),
  ...inKubeSystem('', 'pods/log', ['get']),
  ...inKubeSystem('', 'configmaps', ['get', 'patch', 'delete'], 'ack-hybrid-connectivity'),
];

/** A permission in words: `patch configmaps eni-config in kube-system`. */
export const describePermission = ({ verb, group, resource, name, namespace }: NeededPermission): string =>
  [verb, group === '' ? resource : `${resource}.${group}`, ...(name === undefined ? [] : [name]), ...(namespace === undefined ? [] : ['in', namespace])].join(' ');
