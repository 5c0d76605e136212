import type { KnownWorkload } from './known-workload.ts';
import { imageCalled, imageNamed } from './workload-sign.ts';

const second = 'the cloud nodes have Terway; a second CNI there writes a configuration that containerd may prefer, and takes part in routes and address pools that it has no business with';
const daemon = ['DaemonSet'] as const;

/**
 * Networks, by what their own manifests and charts carry. Sources: projectcalico/calico manifests/calico-typha.yaml (002adbd:
 * node, Typha and kube-controllers); tigera/operator pkg/render/csi.go (03f0450); cilium/cilium install/kubernetes/cilium,
 * templates of operator (002d032) and Envoy (02515d1); flannel-io/flannel kube-flannel.yml; AliyunContainerService/terway charts/terway
 * (26c3575, ad57f6f). Antrea, Kube-OVN, kube-router, Weave Net and Multus by their common image names, not checked at the source.
 */
export const knownCni: readonly KnownWorkload[] = [
  {
    software: 'Terway',
    recommendation: 'cloud',
    kinds: daemon,
    // First of all: with its Cilium data path the same pods carry agents of Cilium.
    signs: [{ image: imageCalled('terway') }, { labels: { app: 'terway-eniip' }, container: 'terway' }],
    reason: 'it is the CNI of the cloud nodes: without it they stay NotReady, and on premises it finds no ENI',
  },
  {
    software: 'the controller of Terway',
    recommendation: 'decide',
    signs: [{ image: imageCalled('terway-controlplane') }, { labels: { app: 'terway-controlplane' } }, { labels: { 'k8s-app': 'terway-controlplane' } }, { container: 'terway-controlplane' }],
    reason: 'it works wherever it reaches the API server and the APIs of Alibaba Cloud',
  },
  {
    software: 'Calico (calico-node)',
    recommendation: 'on-premises',
    cni: true,
    signs: [{ image: imageNamed('calico', 'node', 'node-windows') }, { labels: { 'k8s-app': 'calico-node' } }, { labels: { 'k8s-app': 'canal' } }, { container: 'calico-node' }],
    agent: true,
    kinds: daemon,
    reason: second,
  },
  {
    software: "Calico's csi-node-driver",
    recommendation: 'on-premises',
    cni: true,
    signs: [{ image: imageNamed('calico', 'csi') }, { container: 'calico-csi' }],
    kinds: daemon,
    reason: 'it serves calico-node on the same node and has nothing to do without it',
  },
  {
    software: 'Calico Typha',
    recommendation: 'on-premises',
    cni: true,
    signs: [{ image: imageNamed('calico', 'typha') }, { labels: { 'k8s-app': 'calico-typha' } }, { container: 'calico-typha' }],
    reason: 'every calico-node on premises connects to it: in the cloud they would depend on the line and on rules for port 5473',
  },
  {
    software: 'calico-kube-controllers',
    recommendation: 'on-premises',
    cni: true,
    signs: [{ image: imageNamed('calico', 'kube-controllers') }, { labels: { 'k8s-app': 'calico-kube-controllers' } }, { container: 'calico-kube-controllers' }],
    reason: "it keeps Calico's address blocks and policies: in the cloud it would depend on the line, and its image has to be pulled there",
  },
  {
    software: 'Cilium (agent)',
    recommendation: 'on-premises',
    cni: true,
    signs: [{ image: imageNamed('cilium', 'cilium') }, { labels: { 'k8s-app': 'cilium' } }, { container: 'cilium-agent' }],
    agent: true,
    kinds: daemon,
    reason: second,
  },
  {
    software: "Cilium's Envoy",
    recommendation: 'on-premises',
    cni: true,
    signs: [{ image: imageNamed('cilium', 'cilium-envoy') }, { labels: { 'k8s-app': 'cilium-envoy' } }, { container: 'cilium-envoy' }],
    kinds: daemon,
    reason: 'it serves the agent of Cilium on the same node and has nothing to do without it; its pods want the agent beside them, so keep it off before the agent',
  },
  {
    software: 'Flannel',
    recommendation: 'on-premises',
    cni: true,
    signs: [{ image: /(^|[/-])flannel(-io|cni)?[/-]flannel$/ }, { image: imageCalled('flannel', 'mirrored-flannel', 'mirrored-coreos-flannel') }, { container: 'kube-flannel' }],
    agent: true,
    kinds: daemon,
    reason: second,
  },
  {
    software: 'another CNI (Antrea, Kube-OVN, kube-router, Weave Net)',
    recommendation: 'on-premises',
    cni: true,
    signs: [{ image: /(^|[/-])antrea-(agent|ubuntu|ubi)[^/]*$/ }, { container: 'antrea-agent' }, { image: imageCalled('kube-ovn', 'kube-router', 'weave-kube', 'weave-npc') }],
    agent: true,
    kinds: daemon,
    reason: second,
  },
  {
    software: 'Multus',
    recommendation: 'on-premises',
    cni: true,
    signs: [{ image: imageCalled('multus-cni', 'multus', 'mirrored-multus-cni') }, { container: 'kube-multus' }],
    kinds: daemon,
    reason: "its configuration comes before Terway's on a node, and delegates to a CNI that isn't there",
  },
  {
    software: 'the operator of the CNI',
    recommendation: 'decide',
    cni: true,
    signs: [{ image: imageNamed('tigera', 'operator') }, { labels: { 'k8s-app': 'tigera-operator' } }, { image: imageNamed('cilium', 'operator(-[a-z]+)?') }, { labels: { 'io.cilium/app': 'operator' } }],
    reason: 'it works wherever it reaches the API server; in the cloud the CNI on premises depends on the line, and its image has to be pulled there',
  },
];

