import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { describeOwner } from './describe-owner.ts';

const daemonSet = (namespace: string, name: string, metadata: JsonObject = {}): JsonObject => ({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { namespace, name, ...metadata } });

const installationReference = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', name: 'default', uid: 'c0a8', controller: true, blockOwnerDeletion: true };
const helmOf = (release: string, namespace: string): Record<string, string> => ({ 'meta.helm.sh/release-name': release, 'meta.helm.sh/release-namespace': namespace });
const applied = (manager: string, affinity: JsonObject): JsonObject => ({
  manager,
  operation: 'Apply',
  apiVersion: 'apps/v1',
  fieldsType: 'FieldsV1',
  fieldsV1: { 'f:spec': { 'f:template': { 'f:spec': { 'f:affinity': affinity } } } },
});
const requiredNodeAffinity = { 'f:nodeAffinity': { 'f:requiredDuringSchedulingIgnoredDuringExecution': {} } };
const lastApplied = (spec: JsonObject): Record<string, string> => ({
  'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ apiVersion: 'apps/v1', kind: 'DaemonSet', spec: { template: { spec } } }),
});
const flannelAffinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] }] } } };

const summaryOf = (object: JsonObject): readonly string[] => describeOwner(object).claims.map(({ kind, subject, reverts }) => `${kind}, ${subject}: ${reverts}`);

