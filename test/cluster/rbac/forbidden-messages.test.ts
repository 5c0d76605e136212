import { HybridError, PermissionError, type Kubernetes } from '@ack-hybrid/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startControlPlane, type ControlPlane } from '../../control-plane/start-control-plane.ts';
import { minors } from '../../control-plane/programs.ts';
import { openAdministrator, until, type ClusterAdministrator } from '../writes/cluster-administrator.ts';
import { bind, connectAs, createAccount, type Account } from './accounts.ts';

const namespace = 'kube-system';

describe.each(minors)('a refusal by Kubernetes %s', (minor) => {
  let controlPlane: ControlPlane;
  let administrator: ClusterAdministrator;
  let nobody: Account;
  let kubernetes: Kubernetes;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ minor, kind: 'api' });
    administrator = openAdministrator(controlPlane.kubeconfig);
    nobody = await createAccount(administrator, controlPlane.kubeconfig, 'nobody');
    kubernetes = connectAs(nobody);
  });
  afterAll(() => controlPlane?.stop());

  const refusalOf = async (promise: Promise<unknown>): Promise<HybridError> => {
    const error: unknown = await promise.catch((thrown: unknown) => thrown);
    if (!HybridError.isInstance(error)) expect.fail(`no HybridError but ${String(error)}`);
    return error;
  };
  const missingOf = async (promise: Promise<unknown>): Promise<string> => {
    const error = await refusalOf(promise);
    if (!PermissionError.isInstance(error)) expect.fail(`no PermissionError but ${error.message}`);
    expect(error).toMatchObject({ status: 403, retryable: false, remediation: `Grant ${error.missing} to the caller and run again.` });
    return error.missing;
  };

  it('names verb, resource, object and place of what the packages call', async () => {
    const [core, apps, custom] = await Promise.all([kubernetes.api((sdk) => sdk.CoreV1Api), kubernetes.api((sdk) => sdk.AppsV1Api), kubernetes.api((sdk) => sdk.CustomObjectsApi)]);
    const installation = { group: 'operator.tigera.io', version: 'v1', plural: 'installations', name: 'default' };
    // The words of the call are wrong on purpose: the server's own must win.
    const call = <Value>(invoke: () => Promise<Value>) => missingOf(kubernetes.call({ verb: 'watch', resource: 'nothing' }, invoke));
    expect([
      await call(() => core.listNode()),
      await call(() => core.listNamespacedPod({ namespace })),
      await call(() => core.listPodForAllNamespaces()),
      await call(() => core.readNamespacedConfigMap({ namespace, name: 'x' })),
      await call(() => core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'x' } }, dryRun: 'All' })),
      await call(() => core.deleteNamespacedPod({ namespace, name: 'p' })),
      await call(() => core.readNamespacedPodLog({ namespace, name: 'p' })),
      await call(() => apps.readNamespacedDaemonSet({ namespace: 'calico-system', name: 'calico-node' })),
      await call(() => custom.getClusterCustomObject(installation)),
      await call(() => custom.patchClusterCustomObject({ ...installation, body: [] })),
    ]).toEqual([
      'list nodes at the cluster scope',
      'list pods in kube-system',
      'list pods at the cluster scope',
      'get configmaps x in kube-system',
      'create configmaps in kube-system',
      'delete pods p in kube-system',
      'get pods/log p in kube-system',
      'get daemonsets.apps calico-node in calico-system',
      'get installations.operator.tigera.io default at the cluster scope',
      'patch installations.operator.tigera.io default at the cluster scope',
    ]);
  });

  it('names the impersonation that is missing', async () => {
    const { sdk } = await kubernetes.load();
    const core = await kubernetes.api((module) => module.CoreV1Api);
    const asAlice = sdk.setHeaderOptions('Impersonate-User', 'alice');
    // 1.36 asks for the request that is impersonated first; the older ones for the user alone.
    expect(await missingOf(kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode({}, asAlice)))).toBe(
      minor === '1.36' ? 'impersonate-on:user-info:list nodes at the cluster scope' : 'impersonate users alice at the cluster scope',
    );
  });

  it('still names the right where a binding leads to a role that is gone', async () => {
    const name = 'dangling';
    const apiGroup = 'rbac.authorization.k8s.io';
    await bind(administrator, [{ apiVersion: `${apiGroup}/v1`, kind: 'ClusterRoleBinding', metadata: { name }, roleRef: { apiGroup, kind: 'ClusterRole', name: 'gone' }, subjects: [] }], nobody);
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    const list = () => refusalOf(kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode()));
    await until('the binding is seen', async () => (await list()).message.includes('clusterrole.rbac.authorization.k8s.io "gone" not found'));
    const error = await list();
    expect(PermissionError.isInstance(error) && error.missing).toBe('list nodes at the cluster scope');
  });

  it('is no missing right where admission refuses', async () => {
    const mighty = await createAccount(administrator, controlPlane.kubeconfig, 'mighty');
    const apiGroup = 'rbac.authorization.k8s.io';
    await bind(administrator, [{ apiVersion: `${apiGroup}/v1`, kind: 'ClusterRoleBinding', metadata: { name: 'mighty' }, roleRef: { apiGroup, kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [] }], mighty);
    const cluster = connectAs(mighty);
    const core = await cluster.api((sdk) => sdk.CoreV1Api);
    await until('the binding is seen', () => core.listNode().then(() => true, () => false));
    const body = { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    const create = () => refusalOf(cluster.call({ verb: 'create', resource: 'pods' }, () => core.createNamespacedPod({ namespace, body })));

    // Without a controller manager nobody makes the service account "default".
    const noAccount = await create();
    expect(noAccount.message).toContain('error looking up service account kube-system/default');
    await administrator.ask('POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, { body: { metadata: { name: 'default' } } });
    await administrator.ask('PATCH', `/api/v1/namespaces/${namespace}`, { body: { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } }, contentType: 'application/merge-patch+json' });
    await until('pod security refuses', async () => (await create()).message.includes('PodSecurity'));
    for (const error of [noAccount, await create()]) {
      expect(PermissionError.isInstance(error)).toBe(false);
      expect(error).toMatchObject({ status: 403, remediation: expect.stringMatching(/no RBAC rule helps/) as string });
    }
  });
});
