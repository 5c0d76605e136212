import { type ContractCase } from '../contract-case.ts';
import { deployment, namespace, paths, pod } from '../objects.ts';

const { pods, budgets, deployments, namespaces } = paths;

const eviction = (name: string, more: object = {}): object => ({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, ...more });
const budget = (name: string, spec: object): object => ({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name }, spec: { selector: { matchLabels: { budget: name } }, ...spec } });

export const subresourceCases: readonly ContractCase[] = [
  ['an eviction of a pod that waits ends it', '201 404', async (api) => {
    await api.quietly.post(pods, pod('evict-pending'));
    await api.post(`${pods}/evict-pending/eviction`, eviction('evict-pending'));
    await api.get(`${pods}/evict-pending`);
  }],
  ['an eviction whose body leaves out its kind', '201', async (api) => {
    await api.quietly.post(pods, pod('evict-untyped'));
    await api.post(`${pods}/evict-untyped/eviction`, { metadata: { name: 'evict-untyped', namespace } });
  }],
  ['an eviction of what is not there is NotFound', '404', (api) => api.post(`${pods}/evict-none/eviction`, eviction('evict-none'))],
  ['an eviction under another name is refused', '400', async (api) => {
    await api.quietly.post(pods, pod('evict-name'));
    await api.post(`${pods}/evict-name/eviction`, eviction('evict-other'));
  }],
  ['an eviction in a dry run ends nothing', '201 200', async (api) => {
    await api.quietly.post(pods, pod('evict-dry'));
    await api.post(`${pods}/evict-dry/eviction?dryRun=All`, eviction('evict-dry'));
    await api.get(`${pods}/evict-dry`);
  }],
  ['an eviction of a running pod that a budget keeps is too early', '429', async (api) => {
    await api.quietly.post(pods, pod('evict-kept', { nodeName: 'contract-absent' }, { labels: { budget: 'evict-kept' } }));
    await api.quietly.patch(`${pods}/evict-kept/status`, 'merge', { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } });
    const made = await api.quietly.post(budgets, budget('evict-kept', { minAvailable: 1 }));
    // What the disruption controller counts; nobody does here.
    await api.quietly.put(`${budgets}/evict-kept/status`, { ...made, status: { observedGeneration: 1, disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 } });
    await api.post(`${pods}/evict-kept/eviction`, eviction('evict-kept'));
  }],
  ['an eviction of a running pod without a budget waits for its kubelet', '201 200', async (api) => {
    await api.quietly.post(pods, pod('evict-running', { nodeName: 'contract-absent' }));
    await api.quietly.patch(`${pods}/evict-running/status`, 'merge', { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } });
    await api.post(`${pods}/evict-running/eviction`, eviction('evict-running', { deleteOptions: { gracePeriodSeconds: 7 } }));
    await api.get(`${pods}/evict-running`);
  }],
  ['an eviction is read by nobody', '405', (api) => api.get(`${pods}/evict-none/eviction`)],
  ['the status of a pod by a merge patch leaves the spec alone', '200', async (api) => {
    await api.quietly.post(pods, pod('status-pod'));
    await api.patch(`${pods}/status-pod/status?fieldManager=kubelet`, 'merge', { spec: { nodeName: 'x' }, status: { phase: 'Running', podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }] } });
  }],
  ['the status of a Deployment by a strategic merge patch merges its conditions', '200 200', async (api) => {
    await api.quietly.post(deployments, deployment('status-deployment'));
    const condition = (type: string): object => ({ type, status: 'True', lastUpdateTime: '2026-01-01T00:00:00Z', lastTransitionTime: '2026-01-01T00:00:00Z' });
    await api.patch(`${deployments}/status-deployment/status`, 'strategic', { status: { conditions: [condition('Available')] } });
    await api.patch(`${deployments}/status-deployment/status`, 'strategic', { status: { conditions: [condition('Progressing')], replicas: 1 } });
  }],
  ['a log of what is not there is NotFound', '404', (api) => api.get(`${pods}/log-none/log`)],
  ['a log of a pod that has no node is empty', '204', async (api) => {
    await api.quietly.post(pods, pod('log-pending'));
    await api.get(`${pods}/log-pending/log`);
  }],
  ['an access review of an administrator allows', '201', (api) =>
    api.post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes: { verb: 'patch', group: 'apps', resource: 'daemonsets', namespace } },
    })],
  ['an access review without attributes is refused', '422', (api) => api.post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: {} })],
  ['an access review is only created', '405', (api) => api.get('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews')],
  ['the status of a namespace', '200', (api) => api.get(`${namespaces}/${namespace}/status`)],
];
