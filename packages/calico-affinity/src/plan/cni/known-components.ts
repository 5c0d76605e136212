import { imageCalled, imageNamed } from '../report/workload-sign.ts';
import type { WorkloadKind } from '../workloads/workload.ts';
import type { CniComponent, CniPlugin, CniRole } from './cni-detection.ts';

/** Software, before it is known who installed Calico. */
export type CniSoftware = Exclude<CniPlugin, 'calico-manifest' | 'calico-operator' | 'unknown'> | 'calico';

/** A component, and what it is recognised by: any image or container name, or all labels of one set. */
export interface ComponentRule {
  readonly software: CniSoftware;
  readonly component: CniComponent;
  readonly role: CniRole;
  readonly kind: WorkloadKind;
  /** Over the image's repository, of containers that aren't init containers: those often have another component's image. */
  readonly image?: RegExp;
  /** Containers with a name that only this software has. */
  readonly containers?: readonly string[];
  /** Labels, alternatives. People copy labels, so on a DaemonSet they count only where it mounts the node's CNI folders, too. */
  readonly labels?: readonly Readonly<Record<string, string>>[];
}

/**
 * The first rule that fits names a workload, except that Calico and Flannel in one DaemonSet are Canal.
 *
 * Sources: projectcalico/calico a0db560f0520, manifests calico.yaml, canal.yaml, calico-typha.yaml, calico-policy-only.yaml,
 * tigera-operator.yaml; later Calico has one image `calico/calico` for all but the agent, so containers and labels decide there
 * (projectcalico/calico, its release tools). tigera/operator pkg/render csi.go (03f0450), typha.go (00abe68), node.go, windows.go
 * and pkg/components: `calico/…`, for Enterprise `tigera/cnx-node`, since then `tigera/node`. cilium/cilium v1.20.2,
 * install/kubernetes/cilium/templates. flannel-io/flannel v0.28.10, Documentation/kube-flannel.yml.
 * cloudnativelabs/kube-router daemonset/kubeadm-kuberouter.yaml (0253e5b). antrea-io/antrea build/charts/antrea (00d545e, 20edc30).
 * weaveworks/weave prog/weave-kube/weave-daemonset-k8s-1.11.yaml (00f8afd). k8snetworkplumbingwg/multus-cni deployments (05517e2,
 * 03dead1). AliyunContainerService/terway charts/terway (26c3575, ad57f6f). ACK's own builds are `acs/flannel` and `acs/terway`.
 */
