import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { componentOf } from './chart-components.ts';
import { describeOwner } from './describe-owner.ts';
import { placeAtOwner, type PlaceAtOwner } from './place-at-owner.ts';

const placeOfChange = (name: string, metadata: JsonObject): PlaceAtOwner => {
  const object = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { namespace: 'kube-system', name, ...metadata } };
  return placeAtOwner(describeOwner(object), componentOf(object));
};
const ownedBy = (apiVersion: string, kind: string, name: string): JsonObject => ({ ownerReferences: [{ apiVersion, kind, name, controller: true }] });
const helm = { 'meta.helm.sh/release-name': 'cni', 'meta.helm.sh/release-namespace': 'kube-system' };
const cniRelease = 'the values of Helm release cni in kube-system';

describe('placeAtOwner', () => {
  it.each<[string, string, JsonObject, string, readonly string[]]>([
    ['nobody\'s object', 'calico-node', {}, 'object', []],
    ['a release of a chart that takes an affinity', 'cilium', { annotations: helm }, 'object', [`helm-values: ${cniRelease}`]],
    ['a release of a chart that takes none', 'kube-flannel-ds', { annotations: helm }, 'object', [`manifest: ${cniRelease}`]],
    ['a release of a chart that we don\'t know', 'vendor-csi', { annotations: helm }, 'object', [`manifest: ${cniRelease}`]],
    [
      'Helm through Flux',
      'cilium',
      { annotations: helm, labels: { 'helm.toolkit.fluxcd.io/name': 'cilium', 'helm.toolkit.fluxcd.io/namespace': 'flux-system' } },
      'nowhere',
      ['helm-values: .spec.values of Flux HelmRelease flux-system/cilium', `helm-values: ${cniRelease}`],
    ],
    [
      'a chart that Argo CD renders',
      'cilium',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'cni:apps/DaemonSet:kube-system/cilium' }, labels: { 'helm.sh/chart': 'cilium-1.20.2' } },
      'nowhere',
      ['helm-values: the source of Argo CD Application cni'],
    ],
    ['a manifest that Argo CD applies', 'kube-flannel-ds', { annotations: { 'argocd.argoproj.io/tracking-id': 'cni:apps/DaemonSet:kube-system/kube-flannel-ds' } }, 'nowhere', ['manifest: the source of Argo CD Application cni']],
    ['a reconciled add-on', 'calico-node', { labels: { 'addonmanager.kubernetes.io/mode': 'Reconcile' } }, 'nowhere', ['manifest: the template of the addon manager of Kubernetes on each control plane node']],
    ['an add-on that only has to be there', 'calico-node', { labels: { 'addonmanager.kubernetes.io/mode': 'EnsureExists' } }, 'object', []],
    ['what kubeadm wrote', 'kube-proxy', { managedFields: [{ manager: 'kubeadm', operation: 'Update' }] }, 'object', ['unknown: the cluster once more after kubeadm upgrade']],
    ['another operator\'s object', 'vendor-csi', ownedBy('vendor.example/v1', 'Storage', 'main'), 'nowhere', ['unknown: what the controller of Storage main is configured by']],
    ['a part that the Tigera operator gives no place for', 'calico-apiserver', ownedBy('operator.tigera.io/v1', 'APIServer', 'default'), 'nowhere', ['unknown: what the controller of APIServer default is configured by']],
    ['what Rook\'s operator makes', 'csi-rbdplugin', ownedBy('apps/v1', 'Deployment', 'rook-ceph-operator'), 'nowhere', ['helm-values: what the controller of Deployment rook-ceph-operator is configured by']],
    ['an Installation of another group', 'calico-node', ownedBy('other.example/v1', 'Installation', 'default'), 'nowhere', ['helm-values: what the controller of Installation default is configured by']],
  ])('finds the place for %s', (_, name, metadata, write, declare) => {
    const place = placeOfChange(name, metadata);
    expect(place.write.kind).toBe(write);
    expect(place.declare.map(({ form, where }) => `${form}: ${where}`)).toEqual(declare);
    expect(place.why.length).toBeGreaterThan(0);
  });

  it.each([
    ['calico-node', 'calicoNodeDaemonSet'],
    ['csi-node-driver', 'csiNodeDriverDaemonSet'],
    ['calico-typha', 'typhaDeployment'],
    ['calico-kube-controllers', 'calicoKubeControllersDeployment'],
  ])('writes %s of the Tigera operator at %s of the Installation', (name, part) => {
    const resource = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', name: 'default' };
    expect(placeOfChange(name, ownedBy(resource.apiVersion, resource.kind, resource.name))).toMatchObject({
      write: { kind: 'operator-resource', resource, path: ['spec', part, 'spec', 'template', 'spec', 'affinity'] },
      declare: [],
    });
  });

  it('says where the object\'s chart isn\'t the one whose values we know', () => {
    const labels = { 'helm.sh/chart': 'rke2-cilium-1.18.1' };
    expect(placeOfChange('cilium', { annotations: helm, labels }).why.at(-1)).toMatchInlineSnapshot(
      `"the object comes from the chart rke2-cilium 1.18.1, and the values are those of cilium: look whether that chart takes them at the same path"`,
    );
    expect(placeOfChange('cilium', { annotations: helm, labels: { 'helm.sh/chart': 'cilium-1.20.2' } }).why.join()).not.toContain('look whether');
  });
});
