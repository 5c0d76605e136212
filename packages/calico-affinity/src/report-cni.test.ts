import { PermissionError } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { cilium, ciliumEnvoy, cniWorkload } from './plan/cni/cni-objects.testing.ts';
import { renderCniReport } from './plan/cni/render-cni-report.ts';
import { withPath } from './plan/json.ts';
import { reportCniOn } from './report-cni.ts';
import { byManifest, byOperator } from './testing/cluster.ts';
import { FakeCalico } from './testing/fake-calico.ts';

describe('reportCni', () => {
  it('names the plug-in, its parts and their owners, and renders them', async () => {
    const cluster = byManifest();
    cluster.put('Deployment kube-system/calico-typha', cniWorkload('kube-system/calico-typha', { containers: { 'calico-typha': 'quay.io/calico/typha:v3.32.0' } }));
    const report = await reportCniOn(cluster);
    expect(report.found.map(({ plugin, part }) => [plugin, part])).toEqual([['calico-manifest', 'primary']]);
    expect(report.owners.map(({ subject, owner }) => [subject, owner.claims[0].kind])).toEqual([['DaemonSet kube-system/calico-node', 'manifest'], ['Deployment kube-system/calico-typha', 'manifest']]);
    expect(renderCniReport(report)).toMatchInlineSnapshot(`
      "calico-manifest (primary)
        DaemonSet kube-system/calico-node: node-agent, belongs on each on-premises node
          evidence  image docker.io/calico/node:v3.30.0 (container calico-node)
          evidence  label k8s-app=calico-node
          evidence  host paths /opt/cni/bin and /etc/cni/net.d
          evidence  no controller owns it
          owner     whoever applied the manifest, which reverts nothing: nobody claims the object
        Deployment kube-system/calico-typha: typha, belongs on premises
          evidence  image quay.io/calico/typha:v3.32.0 (container calico-typha)
          evidence  no controller owns it
          owner     whoever applied the manifest, which reverts nothing: nobody claims the object

      DaemonSets looked at: 1; Deployments: 1.
      "
    `);
  });

  it("names the operator's Installation and its own owner, a chart for instance", async () => {
    const cluster = byOperator();
    cluster.put('Installation default', withPath(cluster.objects.get('Installation default') ?? {}, ['metadata', 'annotations'], { 'meta.helm.sh/release-name': 'calico', 'meta.helm.sh/release-namespace': 'tigera-operator' }));
    const { owners, found } = await reportCniOn(cluster);
    expect(found[0]).toMatchObject({ plugin: 'calico-operator', installation: 'default' });
    expect(owners.map(({ subject, owner }) => [subject, owner.claims[0].subject])).toEqual([
      ['DaemonSet calico-system/calico-node', 'the controller of Installation default'],
      ['Installation default', 'Helm release calico in tigera-operator'],
    ]);
  });

  it("knows the operator's Calico by its namespace, too, where the owner reference is missing", async () => {
    const cluster = byOperator();
    const key = 'DaemonSet calico-system/calico-node';
    cluster.objects.set(key, withPath(cluster.objects.get(key) ?? {}, ['metadata', 'ownerReferences'], []));
    expect((await reportCniOn(cluster)).found[0]).toMatchObject({ plugin: 'calico-operator', installation: 'default' });
  });

  it('goes on where the Installation may not be read', async () => {
    const cluster = byOperator();
    cluster.readInstallation = async () => {
      throw new PermissionError({ service: 'kubernetes', operation: 'get installations default', errorCode: 'Forbidden', detail: 'forbidden', outcome: 'refused', missing: 'get installations.operator.tigera.io default' });
    };
    expect((await reportCniOn(cluster)).owners.map(({ subject }) => subject)).toEqual(['DaemonSet calico-system/calico-node']);
  });

  it('reads the ConfigMaps that say what part a plug-in plays', async () => {
    const cluster = new FakeCalico();
    cluster.put('DaemonSet kube-system/cilium', cilium());
    cluster.put('DaemonSet kube-system/cilium-envoy', ciliumEnvoy());
    cluster.put('ConfigMap kube-system/cilium-config', { data: { 'cni-chaining-mode': 'generic-veth' } });
    expect((await reportCniOn(cluster)).found[0]).toMatchObject({ plugin: 'cilium', part: 'chained' });
  });

  it('says what none means', async () => {
    expect(renderCniReport(await reportCniOn(new FakeCalico()))).toContain('no DaemonSet is a CNI plug-in');
  });
});
