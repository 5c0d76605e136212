import { isJsonObject, readPath, type JsonObject } from '../json.ts';

/** How a chart takes an affinity at its path. */
export type ValuesForm =
  /** A pod's whole affinity. */
  | 'affinity'
  /** A node affinity alone, as an object. */
  | 'node-affinity'
  /** A node affinity alone, as a text that holds JSON. */
  | 'node-affinity-text';

/** Where a chart takes the affinity of one of its workloads, or why it takes none. */
export interface ChartComponent {
  readonly chart: string;
  /** The version of the chart whose values and templates were read. */
  readonly checkedVersion: string;
  /** The workload's name as the chart makes it; `*` stands for the release's name, or the driver's. */
  readonly workload: string;
  /** Other names of it than `workload`. */
  readonly otherNames?: readonly string[];
  readonly values?: { readonly path: readonly string[]; readonly form: ValuesForm };
  /** Where the Tigera operator takes it in its Installation. */
  readonly installationPart?: string;
  /** What to know before one sets it. */
  readonly notes: readonly string[];
}

const podPath = ['spec', 'template', 'spec', 'affinity'] as const;

const installed = (part: string, workload: string): ChartComponent => ({
  chart: 'tigera-operator',
  checkedVersion: 'v3.28.5',
  workload,
  values: { path: ['installation', part, ...podPath], form: 'affinity' },
  installationPart: part,
  notes: ['The operator takes the override as a whole in the place of its own affinity. Where installation.enabled is false, the Installation is not the chart\'s.'],
});

const ciliumPart = (workload: string, path: readonly string[], ...notes: readonly string[]): ChartComponent => ({
  chart: 'cilium',
  checkedVersion: '1.20.2',
  workload,
  values: { path, form: 'affinity' },
  notes,
});

const rookPart = ([workload, ...otherNames]: readonly [string, ...string[]], path: readonly string[], form: ValuesForm, ...notes: readonly string[]): ChartComponent => ({
  chart: 'rook-ceph',
  checkedVersion: 'v1.18.5',
  workload,
  otherNames,
  values: { path, form },
  notes: ['A text that the operator of Rook can\'t read counts as none: look at the DaemonSet or Deployment afterwards.', ...notes],
});

// Since v1.18 the operator of Ceph CSI makes them, under the names of Rook's drivers: rook-ceph.rbd.csi.ceph.com-nodeplugin.
const csiNames = (name: string, plugin: string): readonly [string, ...string[]] => [name, ...['rbd', 'cephfs', 'nfs'].map((driver) => `*.${driver}.csi.ceph.com-${plugin}`)];

const rookText = 'Charts before v1.18 may put the text into their ConfigMap without quotes, where JSON breaks it.';

/**
 * The workloads that are asked to stay on premises, and where their charts take an affinity. Read in the charts' own
 * values.yaml and templates, and each of them rendered once with these values by Helm's own engine:
 *
 * - projectcalico/calico, charts/tigera-operator v3.28.5: `.Values.installation` becomes the Installation's spec as it is, and its CRD has
 *   the parts. The values.yaml of v3.30.3 is the same in this.
 * - cilium/cilium v1.20.2, install/kubernetes/cilium.
 * - flannel-io/flannel v0.28.10, chart/kube-flannel: the affinity stands in the template, and no value reaches it.
 * - metallb/metallb v0.16.2, charts/metallb.
 * - kubernetes/ingress-nginx, charts/ingress-nginx 4.11.0.
 * - rook/rook v1.18.5, deploy/charts/rook-ceph, pkg/operator/discover, pkg/operator/ceph/csi and pkg/operator/k8sutil/node.go.
 */
