import { describe, expect, it } from 'vitest';
import type { WorkloadKind } from '../workloads/workload.ts';
import type { PlacementRecommendation } from './known-workload.ts';
import { recommendPlacement } from './recommend-placement.ts';
import { workloadView, type WorkloadFields } from './workloads.testing.ts';

const registrar = 'registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.13.0';

/** As the manifests and charts of these projects have them; the names are those that an operator may have given. */
const daemonSets: readonly (readonly [string, PlacementRecommendation, string, WorkloadFields])[] = [
  ['terway-eniip', 'cloud', 'Terway', { labels: { app: 'terway-eniip' }, containers: { terway: 'registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/terway:v1.15.0', policy: 'registry-cn-hangzhou-vpc.ack.aliyuncs.com/acs/terway:v1.15.0' } }],
  ['csi-plugin', 'cloud', "Alibaba Cloud's CSI driver (node plug-in)", { labels: { app: 'csi-plugin' }, containers: { 'disk-driver-registrar': 'registry.cn-hangzhou.aliyuncs.com/acs/csi-node-driver-registrar:v2.3.1', 'csi-plugin': 'registry.cn-hangzhou.aliyuncs.com/acs/csi-plugin:v1.34.2' } }],
  ['ack-csi-plugin', 'on-premises', "Alibaba Cloud's CSI driver (for nodes outside the cloud)", { labels: { 'app.kubernetes.io/name': 'csi-plugin', nodepool: 'external' }, containers: { 'csi-plugin': 'registry.cn-hangzhou.aliyuncs.com/acs/csi-plugin:v1.34.2' } }],
  ['calico-node', 'on-premises', 'Calico (calico-node)', { labels: { 'k8s-app': 'calico-node' }, containers: { 'calico-node': 'quay.io/calico/node:v3.30.3' } }],
  ['net-agent', 'on-premises', 'Calico (calico-node)', { containers: { agent: 'docker.io/rancher/mirrored-calico-node:v3.29.1' } }],
  ['net-agent', 'on-premises', 'Calico (calico-node)', { containers: { agent: 'registry.example.com:5000/dc/calico-node@sha256:0b4a3ab4' } }],
  ['rke2-canal', 'on-premises', 'Calico (calico-node)', { labels: { 'k8s-app': 'canal' }, containers: { 'calico-node': 'rancher/hardened-calico:v3.29.1', 'kube-flannel': 'rancher/hardened-flannel:v0.26.1' } }],
  ['csi-node-driver', 'on-premises', "Calico's csi-node-driver", { containers: { 'calico-csi': 'quay.io/calico/csi:v3.30.3', 'csi-node-driver-registrar': 'quay.io/calico/node-driver-registrar:v3.30.3' } }],
  ['cilium', 'on-premises', 'Cilium (agent)', { labels: { 'k8s-app': 'cilium' }, containers: { 'cilium-agent': 'quay.io/cilium/cilium:v1.18.2@sha256:858f8078' } }],
  ['cilium-envoy', 'on-premises', "Cilium's Envoy", { labels: { 'k8s-app': 'cilium-envoy' }, containers: { 'cilium-envoy': 'quay.io/cilium/cilium-envoy:v1.34.7-1757592137' } }],
  ['kube-flannel-ds', 'on-premises', 'Flannel', { labels: { app: 'flannel' }, containers: { 'kube-flannel': 'ghcr.io/flannel-io/flannel:v0.27.4' } }],
  ['overlay', 'on-premises', 'Flannel', { containers: { overlay: 'docker.io/flannel/flannel:v0.25.6' } }],
  ['overlay', 'on-premises', 'Flannel', { containers: { overlay: 'rancher/mirrored-flannelcni-flannel:v0.20.2' } }],
  ['antrea-agent', 'on-premises', 'another CNI (Antrea, Kube-OVN, kube-router, Weave Net)', { containers: { 'antrea-agent': 'antrea/antrea-agent-ubuntu:v2.2.0' } }],
  ['kube-multus-ds', 'on-premises', 'Multus', { containers: { 'kube-multus': 'ghcr.io/k8snetworkplumbingwg/multus-cni:v4.1.0' } }],
  ['kube-proxy', 'both-sides', 'kube-proxy', { labels: { 'k8s-app': 'kube-proxy' }, containers: { 'kube-proxy': 'registry.k8s.io/kube-proxy:v1.33.2' } }],
  ['proxy', 'both-sides', 'kube-proxy', { containers: { proxy: 'registry.example.com/k8s/kube-proxy-amd64:v1.20.4' } }],
  ['speaker', 'on-premises', "MetalLB's speaker", { labels: { app: 'metallb', component: 'speaker' }, containers: { speaker: 'quay.io/metallb/speaker:v0.15.2' } }],
  ['metallb', 'on-premises', "MetalLB's speaker", { containers: { announcer: 'docker.io/bitnami/metallb-speaker:0.14.9' } }],
  ['kube-vip-ds', 'on-premises', 'kube-vip or keepalived', { containers: { 'kube-vip': 'ghcr.io/kube-vip/kube-vip:v0.8.9' } }],
  ['vip', 'on-premises', 'kube-vip or keepalived', { containers: { vip: 'osixia/keepalived:2.0.20' } }],
  ['csi-rbdplugin', 'on-premises', 'Rook or Ceph CSI', { labels: { app: 'csi-rbdplugin' }, containers: { 'driver-registrar': registrar, 'csi-rbdplugin': 'quay.io/cephcsi/cephcsi:v3.14.0' } }],
  ['rook-discover', 'on-premises', 'Rook or Ceph CSI', { containers: { 'rook-discover': 'docker.io/rook/ceph:v1.17.2' } }],
  ['longhorn-manager', 'on-premises', 'Longhorn', { containers: { 'longhorn-manager': 'docker.io/longhornio/longhorn-manager:v1.10.0' } }],
  ['topolvm-node', 'on-premises', 'TopoLVM', { containers: { 'topolvm-node': 'ghcr.io/topolvm/topolvm-with-sidecar:0.36.2' } }],
  ['openebs-ndm', 'on-premises', 'OpenEBS', { containers: { 'node-disk-manager': 'openebs/node-disk-manager:2.1.0' } }],
  ['powerstore-node', 'on-premises', 'a CSI driver (by its registrar sidecar)', { containers: { driver: 'quay.io/dell/container-storage-modules/csi-powerstore:v2.14.0', registrar } }],
  ['eseries', 'on-premises', 'a CSI driver (by its registrar sidecar)', { containers: { driver: 'registry.example.com/csi:1', registrar: 'registry.example.com/mirror/node-driver-registrar:v2.7.0-eks-1-22-19' } }],
  ['ingress-nginx-controller', 'on-premises', 'an ingress controller on ports of the node', { containers: { controller: 'registry.k8s.io/ingress-nginx/controller:v1.13.0@sha256:dc75a7ba' }, spec: { hostNetwork: true } }],
  ['traefik', 'on-premises', 'an ingress controller on ports of the node', { containers: { traefik: 'docker.io/library/traefik:v3.4' }, hostPort: 443 }],
  ['node-local-dns', 'decide', 'node-local-dns', { labels: { 'k8s-app': 'node-local-dns' }, containers: { 'node-cache': 'registry.k8s.io/dns/k8s-dns-node-cache:1.26.4' } }],
  ['nvidia-device-plugin-daemonset', 'decide', "NVIDIA's device plug-in and its companions", { labels: { name: 'nvidia-device-plugin-ds' }, containers: { 'nvidia-device-plugin-ctr': 'nvcr.io/nvidia/k8s-device-plugin:v0.17.1' } }],
  ['node-exporter', 'decide', 'node exporter', { containers: { 'node-exporter': 'quay.io/prometheus/node-exporter:v1.9.1' } }],
  ['fluent-bit', 'decide', 'a log agent', { containers: { 'fluent-bit': 'cr.fluentbit.io/fluent/fluent-bit:4.0.3' } }],
  ['node-problem-detector', 'decide', 'node-problem-detector', { containers: { npd: 'registry.k8s.io/node-problem-detector/node-problem-detector:v0.8.20' } }],
  ['falco', 'decide', 'Falco', { labels: { 'app.kubernetes.io/name': 'falco' }, containers: { falco: 'docker.io/falcosecurity/falco:0.41.0' } }],
  ['mystery', 'unknown', 'nothing', { containers: { main: 'registry.example.com/dc/mystery:7' } }],
];

