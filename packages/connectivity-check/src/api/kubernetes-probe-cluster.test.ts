import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ConflictError } from '@ack-hybrid/core';
import { apiServer, nockCluster } from '../testing/nock-cluster.testing.ts';
import { createProbeCluster } from './kubernetes-probe-cluster.ts';

const cluster = createProbeCluster(nockCluster());
const status = (reason: string, code: number) => ({ kind: 'Status', reason, message: reason, code });
const pods = '/api/v1/namespaces/kube-system/pods';
const report = '/api/v1/namespaces/kube-system/configmaps/ack-hybrid-connectivity';

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.enableNetConnect());

describe('the probe cluster', () => {
  it('reads nodes of both sites, and leaves virtual ones and those of Windows out', async () => {
    const node = (name: string, labels: object) => ({ metadata: { name, labels }, spec: { providerID: 'p' }, status: { addresses: [{ type: 'Hostname', address: name }, { type: 'InternalIP', address: '10.0.0.1' }], conditions: [{ type: 'Ready', status: 'True' }] } });
    apiServer().get('/api/v1/nodes').query({ limit: '500' }).reply(200, { metadata: { continue: 't' }, items: [node('c', { 'alibabacloud.com/external': 'true', 'kubernetes.io/os': 'linux', 'topology.kubernetes.io/zone': 'z' })] });
    apiServer().get('/api/v1/nodes').query({ limit: '500', continue: 't' }).reply(200, { metadata: {}, items: [node('v', { type: 'virtual-kubelet' }), node('w', { 'kubernetes.io/os': 'windows' }), { metadata: { name: 'bare' } }] });
    expect(await cluster.listNodes()).toEqual([
      { name: 'c', internalIp: '10.0.0.1', providerId: 'p', zone: 'z', isCloud: true, ready: true },
      { name: 'bare', internalIp: '', providerId: '', zone: '', isCloud: false, ready: false },
    ]);
  });

  it('reads the list of nodes anew where its continue token has expired', async () => {
    apiServer().get('/api/v1/nodes').query({ limit: '500' }).reply(200, { metadata: { continue: 'old' }, items: [{ metadata: { name: 'a' } }] });
    apiServer().get('/api/v1/nodes').query({ limit: '500', continue: 'old' }).reply(410, status('Expired', 410));
    apiServer().get('/api/v1/nodes').query({ limit: '500' }).reply(200, { metadata: {}, items: [{ metadata: { name: 'a' } }] });
    expect((await cluster.listNodes()).map((node) => node.name)).toEqual(['a']);
  });

  it.each<[string, number, object, string | undefined]>([
    ['has an address', 200, { spec: { clusterIP: '172.21.0.10' } }, '172.21.0.10'],
    ['is headless', 200, { spec: { clusterIP: 'None' } }, undefined],
    ['is not there', 404, status('NotFound', 404), undefined],
  ])('reads a DNS Service that %s', async (_, code, answer, expected) => {
    apiServer().get('/api/v1/namespaces/kube-system/services/kube-dns').reply(code, answer);
    expect(await cluster.readDnsServiceIp()).toBe(expected);
  });

  it('pins a small pod without credentials to its node', async () => {
    let body: Record<string, unknown> = {};
    apiServer().post(pods, (sent: Record<string, unknown>) => ((body = sent), true)).query({ fieldManager: 'ack-hybrid', fieldValidation: 'Strict' }).reply(201, {});
    await cluster.createPod({ name: 'p', nodeName: 'n1', network: 'node', role: 'probe', command: ['/bin/sh', '-c', 'exit 0'] }, 'busybox:1.37');
    expect(body).toMatchObject({
      metadata: { name: 'p', labels: { 'app.kubernetes.io/managed-by': 'ack-hybrid', 'app.kubernetes.io/component': 'connectivity-probe' } },
      spec: {
        nodeName: 'n1',
        hostNetwork: true,
        restartPolicy: 'Never',
        automountServiceAccountToken: false,
        activeDeadlineSeconds: 300,
        tolerations: [{ operator: 'Exists' }],
        containers: [{ image: 'busybox:1.37', command: ['/bin/sh', '-c', 'exit 0'], securityContext: { allowPrivilegeEscalation: false } }],
      },
    });
  });

  it('does not take another conflict, as a quota that is being counted gives it, for a pod that was made', async () => {
    apiServer().post(pods).query(true).reply(409, status('Conflict', 409));
    await expect(cluster.createPod({ name: 'p', nodeName: 'n1', network: 'pod', role: 'target', command: [] }, 'x')).rejects.toSatisfy((error) => ConflictError.isInstance(error));
  });

  it('takes a pod of that name for the one it made', async () => {
    apiServer().post(pods).query(true).reply(409, status('AlreadyExists', 409));
    await expect(cluster.createPod({ name: 'p', nodeName: 'n1', network: 'pod', role: 'target', command: [] }, 'i')).resolves.toBeUndefined();
  });

  it('finds its own pods by their labels, and says why one waits', async () => {
    apiServer()
      .get(pods)
      .query({ labelSelector: 'app.kubernetes.io/managed-by=ack-hybrid,app.kubernetes.io/component=connectivity-probe' })
      .reply(200, { items: [{ metadata: { name: 'p' }, status: { phase: 'Pending', containerStatuses: [{ name: 'probe', image: '', imageID: '', ready: false, restartCount: 0, state: { waiting: { reason: 'ErrImagePull', message: 'no such host' } } }] } }] });
    expect(await cluster.listPods()).toEqual([{ name: 'p', phase: 'Pending', ready: false, podIp: '', reason: 'ErrImagePull: no such host' }]);
  });

  it('reads a log, and deletes what may be gone already', async () => {
    apiServer().get(`${pods}/p/log`).reply(200, 'probe p1 ok 0\n', { 'content-type': 'text/plain' });
    apiServer().delete(`${pods}/p`).query({ gracePeriodSeconds: '0' }).reply(404, status('NotFound', 404));
    apiServer().delete(report, { preconditions: { resourceVersion: '7' } }).reply(404, status('NotFound', 404));
    expect(await cluster.readLog('p')).toBe('probe p1 ok 0\n');
    await cluster.deletePod('p');
    await cluster.deleteReport('7');
  });

  it('creates the report, and changes the text alone of one that is as it was seen', async () => {
    const bodies: object[] = [];
    const accept = (sent: object): boolean => bodies.push(sent) > 0;
    apiServer().post('/api/v1/namespaces/kube-system/configmaps', accept).query({ fieldManager: 'ack-hybrid', fieldValidation: 'Strict' }).reply(201, {});
    apiServer().patch(report, accept).matchHeader('content-type', 'application/merge-patch+json').query({ fieldManager: 'ack-hybrid', fieldValidation: 'Strict' }).reply(409, status('Conflict', 409));
    await cluster.writeReport('a', undefined);
    await expect(cluster.writeReport('b', '7')).rejects.toSatisfy((error) => ConflictError.isInstance(error));
    expect(bodies[1]).toEqual({ metadata: { resourceVersion: '7' }, data: { 'report.json': 'b' } });
  });

  it('deletes no report that is newer than the one that was seen', async () => {
    apiServer().delete(report, { preconditions: { resourceVersion: '7' } }).reply(409, status('Conflict', 409));
    await expect(cluster.deleteReport('7')).rejects.toSatisfy((error) => ConflictError.isInstance(error));
  });

  it('tells its own report from another\'s and from none', async () => {
    apiServer().get(report).reply(200, { metadata: { resourceVersion: '7', labels: { 'app.kubernetes.io/managed-by': 'ack-hybrid' } }, data: { 'report.json': 't' } });
    apiServer().get(report).reply(200, { metadata: { resourceVersion: '8' }, data: { other: 'x' } });
    apiServer().get(report).reply(404, status('NotFound', 404));
    expect(await cluster.readReport()).toEqual({ ours: true, resourceVersion: '7', text: 't' });
    expect(await cluster.readReport()).toEqual({ ours: false, resourceVersion: '8', text: '' });
    expect(await cluster.readReport()).toBeUndefined();
  });
});