describe('describeOwner', () => {
  it.each<[string, JsonObject, readonly string[]]>([
    ['Calico by the Tigera operator', daemonSet('calico-system', 'calico-node', { ownerReferences: [installationReference] }), ['operator, the controller of Installation default: at-once']],
    [
      'Calico by manifest, whose manifest has no affinity',
      daemonSet('kube-system', 'calico-node', { labels: { 'k8s-app': 'calico-node' }, annotations: lastApplied({ nodeSelector: { 'kubernetes.io/os': 'linux' } }) }),
      ['manifest, whoever applied the manifest: never'],
    ],
    [
      'Flannel by manifest, whose manifest has an affinity',
      daemonSet('kube-flannel', 'kube-flannel-ds', { labels: { app: 'flannel', tier: 'node', 'k8s-app': 'flannel' }, annotations: lastApplied({ affinity: flannelAffinity }) }),
      ['manifest, whoever applied the manifest: at-next-apply'],
    ],
    [
      'a manifest that can\'t be read',
      daemonSet('kube-system', 'calico-node', { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"apiVersion":' } }),
      ['manifest, whoever applied the manifest: at-next-apply'],
    ],
    ['an object that nobody claims', daemonSet('kube-system', 'calico-node'), ['manifest, whoever applied the manifest: never']],
    [
      'Cilium by Helm',
      daemonSet('kube-system', 'cilium', {
        labels: { 'app.kubernetes.io/managed-by': 'Helm', 'app.kubernetes.io/name': 'cilium-agent', 'helm.sh/chart': 'cilium-1.20.2', 'k8s-app': 'cilium' },
        annotations: { ...helmOf('cilium', 'kube-system'), 'deprecated.daemonset.template.generation': '1' },
      }),
      ['helm, Helm release cilium in kube-system: at-next-apply'],
    ],
    [
      'Cilium by Helm through Flux, from a Kustomization',
      daemonSet('kube-system', 'cilium', {
        labels: { 'app.kubernetes.io/managed-by': 'Helm', 'helm.toolkit.fluxcd.io/name': 'cilium', 'helm.toolkit.fluxcd.io/namespace': 'flux-system' },
        annotations: helmOf('cilium', 'kube-system'),
      }),
      ['gitops, Flux HelmRelease flux-system/cilium: at-once', 'helm, Helm release cilium in kube-system: at-next-apply'],
    ],
    [
      'a release that Flux\'s drift detection leaves out',
      daemonSet('kube-system', 'cilium', {
        labels: { 'helm.toolkit.fluxcd.io/name': 'cilium', 'helm.toolkit.fluxcd.io/namespace': 'flux-system' },
        annotations: { ...helmOf('cilium', 'kube-system'), 'helm.toolkit.fluxcd.io/driftDetection': 'disabled' },
      }),
      ['gitops, Flux HelmRelease flux-system/cilium: at-next-apply', 'helm, Helm release cilium in kube-system: at-next-apply'],
    ],
    [
      'a manifest through Flux',
      daemonSet('kube-flannel', 'kube-flannel-ds', {
        labels: { 'kustomize.toolkit.fluxcd.io/name': 'cni', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
        managedFields: [applied('kustomize-controller', requiredNodeAffinity)],
      }),
      ['gitops, Flux Kustomization flux-system/cni: at-once', 'applier, the server-side applier kustomize-controller: at-next-apply'],
    ],
    [
      'a manifest that Flux is told to leave alone, with the entry of its last apply',
      daemonSet('kube-flannel', 'kube-flannel-ds', {
        labels: { 'kustomize.toolkit.fluxcd.io/name': 'cni', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
        annotations: { 'kustomize.toolkit.fluxcd.io/reconcile': 'Disabled' },
        managedFields: [applied('kustomize-controller', requiredNodeAffinity)],
      }),
      ['gitops, Flux Kustomization flux-system/cni: never'],
    ],
    [
      'an object that Flux only makes where there is none',
      daemonSet('kube-flannel', 'kube-flannel-ds', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'cni', 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' } }),
      ['gitops, Flux Kustomization cni: never'],
    ],
    [
      'a chart through Argo CD, which renders it itself',
      daemonSet('metallb-system', 'metallb-speaker', {
        labels: { 'app.kubernetes.io/managed-by': 'Helm', 'app.kubernetes.io/instance': 'metallb', 'helm.sh/chart': 'metallb-0.16.2' },
        annotations: { 'argocd.argoproj.io/tracking-id': 'metallb:apps/DaemonSet:metallb-system/metallb-speaker' },
      }),
      ['gitops, Argo CD Application metallb: at-once'],
    ],
    [
      'an Application outside Argo CD\'s namespace',
      daemonSet('metallb-system', 'speaker', { annotations: { 'argocd.argoproj.io/tracking-id': 'network_metallb:apps/DaemonSet:metallb-system/speaker' } }),
      ['gitops, Argo CD Application network/metallb: at-once'],
    ],
    ['the label of Argo CD', daemonSet('metallb-system', 'speaker', { labels: { 'argocd.argoproj.io/instance': 'metallb' } }), ['gitops, Argo CD Application metallb: at-once']],
    [
      'a file of k3s',
      daemonSet('kube-system', 'kube-flannel-ds', {
        annotations: {
          'objectset.rio.cattle.io/applied': 'H4sIAAAAAAAA/4yQwWrzMBCEX0Xs2fEf20nsX9BDybH02lMva2kdq1Z2g6SkBJN3L8IUCiVtbyNGOzvfzoAn90IhOmHQcKmgAIsJQc',
          'objectset.rio.cattle.io/id': '',
          'objectset.rio.cattle.io/owner-gvk': 'k3s.cattle.io/v1, Kind=Addon',
          'objectset.rio.cattle.io/owner-name': 'flannel',
          'objectset.rio.cattle.io/owner-namespace': 'kube-system',
        },
        labels: { 'objectset.rio.cattle.io/hash': 'bce283298811743a0386ab510f2f67ef74240c57' },
      }),
      ['addon, Addon kube-system/flannel of k3s or RKE2: at-next-apply'],
    ],
    [
      'an object set of Rancher',
      daemonSet('cattle-system', 'agent', {
        annotations: {
          'objectset.rio.cattle.io/id': 'provisioning-cluster-create',
          'objectset.rio.cattle.io/owner-gvk': 'management.cattle.io/v3, Kind=Cluster',
          'objectset.rio.cattle.io/owner-name': 'c-4sjtl',
          'objectset.rio.cattle.io/owner-namespace': '',
        },
      }),
      ['addon, Rancher\'s controller of Cluster c-4sjtl: at-once'],
    ],
    ['an object set that names no owner', daemonSet('cattle-system', 'agent', { labels: { 'objectset.rio.cattle.io/hash': 'bce2' } }), ['addon, a controller of Rancher: at-once']],
    ['a reconciled add-on', daemonSet('kube-system', 'calico-node', { labels: { 'addonmanager.kubernetes.io/mode': 'Reconcile' } }), ['addon, the addon manager of Kubernetes: at-once']],
    ['an add-on that only has to be there', daemonSet('kube-system', 'calico-node', { labels: { 'addonmanager.kubernetes.io/mode': 'EnsureExists' } }), ['addon, the addon manager of Kubernetes: never']],
    [
      'kube-proxy by kubeadm',
      daemonSet('kube-system', 'kube-proxy', { labels: { 'k8s-app': 'kube-proxy' }, managedFields: [{ manager: 'kubeadm', operation: 'Update', fieldsV1: { 'f:spec': {} } }, { manager: 'kube-controller-manager', operation: 'Update' }] }),
      ['addon, kubeadm: at-next-apply'],
    ],
    ['a person\'s server-side apply', daemonSet('kube-flannel', 'kube-flannel-ds', { managedFields: [applied('kubectl', requiredNodeAffinity)] }), ['applier, the server-side applier kubectl: at-next-apply']],
    ['a whole affinity that is applied', daemonSet('kube-system', 'x', { managedFields: [applied('helm', {})] }), ['applier, the server-side applier helm: at-next-apply']],
    ['an applier of the pod anti-affinity alone', daemonSet('kube-system', 'cilium', { managedFields: [applied('helm', { 'f:podAntiAffinity': {} })] }), ['manifest, whoever applied the manifest: never']],
    ['our own apply', daemonSet('kube-system', 'cilium', { managedFields: [applied('ack-hybrid', requiredNodeAffinity)] }), ['manifest, whoever applied the manifest: never']],
    [
      'a writer that doesn\'t apply',
      daemonSet('kube-system', 'cilium', { managedFields: [{ ...applied('kubectl-patch', requiredNodeAffinity), operation: 'Update' }] }),
      ['manifest, whoever applied the manifest: never'],
    ],
    ['an owner that isn\'t the controller', daemonSet('x', 'y', { ownerReferences: [{ ...installationReference, controller: false }] }), ['manifest, whoever applied the manifest: never']],
  ])('names who claims %s', (_, object, claims) => {
    expect(summaryOf(object)).toEqual(claims);
  });

  it('names whoever reverts first, and nobody where nobody does', () => {
    const both = daemonSet('kube-system', 'cilium', { labels: { 'helm.toolkit.fluxcd.io/name': 'cilium' }, annotations: helmOf('cilium', 'kube-system') });
    expect(describeOwner(both).reverting).toMatchObject({ kind: 'gitops', tool: 'flux', resource: { kind: 'HelmRelease', name: 'cilium' } });
    expect(describeOwner(daemonSet('kube-system', 'calico-node'))).not.toHaveProperty('reverting');
  });

  it('gives the marks that it went by, without the manifest of an object set', () => {
    const marked = daemonSet('kube-system', 'cilium', { labels: { 'objectset.rio.cattle.io/hash': 'bce2' }, annotations: { ...helmOf('cilium', 'kube-system'), 'objectset.rio.cattle.io/applied': 'H4sI' } });
    expect(describeOwner(marked).claims.flatMap(({ evidence }) => evidence)).toEqual([
      'label objectset.rio.cattle.io/hash=bce2',
      'annotation meta.helm.sh/release-name=cilium',
      'annotation meta.helm.sh/release-namespace=kube-system',
    ]);
  });

  it.each<[string, { name: string; version: string } | undefined]>([
    ['cilium-1.20.2', { name: 'cilium', version: '1.20.2' }],
    ['tigera-operator-v3.30.3', { name: 'tigera-operator', version: 'v3.30.3' }],
    ['rke2-cilium-1.18.1_up1', { name: 'rke2-cilium', version: '1.18.1_up1' }],
    ['ingress-nginx-4.12.0-beta.1', { name: 'ingress-nginx', version: '4.12.0-beta.1' }],
    ['cilium', undefined],
    ['-1.20.2', undefined],
  ])('reads the chart of %s', (label, chart) => {
    expect(describeOwner(daemonSet('x', 'y', { labels: { 'helm.sh/chart': label } })).chart).toEqual(chart);
  });

  it.each<[string, JsonObject, string]>([
    ['an instance label alone', { labels: { 'app.kubernetes.io/instance': 'metallb' } }, 'label app.kubernetes.io/instance=metallb: Argo CD may track by this label, but Helm charts and others set it, too'],
    [
      'a tracking id that was copied from another object',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'metallb:apps/Deployment:metallb-system/controller' } },
      'annotation argocd.argoproj.io/tracking-id=metallb:apps/Deployment:metallb-system/controller: it names another object, so Argo CD doesn\'t count this one as its own',
    ],
    [
      'labels of a chart without a release',
      { labels: { 'app.kubernetes.io/managed-by': 'Helm', 'helm.sh/chart': 'cilium-1.20.2' } },
      'label app.kubernetes.io/managed-by=Helm, label helm.sh/chart=cilium-1.20.2: rendered from a chart, but no Helm release is named',
    ],
    [
      'a tracking id of another namespace',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'metallb:apps/DaemonSet:staging/speaker' } },
      'annotation argocd.argoproj.io/tracking-id=metallb:apps/DaemonSet:staging/speaker: it names another object, so Argo CD doesn\'t count this one as its own',
    ],
  ])('takes %s for a hint, not for an owner', (_, metadata, hint) => {
    const owner = describeOwner(daemonSet('metallb-system', 'speaker', metadata));
    expect(owner.hints).toEqual([hint]);
    expect(owner.claims.map(({ kind }) => kind)).toEqual(['manifest']);
  });

  it('has no doubt about the instance label that a Helm release sets', () => {
    const metadata = { labels: { 'app.kubernetes.io/instance': 'metallb' }, annotations: helmOf('metallb', 'metallb-system') };
    expect(describeOwner(daemonSet('metallb-system', 'metallb-speaker', metadata)).hints).toEqual([]);
  });

  it.each([
    ['calico:operator.tigera.io/Installation:/default', true],
    ['calico:operator.tigera.io/Installation:tigera-operator/default', true],
    ['calico:operator.tigera.io/Installation:tigera-operator/other', false],
    ['calico:crd.projectcalico.org/Installation:tigera-operator/default', false],
    [':operator.tigera.io/Installation:/default', false],
    ['calico', false],
  ])('takes the tracking id %s of a cluster-scoped object for its own: %s', (id, own) => {
    const installation = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata: { name: 'default', annotations: { 'argocd.argoproj.io/tracking-id': id } } };
    expect(describeOwner(installation).claims[0].kind).toBe(own ? 'gitops' : 'manifest');
  });

  it('reads the owner of an Installation at the path of its own affinity', () => {
    const path = ['spec', 'calicoNodeDaemonSet', 'spec', 'template', 'spec', 'affinity'];
    const fieldsV1 = { 'f:spec': { 'f:calicoNodeDaemonSet': { 'f:spec': { 'f:template': { 'f:spec': { 'f:affinity': requiredNodeAffinity } } } } } };
    const installation = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata: { name: 'default', annotations: { 'argocd.argoproj.io/tracking-id': 'calico:operator.tigera.io/Installation:/default' }, managedFields: [{ manager: 'argocd-controller', operation: 'Apply', fieldsV1 }] } };
    expect(describeOwner(installation, path).claims.map(({ subject }) => subject)).toEqual(['Argo CD Application calico', 'the server-side applier argocd-controller']);
    expect(describeOwner(installation).claims.map(({ subject }) => subject)).toEqual(['Argo CD Application calico']);
  });

  it('survives any metadata', () => {
    const key = fc.constantFrom('labels', 'annotations', 'ownerReferences', 'managedFields', 'name', 'namespace');
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue()), fc.jsonValue(), (metadata, other) => {
        for (const object of [{ metadata }, { metadata: other }]) expect(describeOwner(object).claims.length).toBeGreaterThan(0);
      }),
    );
  });
});
