import { describe, expect, it } from 'vitest';
import type { DaemonSet } from '../kube-types.ts';
import { createFor, testPlane } from '../test-cluster.testing.ts';
import { calicoOperator } from './calico-operator.ts';

const daemonSets = { group: 'apps', plural: 'daemonsets' };
const installations = { group: 'operator.tigera.io', plural: 'installations' };

describe('the operator of Calico', () => {
  it('makes calico-node from the Installation and takes back what others change', () => {
    const plane = testPlane();
    const { store } = plane.cluster;
    calicoOperator(plane);
    expect(store.list(daemonSets)).toEqual([]);
    createFor(plane.cluster, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'calico-system' } });
    const installation = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata: { name: 'default', uid: 'uid-installation' } };
    store.put(installations, installation);
    calicoOperator(plane);
    const read = (): DaemonSet => store.get(daemonSets, 'calico-system', 'calico-node') as DaemonSet;
    const made = read();
    expect(made.metadata.ownerReferences).toMatchObject([{ kind: 'Installation', name: 'default', controller: true }]);
    store.put(daemonSets, { ...made, spec: { ...made.spec, minReadySeconds: 9 } });
    calicoOperator(plane);
    expect(read().spec).toEqual(made.spec);
    const affinity = { nodeAffinity: {} };
    store.put(installations, { ...installation, spec: { calicoNodeDaemonSet: { spec: { template: { spec: { affinity } } } } } });
    calicoOperator(plane);
    expect(read().spec.template.spec.affinity).toEqual(affinity);
    const controllers = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } };
    store.put(installations, { ...installation, spec: { calicoKubeControllersDeployment: { spec: { template: { spec: { affinity: controllers } } } } } });
    calicoOperator(plane);
    expect(store.get({ group: 'apps', plural: 'deployments' }, 'calico-system', 'calico-kube-controllers')).toMatchObject({ spec: { template: { spec: { affinity: controllers } } }, metadata: { ownerReferences: [{ name: 'default' }] } });
    expect(read().spec.template.spec.affinity).toBeUndefined();
    const { version } = store;
    calicoOperator(plane);
    expect(store.version).toBe(version);
  });
});