export const componentRules: readonly ComponentRule[] = [
  // With its Cilium data path, Terway's pods carry programs of Cilium.
  { software: 'terway', component: 'node-agent', role: 'each-cloud-node', kind: 'DaemonSet', image: imageCalled('terway'), labels: [{ app: 'terway-eniip' }] },
  { software: 'terway', component: 'controller', role: 'anywhere', kind: 'Deployment', image: imageCalled('terway-controlplane'), containers: ['terway-controlplane'], labels: [{ 'k8s-app': 'terway-controlplane' }] },

  { software: 'canal', component: 'node-agent', role: 'each-on-premises-node', kind: 'DaemonSet', labels: [{ 'k8s-app': 'canal' }] },

  { software: 'calico', component: 'node-agent-windows', role: 'each-on-premises-node', kind: 'DaemonSet', image: /(^|[/-])(calico|tigera|cnx)[/-](cnx-)?node-windows$/, labels: [{ 'k8s-app': 'calico-node-windows' }] },
  { software: 'calico', component: 'node-agent', role: 'each-on-premises-node', kind: 'DaemonSet', image: /(^|[/-])(calico|tigera|cnx)[/-](cnx-)?node$/, containers: ['calico-node'], labels: [{ 'k8s-app': 'calico-node' }] },
  { software: 'calico', component: 'csi-node-driver', role: 'on-premises', kind: 'DaemonSet', image: imageNamed('calico', 'csi'), containers: ['calico-csi'] },
  { software: 'calico', component: 'typha', role: 'on-premises', kind: 'Deployment', image: /(^|[/-])(calico|tigera)[/-]typha$/, containers: ['calico-typha'], labels: [{ 'k8s-app': 'calico-typha' }] },
  { software: 'calico', component: 'kube-controllers', role: 'on-premises', kind: 'Deployment', image: /(^|[/-])(calico|tigera)[/-]kube-controllers$/, containers: ['calico-kube-controllers'], labels: [{ 'k8s-app': 'calico-kube-controllers' }] },
  { software: 'calico', component: 'apiserver', role: 'anywhere', kind: 'Deployment', image: /(^|[/-])(calico[/-]apiserver|cnx-apiserver)$/, containers: ['calico-apiserver'] },
  { software: 'calico', component: 'operator', role: 'anywhere', kind: 'Deployment', image: /(^|[/-])(tigera|calico)[/-]operator$/, containers: ['tigera-operator'], labels: [{ 'k8s-app': 'tigera-operator' }] },

  // These have the agent's image, in an init container or as it is: the agent comes last.
  { software: 'cilium', component: 'cilium-envoy', role: 'each-on-premises-node', kind: 'DaemonSet', image: imageCalled('cilium-envoy', 'mirrored-cilium-cilium-envoy'), containers: ['cilium-envoy'] },
  { software: 'cilium', component: 'pre-flight-check', role: 'on-premises', kind: 'DaemonSet', containers: ['cilium-pre-flight-check'], labels: [{ 'k8s-app': 'cilium-pre-flight-check' }] },
  { software: 'cilium', component: 'dns-proxy', role: 'on-premises', kind: 'DaemonSet', containers: ['standalone-dns-proxy'] },
  { software: 'cilium', component: 'node-init', role: 'on-premises', kind: 'DaemonSet', image: imageNamed('cilium', 'startup-script'), labels: [{ 'app.kubernetes.io/name': 'cilium-node-init' }] },
  { software: 'cilium', component: 'node-agent', role: 'each-on-premises-node', kind: 'DaemonSet', image: imageNamed('cilium', 'cilium'), containers: ['cilium-agent'], labels: [{ 'k8s-app': 'cilium' }] },
  { software: 'cilium', component: 'cilium-operator', role: 'anywhere', kind: 'Deployment', image: imageNamed('cilium', 'operator(-[a-z]+)?'), containers: ['cilium-operator'], labels: [{ 'io.cilium/app': 'operator' }] },

  { software: 'flannel', component: 'node-agent', role: 'each-on-premises-node', kind: 'DaemonSet', image: /(^|\/)([a-z0-9-]+-)?flannel$/, containers: ['kube-flannel'], labels: [{ app: 'flannel' }] },
  { software: 'kube-router', component: 'node-agent', role: 'each-on-premises-node', kind: 'DaemonSet', image: /(^|\/)([a-z0-9-]+-)?kube-router$/, containers: ['kube-router'], labels: [{ 'k8s-app': 'kube-router' }] },
  { software: 'antrea', component: 'node-agent', role: 'each-on-premises-node', kind: 'DaemonSet', image: /(^|\/)antrea-(agent-)?(ubuntu|ubi|debian|windows)$/, containers: ['antrea-agent'], labels: [{ app: 'antrea', component: 'antrea-agent' }] },
  { software: 'antrea', component: 'controller', role: 'on-premises', kind: 'Deployment', image: /(^|\/)antrea-controller-(ubuntu|ubi|debian)$/, containers: ['antrea-controller'], labels: [{ app: 'antrea', component: 'antrea-controller' }] },
  // It mounts /etc, /opt and /home as wholes, so its labels alone never count.
  { software: 'weave', component: 'node-agent', role: 'each-on-premises-node', kind: 'DaemonSet', image: imageCalled('weave-kube', 'weave-npc'), containers: ['weave-npc'] },
  { software: 'multus', component: 'node-agent', role: 'each-on-premises-node', kind: 'DaemonSet', image: /(^|[/-])multus(-cni|-thick)?$/, containers: ['kube-multus'], labels: [{ app: 'multus' }, { name: 'multus' }] },
];