const others: readonly (readonly [string, WorkloadKind, PlacementRecommendation, string, WorkloadFields])[] = [
  ['calico-typha', 'Deployment', 'on-premises', 'Calico Typha', { containers: { 'calico-typha': 'quay.io/calico/typha:v3.30.3' } }],
  ['calico-kube-controllers', 'Deployment', 'on-premises', 'calico-kube-controllers', { containers: { 'calico-kube-controllers': 'quay.io/calico/kube-controllers:v3.30.3' } }],
  ['tigera-operator', 'Deployment', 'decide', 'the operator of the CNI', { containers: { 'tigera-operator': 'quay.io/tigera/operator:v1.38.6' } }],
  ['cilium-operator', 'Deployment', 'decide', 'the operator of the CNI', { labels: { 'io.cilium/app': 'operator' }, containers: { 'cilium-operator': 'quay.io/cilium/operator-generic:v1.18.2' } }],
  ['terway-controlplane', 'Deployment', 'decide', 'the controller of Terway', { labels: { app: 'terway-controlplane' }, containers: { controlplane: 'registry.cn-hangzhou.aliyuncs.com/acs/terway:latest' } }],
  ['terway-ctl', 'Deployment', 'decide', 'the controller of Terway', { labels: { 'k8s-app': 'terway-controlplane' }, containers: { 'terway-controlplane': 'registry.example.com/dc/t:1', 'cilium-operator': 'registry.example.com/dc/t:1' } }],
  ['csi-provisioner', 'Deployment', 'cloud', "Alibaba Cloud's CSI driver (controller)", { containers: { 'csi-provisioner': 'registry.cn-hangzhou.aliyuncs.com/acs/csi-plugin:v1.34.2' } }],
  ['rook-ceph-operator', 'Deployment', 'on-premises', 'Rook or Ceph CSI', { containers: { operator: 'docker.io/rook/ceph:v1.17.2' } }],
  ['local-path-provisioner', 'Deployment', 'on-premises', 'local-path-provisioner', { containers: { p: 'rancher/local-path-provisioner:v0.0.31' } }],
  ['minio', 'StatefulSet', 'unknown', 'nothing', { containers: { minio: 'quay.io/minio/minio:latest' } }],
  ['csi-controller', 'Deployment', 'unknown', 'nothing', { containers: { registrar } }],
  ['otel', 'Deployment', 'unknown', 'nothing', { containers: { otel: 'otel/opentelemetry-collector-contrib:0.130.0' } }],
];