export const chartComponents = {
  'calico-node': installed('calicoNodeDaemonSet', 'calico-node'),
  'calico-csi-node-driver': installed('csiNodeDriverDaemonSet', 'csi-node-driver'),
  'calico-typha': installed('typhaDeployment', 'calico-typha'),
  'calico-kube-controllers': installed('calicoKubeControllersDeployment', 'calico-kube-controllers'),
  cilium: ciliumPart('cilium', ['affinity'], 'The chart takes it only while scheduling.mode is anti-affinity, its default; with kube-scheduler it takes none.'),
  'cilium-envoy': ciliumPart('cilium-envoy', ['envoy', 'affinity'], 'It wants a pod of cilium beside it: set the affinity of cilium, too.'),
  'cilium-operator': ciliumPart('cilium-operator', ['operator', 'affinity']),
  'cilium-node-init': ciliumPart('cilium-node-init', ['nodeinit', 'affinity']),
  'hubble-relay': ciliumPart('hubble-relay', ['hubble', 'relay', 'affinity']),
  'hubble-ui': ciliumPart('hubble-ui', ['hubble', 'ui', 'affinity']),
  'clustermesh-apiserver': ciliumPart('clustermesh-apiserver', ['clustermesh', 'apiserver', 'affinity']),
  flannel: {
    chart: 'flannel',
    checkedVersion: 'v0.28.10',
    workload: 'kube-flannel-ds',
    notes: ['flannel.nodeSelector can ask for a label, but not for the absence of one.'],
  },
  'metallb-speaker': { chart: 'metallb', checkedVersion: '0.16.2', workload: '*-speaker', values: { path: ['speaker', 'affinity'], form: 'affinity' }, notes: [] },
  'metallb-controller': { chart: 'metallb', checkedVersion: '0.16.2', workload: '*-controller', values: { path: ['controller', 'affinity'], form: 'affinity' }, notes: [] },
  'ingress-nginx-controller': {
    chart: 'ingress-nginx',
    checkedVersion: '4.11.0',
    workload: '*-controller',
    values: { path: ['controller', 'affinity'], form: 'affinity' },
    notes: ['The chart runs the value through its templates: write no double braces in it.'],
  },
  'rook-discover': rookPart(['rook-discover'], ['discover', 'nodeAffinity'], 'node-affinity'),
  'rook-csi-plugin': rookPart(csiNames('csi-*plugin', 'nodeplugin'), ['csi', 'pluginNodeAffinity'], 'node-affinity-text', 'It holds for the plugins of RBD, CephFS and NFS at once.', rookText),
  'rook-csi-provisioner': rookPart(csiNames('csi-*plugin-provisioner', 'ctrlplugin'), ['csi', 'provisionerNodeAffinity'], 'node-affinity-text', 'It holds for the provisioners of RBD, CephFS and NFS at once.', rookText),
} as const satisfies Readonly<Record<string, ChartComponent>>;

/** A workload whose chart we know. */
export type ComponentName = keyof typeof chartComponents;

/** What is known of a component's chart. */
export const chartComponentOf = (component: ComponentName): ChartComponent => chartComponents[component];

/**
 * Which component a workload is, by its name and its labels; `undefined` for one whose chart we don't know. A `speaker` or
 * `controller` counts only where its label `app.kubernetes.io/name` names its chart.
 */
export const componentOf = (object: JsonObject): ComponentName | undefined => {
  const [name, labels] = [readPath(object, ['metadata', 'name']), readPath(object, ['metadata', 'labels'])];
  if (typeof name !== 'string') return undefined;
  const application = isJsonObject(labels) ? labels['app.kubernetes.io/name'] : undefined;
  return (Object.keys(chartComponents) as ComponentName[]).find((component) => {
    const { workload, otherNames = [], chart } = chartComponentOf(component);
    return [workload, ...otherNames].some((pattern) => fits(name, pattern)) && (!workload.startsWith('*') || application === chart);
  });
};

/** Whether a name fits a pattern with at most one `*`, which stands for at least one character. */
const fits = (name: string, pattern: string): boolean => {
  const [before = '', after] = pattern.split('*');
  return after === undefined ? name === before : name.startsWith(before) && name.endsWith(after) && name.length > before.length + after.length;
};
