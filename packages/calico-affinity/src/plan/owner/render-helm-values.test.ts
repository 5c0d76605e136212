import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { excludeCloudNodes } from '../exclude-cloud-nodes.ts';
import { readPath, type JsonObject } from '../json.ts';
import type { PodAffinitySpec } from '../node-affinity.ts';
import { chartComponentOf, chartComponents, componentOf, type ComponentName } from './chart-components.ts';
import { renderHelmValues, renderManifestPatch } from './render-helm-values.ts';

const components = Object.keys(chartComponents) as ComponentName[];
const affinity: PodAffinitySpec = {
  podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { 'k8s-app': 'cilium' } } }] },
  nodeAffinity: excludeCloudNodes(undefined),
};

describe('renderHelmValues', () => {
  it.each<[ComponentName, string, string]>([
    ['calico-node', 'tigera-operator', 'installation.calicoNodeDaemonSet.spec.template.spec.affinity'],
    ['calico-csi-node-driver', 'tigera-operator', 'installation.csiNodeDriverDaemonSet.spec.template.spec.affinity'],
    ['calico-typha', 'tigera-operator', 'installation.typhaDeployment.spec.template.spec.affinity'],
    ['calico-kube-controllers', 'tigera-operator', 'installation.calicoKubeControllersDeployment.spec.template.spec.affinity'],
    ['cilium', 'cilium', 'affinity'],
    ['cilium-envoy', 'cilium', 'envoy.affinity'],
    ['cilium-operator', 'cilium', 'operator.affinity'],
    ['metallb-speaker', 'metallb', 'speaker.affinity'],
    ['ingress-nginx-controller', 'ingress-nginx', 'controller.affinity'],
  ])('sets the whole affinity of %s in %s at %s', (component, chart, path) => {
    const rendered = renderHelmValues(component, affinity);
    if (rendered.kind !== 'values') throw new Error(rendered.why);
    expect([rendered.chart, rendered.path]).toEqual([chart, path]);
    expect(readPath(rendered.values, path.split('.'))).toEqual(affinity);
    expect(parse(rendered.text)).toEqual(rendered.values);
  });

  it('writes the YAML of a values file', () => {
    const rendered = renderHelmValues('metallb-speaker', { nodeAffinity: excludeCloudNodes(undefined) });
    expect(rendered.kind === 'values' ? rendered.text : '').toMatchInlineSnapshot(`
      "speaker:
        affinity:
          nodeAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              nodeSelectorTerms:
                - matchExpressions:
                    - key: alibabacloud.com/external
                      operator: NotIn
                      values:
                        - "true"
                    - key: type
                      operator: NotIn
                      values:
                        - virtual-kubelet
      "
    `);
  });

  it('gives Rook a node affinity alone: an object for the discovery, a text of JSON for the CSI plugins', () => {
    const [discover, plugin] = (['rook-discover', 'rook-csi-plugin'] as const).map((component) => renderHelmValues(component, affinity));
    if (discover?.kind !== 'values' || plugin?.kind !== 'values') throw new Error('no values');
    expect(discover.values).toEqual({ discover: { nodeAffinity: affinity.nodeAffinity } });
    const text = readPath(parse(plugin.text) as JsonObject, ['csi', 'pluginNodeAffinity']);
    expect(JSON.parse(String(text))).toEqual(affinity.nodeAffinity);
  });

  it('says what a chart that takes a node affinity alone would lose', () => {
    expect(renderHelmValues('rook-discover', affinity).notes).toContain('The chart rook-ceph takes a node affinity alone here: podAntiAffinity can\'t be set in its values.');
    expect(renderHelmValues('rook-discover', { nodeAffinity: affinity.nodeAffinity ?? {}, podAntiAffinity: undefined }).notes.join()).not.toContain('podAntiAffinity');
  });

  it('says that the chart of Flannel takes none, and what to do then', () => {
    expect(renderHelmValues('flannel', affinity)).toMatchInlineSnapshot(`
      {
        "chart": "flannel",
        "checkedVersion": "v0.28.10",
        "instead": "Patch what the chart renders: a post-renderer of Helm with the patch of the manifest, or the same patch in the Kustomization or HelmRelease.",
        "kind": "none",
        "notes": [
          "flannel.nodeSelector can ask for a label, but not for the absence of one.",
        ],
        "why": "The chart flannel v0.28.10 has the affinity of kube-flannel-ds in its template, and no value reaches it.",
      }
    `);
  });

  it('warns that Cilium\'s chart drops the agent\'s affinity under another scheduling mode', () => {
    expect(renderHelmValues('cilium', affinity).notes.join()).toContain('scheduling.mode');
  });

  it.each(components)('names chart and version for %s', (component) => {
    expect(renderHelmValues(component, affinity)).toMatchObject({ chart: chartComponentOf(component).chart, checkedVersion: expect.stringMatching(/^v?\d+\.\d+\.\d+$/) as string });
  });
});

describe('renderManifestPatch', () => {
  it('names the object and its affinity, and nothing else', () => {
    const object = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { namespace: 'kube-flannel', name: 'kube-flannel-ds', uid: 'x', labels: { app: 'flannel' } }, spec: { template: { spec: { hostNetwork: true } } } };
    expect(parse(renderManifestPatch(object, affinity))).toEqual({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'kube-flannel-ds', namespace: 'kube-flannel' },
      spec: { template: { spec: { affinity } } },
    });
  });

  it('names no namespace where the object has none', () => {
    const path = ['spec', 'typhaDeployment', 'spec', 'template', 'spec', 'affinity'];
    const text = renderManifestPatch({ apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata: { name: 'default' } }, {}, path);
    expect(text).not.toContain('namespace');
    expect(readPath(parse(text) as JsonObject, path)).toEqual({});
  });
});

describe('componentOf', () => {
  it.each<[string, Readonly<Record<string, string>>, ComponentName | undefined]>([
    ['calico-node', {}, 'calico-node'],
    ['csi-node-driver', {}, 'calico-csi-node-driver'],
    ['cilium', { 'k8s-app': 'cilium' }, 'cilium'],
    ['cilium-envoy', {}, 'cilium-envoy'],
    ['kube-flannel-ds', {}, 'flannel'],
    ['metallb-speaker', { 'app.kubernetes.io/name': 'metallb' }, 'metallb-speaker'],
    ['metallb-controller', { 'app.kubernetes.io/name': 'metallb' }, 'metallb-controller'],
    ['my-ingress-nginx-controller', { 'app.kubernetes.io/name': 'ingress-nginx' }, 'ingress-nginx-controller'],
    ['some-controller', {}, undefined],
    ['-controller', { 'app.kubernetes.io/name': 'metallb' }, undefined],
    ['rook-discover', {}, 'rook-discover'],
    ['csi-rbdplugin', {}, 'rook-csi-plugin'],
    ['csi-cephfsplugin', {}, 'rook-csi-plugin'],
    ['csi-rbdplugin-provisioner', {}, 'rook-csi-provisioner'],
    ['rook-ceph.rbd.csi.ceph.com-nodeplugin', {}, 'rook-csi-plugin'],
    ['rook-ceph.cephfs.csi.ceph.com-ctrlplugin', {}, 'rook-csi-provisioner'],
    ['rbd.csi.ceph.com-nodeplugin', {}, undefined],
    ['kube-proxy', {}, undefined],
  ])('takes %s with the labels %j for %s', (name, labels, component) => {
    expect(componentOf({ metadata: { name, labels } })).toBe(component);
  });

  it('knows no component without a name', () => {
    expect(componentOf({})).toBeUndefined();
  });
});