describe('what a workload is', () => {
  it.each(daemonSets)('DaemonSet %s is %s: %s', (name, recommendation, software, fields) => {
    const advice = recommendPlacement(workloadView(name, fields));
    expect([advice.recommendation, advice.software ?? 'nothing']).toEqual([recommendation, software]);
    expect(advice.evidence.length).toBeGreaterThan(0);
  });

  it.each(others)('%s as %s is %s: %s', (name, kind, recommendation, software, fields) => {
    const advice = recommendPlacement(workloadView(name, fields, kind));
    expect([advice.recommendation, advice.software ?? 'nothing']).toEqual([recommendation, software]);
  });

  it.each(daemonSets.filter(([, recommendation]) => recommendation !== 'unknown'))('does not believe the name %s alone (%s: %s)', (name) => {
    expect(recommendPlacement(workloadView(name, { labels: { app: 'shop' } })).recommendation).toBe('unknown');
  });

  it.each<[string, WorkloadFields]>([
    ['the exporter of Calico, that is none of it', { containers: { exporter: 'registry.example.com/calico/node-exporter-extra:1' } }],
    ['a proxy for RBAC', { containers: { proxy: 'quay.io/brancz/kube-rbac-proxy:v0.19.1' } }],
    ['a device plug-in of another vendor', { containers: { plugin: 'docker.io/rocm/k8s-device-plugin:1.31' } }],
    ['an organisation that ends alike', { containers: { main: 'registry.example.com/mycilium/cilium2:1' } }],
    ["a speaker that is not MetalLB's", { labels: { component: 'speaker' }, containers: { speaker: 'registry.example.com/audio/speaker:1' } }],
    ['an ingress controller behind a Service', { containers: { controller: 'registry.k8s.io/ingress-nginx/controller:v1.13.0' } }],
    ['no container at all', { containers: {} }],
    ['a label that every object has', { labels: { toString: 'x' } }],
  ])('does not take for known %s', (_, fields) => {
    expect(recommendPlacement(workloadView('x', fields))).toMatchObject({ recommendation: 'unknown' });
  });

  it('gives image, label, ports and flags as evidence', () => {
    const dns = workloadView('dns', { labels: { 'k8s-app': 'node-local-dns' }, containers: { 'node-cache': 'registry.k8s.io/dns/k8s-dns-node-cache:1.26.4' }, args: ['-localip', '169.254.20.10,10.96.0.10', '-conf', '/etc/Corefile', '--upstreamsvc=kube-dns-upstream'] });
    expect(recommendPlacement(dns).evidence).toEqual([
      'image registry.k8s.io/dns/k8s-dns-node-cache:1.26.4 (container node-cache)',
      'label k8s-app=node-local-dns',
      '-localip 169.254.20.10,10.96.0.10',
      '-upstreamsvc kube-dns-upstream',
    ]);
    const ingress = workloadView('in', { containers: { traefik: 'traefik:v3.4' }, hostPort: 443 });
    expect(recommendPlacement(ingress).evidence).toEqual(['image traefik:v3.4 (container traefik)', 'hostPort 443']);
  });

  it('wants the CNI on both sides where it spans them, and leaves its controllers to decide', () => {
    const [agent, typha] = [workloadView('a', { containers: { 'calico-node': 'quay.io/calico/node:v3.30.3' } }), workloadView('t', { containers: { t: 'quay.io/calico/typha:v3.30.3' } }, 'Deployment')];
    expect(recommendPlacement(agent, 'both-sides').recommendation).toBe('both-sides');
    expect(recommendPlacement(typha, 'both-sides').recommendation).toBe('decide');
    const speaker = workloadView('s', { containers: { speaker: 'quay.io/metallb/speaker:v0.15.2' } });
    expect(recommendPlacement(speaker, 'both-sides').recommendation).toBe('on-premises');
  });
});