/** What answers for addresses and names on a network. Sources: metallb/metallb config/controllers/speaker.yaml (05cfff7); kubernetes/kubernetes cluster/addons, kube-proxy (0e998fa) and dns/nodelocaldns (028f956); the others by common image names and labels, not checked at the source. */
export const knownNetworkServices: readonly KnownWorkload[] = [
  {
    software: 'kube-proxy',
    recommendation: 'both-sides',
    signs: [{ image: /(^|\/)kube-proxy(-[a-z0-9]+)?$/ }, { labels: { 'k8s-app': 'kube-proxy' } }, { container: 'kube-proxy' }],
    reason: 'without it no Service has an address that works on the node, the API server included',
  },
  {
    software: "MetalLB's speaker",
    recommendation: 'on-premises',
    signs: [
      { image: imageNamed('metallb', 'speaker', 'frr-k8s') },
      { labels: { app: 'metallb', component: 'speaker' } },
      { labels: { 'app.kubernetes.io/name': 'metallb', 'app.kubernetes.io/component': 'speaker' } },
    ],
    reason: 'it announces addresses of the data centre by ARP or BGP: a VPC takes neither, so an address that a cloud node announces is lost',
  },
  {
    software: 'kube-vip or keepalived',
    recommendation: 'on-premises',
    signs: [{ image: imageCalled('kube-vip', 'kube-vip-iptables', 'keepalived', 'kube-keepalived-vip', 'mirrored-kube-vip-kube-vip-iptables') }, { labels: { 'app.kubernetes.io/name': 'kube-vip-ds' } }, { container: 'kube-vip' }],
    reason: "it holds an address of the data centre's network: where a cloud node takes it, nobody on premises reaches it",
  },
  {
    software: 'an ingress controller on ports of the node',
    recommendation: 'on-premises',
    onHostPorts: true,
    signs: [
      { image: imageNamed('ingress-nginx', 'controller', 'controller-chroot') },
      { image: imageCalled('nginx-ingress', 'nginx-ingress-controller', 'traefik', 'mirrored-library-traefik', 'haproxy-ingress', 'kubernetes-ingress', 'kong', 'contour') },
      { labels: { 'app.kubernetes.io/name': 'ingress-nginx' } },
      { labels: { 'app.kubernetes.io/name': 'traefik' } },
    ],
    reason: 'clients and load balancers know it by the addresses of on-premises nodes; on a cloud node it takes ports that nobody is meant to reach',
  },
  {
    software: 'node-local-dns',
    recommendation: 'decide',
    shows: ['localip', 'upstreamsvc'],
    signs: [{ image: imageCalled('k8s-dns-node-cache', 'mirrored-k8s-dns-node-cache') }, { labels: { 'k8s-app': 'node-local-dns' } }, { labels: { 'k8s-app': 'nodelocaldns' } }],
    reason: 'on a cloud node it needs a listen address that is free there and known to the kubelet as --cluster-dns, and an upstream that it reaches (CoreDNS over the line, by TCP); where the kubelet of cloud nodes names another DNS, it has nothing to do',
  },
];
