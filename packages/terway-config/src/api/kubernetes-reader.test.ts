import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { origin } from '../testing/nock-cloud.ts';
import { nockKubernetes } from '../testing/nock-kubernetes.ts';
import { createClusterReader } from './kubernetes-reader.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const reader = () => createClusterReader(nockKubernetes());
const daemonSet = '/apis/apps/v1/namespaces/kube-system/daemonsets/terway-eniip';
const crds = (list: readonly object[]) => nock(origin).get('/apis/apiextensions.k8s.io/v1/customresourcedefinitions').query(true).reply(200, { items: list });

describe('createClusterReader', () => {
  it('reads what the template asks for, and the pods that the DaemonSet owns, with the trouble of those that are not Ready', async () => {
    const term = { matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] };
    nock(origin).get(daemonSet).reply(200, {
      metadata: { name: 'terway-eniip', uid: 'uid-1', resourceVersion: '7' },
      spec: {
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
        template: {
          metadata: { annotations: { 'ack-hybrid.io/restarted-at': '2026-11-21T08:59:00Z' } },
          spec: {
            hostNetwork: true,
            nodeSelector: { x: 'y' },
            tolerations: [{ operator: 'Exists' }],
            affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } },
            containers: [{ name: 'terway', image: 'acs/terway:v1.14.1' }],
            volumes: [{ name: 's', secret: { secretName: 'alibaba-addon-secret' } }, { name: 'c', configMap: { name: 'eni-config' } }],
          },
        },
      },
    });
    const pod = (name: string, uid: string, owner: string, status: object = {}) => ({ metadata: { name, uid: `uid-${name}`, annotations: { 'ack-hybrid.io/restarted-at': '2026-11-21T08:59:00Z' }, ownerReferences: [{ kind: 'DaemonSet', name: owner, uid }] }, spec: { nodeName: 'n1' }, status: { startTime: '2026-11-21T09:00:00Z', ...status } });
    const crashing = { containerStatuses: [{ name: 'terway', restartCount: 3, state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s' } }, lastState: { terminated: { exitCode: 1, reason: 'Error' } } }] };
    const ready = { conditions: [{ type: 'Ready', status: 'True' }] };
    nock(origin).get('/api/v1/namespaces/kube-system/pods').query(true).reply(200, { items: [pod('terway-a', 'uid-1', 'terway-eniip', ready), pod('terway-b', 'uid-1', 'terway-eniip', crashing), pod('terway-c', 'uid-1', 'terway-eniip', { phase: 'Failed' }), pod('calico-a', 'uid-2', 'calico-node')] });
    const seen = { nodeName: 'n1', startedAt: '2026-11-21T09:00:00.000Z', restartedAt: '2026-11-21T08:59:00Z', terminating: false };
    expect(await reader().terway()).toEqual({
      resourceVersion: '7',
      placement: { nodeSelector: { x: 'y' }, requiredTerms: [{ ...term, matchFields: [] }] },
      tolerations: [{ operator: 'Exists' }],
      hostNetwork: true,
      strategy: { type: 'RollingUpdate', maxUnavailable: '10%', maxSurge: '0' },
      templateAnnotations: { 'ack-hybrid.io/restarted-at': '2026-11-21T08:59:00Z' },
      images: { terway: 'acs/terway:v1.14.1' },
      mountedSecrets: ['alibaba-addon-secret'],
      pods: [
        { name: 'terway-a', uid: 'uid-terway-a', ready: true, ...seen },
        { name: 'terway-b', uid: 'uid-terway-b', ready: false, ...seen, reason: 'CrashLoopBackOff', container: 'terway', message: 'ended with exit code 1 (Error); back-off 40s', restarts: 3 },
      ],
    });
  });

  it('gives nothing where there is no DaemonSet', async () => {
    nock(origin).get(daemonSet).reply(404, { kind: 'Status', reason: 'NotFound', code: 404 });
    expect(await reader().terway()).toBeUndefined();
  });

  it('reads every page of nodes', async () => {
    nock(origin).get('/api/v1/nodes').query({ limit: 500 }).reply(200, { metadata: { continue: 'next' }, items: [{ metadata: { name: 'n1', labels: { a: 'b' } }, spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] }, status: { conditions: [{ type: 'Ready', status: 'True' }], nodeInfo: { kernelVersion: '5.10.134' } } }] });
    nock(origin).get('/api/v1/nodes').query({ limit: 500, continue: 'next' }).reply(200, { metadata: {}, items: [{ metadata: { name: 'n2' } }] });
    expect(await reader().nodes()).toEqual([
      { name: 'n1', labels: { a: 'b' }, ready: true, taints: [{ key: 'k', effect: 'NoSchedule' }], kernelVersion: '5.10.134' },
      { name: 'n2', labels: {}, ready: false, taints: [], kernelVersion: '' },
    ]);
  });

  it('reads the list anew where its continue token has expired', async () => {
    nock(origin).get('/api/v1/nodes').query({ limit: 500 }).reply(200, { metadata: { continue: 'old' }, items: [{ metadata: { name: 'n1' } }] });
    nock(origin).get('/api/v1/nodes').query({ limit: 500, continue: 'old' }).reply(410, { kind: 'Status', reason: 'Expired', code: 410, message: 'too old' });
    nock(origin).get('/api/v1/nodes').query({ limit: 500 }).reply(200, { metadata: {}, items: [{ metadata: { name: 'n1' } }] });
    expect(await reader().nodes()).toMatchObject([{ name: 'n1' }]);
  });

  it("fingerprints the specs of Calico's CRDs only, whatever the order of their keys", async () => {
    const calico = (name: string, spec: object) => ({ metadata: { name: `${name}.crd.projectcalico.org` }, spec });
    const schema = (description: string) => ({ group: 'crd.projectcalico.org', names: { kind: 'K', plural: 'k' }, scope: 'Cluster', versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { description, type: 'object' } } }] });
    crds([calico('a', schema('one')), { metadata: { name: 'other.example.com' }, spec: schema('one') }]);
    const first = await reader().calicoCrds();
    crds([calico('a', Object.fromEntries(Object.entries(schema('one')).reverse()))]);
    const again = await reader().calicoCrds();
    crds([calico('a', schema('two'))]);
    const changed = await reader().calicoCrds();
    expect(Object.keys(first)).toEqual(['a.crd.projectcalico.org']);
    expect(again).toEqual(first);
    expect(changed).not.toEqual(first);
  });
});
