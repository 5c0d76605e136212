import { describe, expect, it } from 'vitest';
import { byManifest, byOperator, calicoNode } from '../testing/cluster.ts';
import { FakeCalico } from '../testing/fake-calico.ts';
import { observeCalico, requireCalico } from './observe-calico.ts';

describe('observeCalico', () => {
  it('finds Calico by manifest without asking for an Installation', async () => {
    const cluster = byManifest();
    cluster.readInstallation = () => expect.fail('was asked for an Installation');
    expect((await observeCalico(cluster, undefined, {})).found).toMatchObject({ target: { kind: 'daemonset' }, holder: { subject: 'DaemonSet kube-system/calico-node' } });
  });

  it('finds Calico by the operator', async () => {
    expect((await observeCalico(byOperator(), undefined, {})).found).toMatchObject({ target: { kind: 'operator-installation' }, holder: { subject: 'Installation default' } });
  });

  it('looks only where it is told to', async () => {
    expect(await observeCalico(byManifest(), { namespace: 'cni', name: 'calico' }, {})).toMatchObject({ target: { kind: 'none', reason: 'calico-not-found' } });
  });
});

describe('requireCalico', () => {
  it('says in one error what was looked for', async () => {
    await expect(requireCalico(new FakeCalico(), undefined, {})).rejects.toThrowErrorMatchingInlineSnapshot(`[CalicoAffinityError: Calico: DaemonSet kube-system/calico-node is not there; DaemonSet calico-system/calico-node is not there; Installation default (operator.tigera.io/v1) is not there]`);
  });

  it('refuses between two', async () => {
    const cluster = byOperator();
    cluster.put('DaemonSet kube-system/calico-node', calicoNode('kube-system'));
    await expect(requireCalico(cluster, undefined, {})).rejects.toMatchObject({ reason: 'calico-ambiguous' });
  });
});
