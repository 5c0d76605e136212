import { type ContractCase } from '../contract-case.ts';
import { configMap, daemonSet, node, paths, pod } from '../objects.ts';

const { configMaps, pods, daemonSets, nodes } = paths;

const options = (more: object): object => ({ apiVersion: 'v1', kind: 'DeleteOptions', ...more });

export const deleteCases: readonly ContractCase[] = [
  ['answers with a Status, and then NotFound', '200 404', async (api) => {
    await api.quietly.post(configMaps, configMap('delete-one'));
    await api.delete(`${configMaps}/delete-one`);
    await api.delete(`${configMaps}/delete-one`);
  }],
  ['of a DaemonSet answers with a Status of its group', '200', async (api) => {
    await api.quietly.post(daemonSets, daemonSet('delete-set'));
    await api.delete(`${daemonSets}/delete-set`, options({ propagationPolicy: 'Background' }));
  }],
  ['of a Node answers with a Status', '200', async (api) => {
    await api.quietly.post(nodes, node('contract-delete'));
    await api.delete(`${nodes}/contract-delete`);
  }],
  ['with a precondition of another uid is a conflict', '409', async (api) => {
    await api.quietly.post(configMaps, configMap('delete-uid'));
    await api.delete(`${configMaps}/delete-uid`, options({ preconditions: { uid: '11111111-2222-3333-4444-555555555555' } }));
  }],
  ['with a precondition of another resourceVersion is a conflict', '409 200', async (api) => {
    const { metadata } = await api.quietly.post(configMaps, configMap('delete-version'));
    await api.delete(`${configMaps}/delete-version`, options({ preconditions: { resourceVersion: '1' } }));
    await api.delete(`${configMaps}/delete-version`, { preconditions: { resourceVersion: metadata.resourceVersion } });
  }],
  ['in a dry run deletes nothing', '200 200', async (api) => {
    await api.quietly.post(configMaps, configMap('delete-dry'));
    await api.delete(`${configMaps}/delete-dry?dryRun=All`);
    await api.get(`${configMaps}/delete-dry`);
  }],
  ['in a dry run by its body deletes nothing', '200 200', async (api) => {
    await api.quietly.post(configMaps, configMap('delete-dry-body'));
    await api.delete(`${configMaps}/delete-dry-body`, options({ dryRun: ['All'] }));
    await api.get(`${configMaps}/delete-dry-body`);
  }],
  ['waits for finalizers', '200 200 200 200 404', async (api) => {
    await api.quietly.post(configMaps, configMap('delete-final', {}, { finalizers: ['x/a'] }));
    await api.delete(`${configMaps}/delete-final`);
    await api.get(`${configMaps}/delete-final`);
    await api.delete(`${configMaps}/delete-final`);
    await api.patch(`${configMaps}/delete-final`, 'merge', { metadata: { finalizers: null } });
    await api.get(`${configMaps}/delete-final`);
  }],
  ['refuses new finalizers on what is being deleted', '422', async (api) => {
    await api.quietly.post(configMaps, configMap('delete-add-final', {}, { finalizers: ['x/a'] }));
    await api.quietly.delete(`${configMaps}/delete-add-final`);
    await api.patch(`${configMaps}/delete-add-final`, 'merge', { metadata: { finalizers: ['x/a', 'x/b'] } });
  }],
  ['in the foreground waits under a finalizer', '200 200', async (api) => {
    await api.quietly.post(daemonSets, daemonSet('delete-foreground'));
    await api.delete(`${daemonSets}/delete-foreground`, options({ propagationPolicy: 'Foreground' }));
    await api.get(`${daemonSets}/delete-foreground`);
  }],
  ['that orphans waits under a finalizer', '200', async (api) => {
    await api.quietly.post(daemonSets, daemonSet('delete-orphan'));
    await api.delete(`${daemonSets}/delete-orphan?propagationPolicy=Orphan`);
  }],
  ['with a propagationPolicy that is none is refused', '422', async (api) => {
    await api.quietly.post(daemonSets, daemonSet('delete-policy'));
    await api.delete(`${daemonSets}/delete-policy`, options({ propagationPolicy: 'Sideways' }));
  }],
  ['with orphanDependents and propagationPolicy is refused', '422', async (api) => {
    await api.quietly.post(daemonSets, daemonSet('delete-twofold'));
    await api.delete(`${daemonSets}/delete-twofold`, options({ propagationPolicy: 'Background', orphanDependents: true }));
  }],
  ['of a pod without a node ends it at once', '200 404', async (api) => {
    await api.quietly.post(pods, pod('delete-pod'));
    await api.delete(`${pods}/delete-pod`);
    await api.get(`${pods}/delete-pod`);
  }],
  ['of a pod on a node waits for its kubelet', '200 200 200', async (api) => {
    await api.quietly.post(pods, pod('delete-pod-bound', { nodeName: 'contract-absent' }));
    await api.delete(`${pods}/delete-pod-bound`);
    await api.delete(`${pods}/delete-pod-bound`, options({ gracePeriodSeconds: 5 }));
    await api.get(`${pods}/delete-pod-bound`);
  }],
  ['of a pod on a node with no grace ends it at once', '200 404', async (api) => {
    await api.quietly.post(pods, pod('delete-pod-now', { nodeName: 'contract-absent' }));
    await api.delete(`${pods}/delete-pod-now?gracePeriodSeconds=0`);
    await api.get(`${pods}/delete-pod-now`);
  }],
  ['of a pod with a negative grace is one second', '200', async (api) => {
    await api.quietly.post(pods, pod('delete-pod-negative', { nodeName: 'contract-absent' }));
    await api.delete(`${pods}/delete-pod-negative?gracePeriodSeconds=-5`);
  }],
  ['with a grace that is no number is refused', '400', async (api) => {
    await api.quietly.post(configMaps, configMap('delete-grace'));
    await api.delete(`${configMaps}/delete-grace?gracePeriodSeconds=soon`);
  }],
  ['with a body that is no DeleteOptions is refused', '400 400', async (api) => {
    await api.quietly.post(configMaps, configMap('delete-body'));
    await api.delete(`${configMaps}/delete-body`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'delete-body' } });
    await api.delete(`${configMaps}/delete-body`, '{');
  }],
  ['of a namespace leaves it terminating', '200 200 403', async (api) => {
    await api.quietly.post(paths.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'contract-delete' } });
    await api.delete(`${paths.namespaces}/contract-delete`);
    await api.get(`${paths.namespaces}/contract-delete`);
    await api.post('/api/v1/namespaces/contract-delete/configmaps', configMap('delete-late'));
  }],
  ['of what the cluster cannot lose is refused', '403 403', async (api) => {
    await api.delete(`${paths.namespaces}/default`);
    await api.delete(`${paths.namespaces}/kube-system`);
  }],
  ['of a collection by a selector', '200 200', async (api) => {
    for (const name of ['delete-many-a', 'delete-many-b']) await api.quietly.post(configMaps, configMap(name, {}, { labels: { set: 'delete-many' } }));
    await api.delete(`${configMaps}?labelSelector=set%3Ddelete-many`);
    await api.get(`${configMaps}?labelSelector=set%3Ddelete-many`);
  }],
  ['of an object across namespaces is no path', '404', (api) => api.delete('/api/v1/configmaps/delete-across')],
];
