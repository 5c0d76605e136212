import { describe, expect, it } from 'vitest';
import { ciliumEnvoy, cilium, cniWorkload, flannel, policyOnly, calicoNode as listedCalico } from '../plan/cni/cni-objects.testing.ts';
import { withPath, type JsonObject } from '../plan/json.ts';
import { byManifest, byOperator, calicoNode, cniVolumes } from '../testing/cluster.ts';
import { FakeCalico } from '../testing/fake-calico.ts';
import { observeCni, requireCni } from './observe-cni.ts';

const clusterOf = (objects: Readonly<Record<string, JsonObject>>): FakeCalico => {
  const cluster = new FakeCalico();
  for (const [key, object] of Object.entries(objects)) cluster.put(key, object);
  return cluster;
};
const agentsOf = async (cluster: FakeCalico): Promise<readonly string[]> => (await requireCni(cluster, undefined, {})).agents.map(({ holder }) => holder.subject);

describe('observeCni', () => {
  it('finds Calico by manifest without asking for an Installation or a ConfigMap', async () => {
    const cluster = byManifest();
    cluster.readInstallation = () => expect.fail('was asked for an Installation');
    cluster.readConfigMap = () => expect.fail('was asked for a ConfigMap');
    expect((await observeCni(cluster, undefined, {})).found).toMatchObject({ agents: [{ target: { kind: 'daemonset' }, holder: { subject: 'DaemonSet kube-system/calico-node' } }] });
  });

  it('finds Calico by the operator', async () => {
    expect((await observeCni(byOperator(), undefined, {})).found).toMatchObject({ agents: [{ target: { kind: 'operator-installation' }, holder: { subject: 'Installation default' } }] });
  });

  it('finds a plug-in under any name, and says by what', async () => {
    const cluster = clusterOf({ 'DaemonSet net/pods': withPath(calicoNode('net'), ['metadata', 'name'], 'pods'), 'DaemonSet shop/agent': cniWorkload('shop/agent') });
    const { agents } = await requireCni(cluster, undefined, {});
    expect(agents.map(({ target }) => target.daemonSet)).toEqual([{ namespace: 'net', name: 'pods' }]);
    expect(agents[0]?.target.evidence.join()).toContain('DaemonSet net/pods is node-agent of calico-manifest: image docker.io/calico/node:v3.30.0');
  });

  it("finds Cilium's Envoy with its agent, and lets it leave first", async () => {
    expect(await agentsOf(clusterOf({ 'DaemonSet kube-system/cilium': cilium(), 'DaemonSet kube-system/cilium-envoy': ciliumEnvoy() }))).toEqual(['DaemonSet kube-system/cilium-envoy', 'DaemonSet kube-system/cilium']);
  });

  it('finds both DaemonSets of a Canal in two, by the backend that a ConfigMap names', async () => {
    const objects = { 'DaemonSet kube-system/calico-node': listedCalico(), 'DaemonSet kube-flannel/kube-flannel-ds': flannel() };
    const backend = (calico_backend: string) => ({ 'ConfigMap kube-system/calico-config': { data: { calico_backend } } });
    expect(await agentsOf(clusterOf({ ...objects, ...backend('none') }))).toEqual(['DaemonSet kube-system/calico-node', 'DaemonSet kube-flannel/kube-flannel-ds']);
    await expect(agentsOf(clusterOf({ ...objects, ...backend('bird') }))).rejects.toMatchObject({ reason: 'cni-ambiguous', message: expect.stringContaining('can select the same nodes') as string });
    await expect(agentsOf(clusterOf(objects))).rejects.toMatchObject({ reason: 'cni-ambiguous' });
  });

  it('finds Calico that only does policy beside Flannel by its own variable', async () => {
    expect(await agentsOf(clusterOf({ 'DaemonSet kube-system/calico-node': listedCalico('kube-system/calico-node', policyOnly), 'DaemonSet kube-flannel/kube-flannel-ds': flannel() }))).toHaveLength(2);
  });

  it('names what belongs on premises besides, and looks for it beside the agents only', async () => {
    const cluster = byManifest();
    const typha = (place: string) => cniWorkload(place, { containers: { 'calico-typha': 'quay.io/calico/typha:v3.32.0' } });
    cluster.put('Deployment kube-system/calico-typha', typha('kube-system/calico-typha'));
    cluster.put('Deployment other/calico-typha', typha('other/calico-typha'));
    const { siblings } = await requireCni(cluster, undefined, {});
    expect(siblings.map(({ reference, component }) => [reference, component])).toEqual([[{ kind: 'Deployment', namespace: 'kube-system', name: 'calico-typha' }, 'typha']]);
  });

  it('warns of what mounts the CNI folders and is not known, and of Multus, and touches neither', async () => {
    const cluster = byManifest();
    cluster.put('DaemonSet net/odd', cniWorkload('net/odd', { paths: ['/etc/cni/net.d'] }));
    cluster.put('DaemonSet net/multus', cniWorkload('net/multus', { containers: { 'kube-multus': 'ghcr.io/k8snetworkplumbingwg/multus-cni:v4.2.0' }, paths: ['/etc/cni/net.d'] }));
    const { agents, checks } = await requireCni(cluster, undefined, {});
    expect(agents).toHaveLength(1);
    expect(checks.map(({ name, status, message }) => [name, status, message.split(' ')[1]])).toEqual([
      ['calico-other-cni', 'warn', 'net/odd'],
      ['calico-other-cni', 'warn', 'net/multus'],
    ]);
  });

  it('leaves Terway alone, which is to run in the cloud', async () => {
    const cluster = byManifest();
    cluster.put('DaemonSet kube-system/terway-eniip', { metadata: { namespace: 'kube-system', name: 'terway-eniip' }, spec: { template: { metadata: { labels: { app: 'terway-eniip' } }, spec: { containers: [{ name: 'terway', image: 'registry/acs/terway:v1' }], volumes: cniVolumes } } } });
    expect(await agentsOf(cluster)).toEqual(['DaemonSet kube-system/calico-node']);
  });

  it('looks only where it is told to', async () => {
    const cluster = byManifest();
    cluster.listWorkloads = () => expect.fail('listed workloads');
    expect(await observeCni(cluster, { namespace: 'cni', name: 'calico' }, {})).toMatchObject({ target: { kind: 'none', reason: 'cni-not-found' } });
    expect((await observeCni(cluster, { namespace: 'kube-system', name: 'calico-node' }, {})).found?.agents).toHaveLength(1);
  });
});

describe('requireCni', () => {
  it('says in one error what was looked for', async () => {
    await expect(requireCni(new FakeCalico(), undefined, {})).rejects.toThrowErrorMatchingInlineSnapshot(`[CalicoAffinityError: the CNI: DaemonSets looked at: 0; Deployments: 0; no DaemonSet is a CNI plug-in or mounts the CNI folders of the node: pods have the network of the host only, or the plug-in is part of the node (K3s has Flannel built in)]`);
  });

  it('refuses between two', async () => {
    const cluster = byOperator();
    cluster.put('DaemonSet kube-system/calico-node', calicoNode('kube-system'));
    await expect(requireCni(cluster, undefined, {})).rejects.toMatchObject({ reason: 'cni-ambiguous' });
  });

  it('names the evidence where another controller owns what was found', async () => {
    const cluster = byManifest({ metadata: { ownerReferences: [{ kind: 'Addon', name: 'network', controller: true }] } });
    await expect(requireCni(cluster, undefined, {})).rejects.toMatchObject({ reason: 'owner-unknown', message: expect.stringContaining('Addon network owns it') as string });
  });
});
