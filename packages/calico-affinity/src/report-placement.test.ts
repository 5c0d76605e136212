import { InvalidInputError, PermissionError, type ApiCall } from '@ack-hybrid/core';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { everyTaint, workloadObject } from './plan/report/workloads.testing.ts';
import { cannedServer, connectCanned } from './testing/canned-answers.ts';
import { reportPlacement } from './report-placement.ts';

const connect = (onCall?: (call: ApiCall) => void) => connectCanned(1, onCall);
const list = (address: string, items: readonly object[]) => nock(cannedServer).get(address).query({ limit: '500' }).reply(200, { metadata: {}, items });

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.enableNetConnect());

it('reports of a cluster with four lists and no write', async () => {
  list('/api/v1/nodes', [{ metadata: { name: 'dc-1', labels: { 'kubernetes.io/os': 'linux' } } }, { metadata: { name: 'ecs-1', labels: { 'kubernetes.io/os': 'linux', 'alibabacloud.com/external': 'true' } } }]);
  list('/apis/apps/v1/daemonsets', [workloadObject('calico-node', { containers: { 'calico-node': 'quay.io/calico/node:v3.30.3' }, spec: everyTaint })]);
  list('/apis/apps/v1/deployments', [workloadObject('shop', {}), workloadObject('calico-typha', { containers: { t: 'quay.io/calico/typha:v3.30.3' } })]);
  list('/apis/apps/v1/statefulsets', [workloadObject('store', { namespace: 'db', spec: everyTaint })]);
  const calls: ApiCall[] = [];
  const report = await reportPlacement({ kubernetes: connect((call) => calls.push(call)) }, { plannedPool: { labels: { tier: 'burst' } } });
  expect(report.nodes).toEqual({ 'on-premises': 1, cloud: 1, virtual: 0 });
  expect(report.plannedNode.labels).toMatchObject({ tier: 'burst' });
  expect(report.entries.map(({ workload, recommendation }) => [workload.kind, workload.namespace, workload.name, recommendation])).toEqual([
    ['DaemonSet', 'kube-system', 'calico-node', 'on-premises'],
    ['Deployment', 'kube-system', 'calico-typha', 'on-premises'],
    ['StatefulSet', 'db', 'store', 'unknown'],
  ]);
  expect(calls.map(({ kind, operation }) => `${kind}: ${operation}`).sort()).toEqual(['read: list daemonsets', 'read: list deployments', 'read: list nodes', 'read: list statefulsets']);
});

it('refuses a planned pool that can not be before the first call', async () => {
  const error = await reportPlacement({ kubernetes: connect() }, { plannedPool: { taints: [{ key: 'a', effect: 'Never' }] } }).then(() => undefined, (thrown: unknown) => thrown);
  expect(InvalidInputError.isInstance(error) && error.message).toBe('plannedPool: taints[0].effect: "Never" is none of NoSchedule, PreferNoSchedule, NoExecute');
});

it('is no report where one list is forbidden', async () => {
  list('/api/v1/nodes', []);
  list('/apis/apps/v1/daemonsets', []);
  list('/apis/apps/v1/statefulsets', []);
  nock(cannedServer).get('/apis/apps/v1/deployments').query({ limit: '500' }).reply(403, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 403, reason: 'Forbidden', message: 'no' });
  const error = await reportPlacement({ kubernetes: connect() }).then(() => undefined, (thrown: unknown) => thrown);
  expect(PermissionError.isInstance(error) && error.message).toContain('list deployments');
});
