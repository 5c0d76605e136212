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
  it('reads selector, affinity and the pods that the DaemonSet owns', async () => {
    const term = { matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] };
    nock(origin).get(daemonSet).reply(200, {
      metadata: { name: 'terway-eniip', uid: 'uid-1' },
      spec: { template: { spec: { nodeSelector: { x: 'y' }, affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } } } } },
    });
    const pod = (name: string, uid: string, owner: string) => ({ metadata: { name, ownerReferences: [{ kind: 'DaemonSet', name: owner, uid }] }, spec: { nodeName: 'n1' }, status: { startTime: '2026-11-21T09:00:00Z' } });
    nock(origin).get('/api/v1/namespaces/kube-system/pods').query(true).reply(200, { items: [pod('terway-a', 'uid-1', 'terway-eniip'), pod('calico-a', 'uid-2', 'calico-node')] });
    expect(await reader().terway()).toEqual({
      placement: { nodeSelector: { x: 'y' }, requiredTerms: [{ ...term, matchFields: [] }] },
      pods: [{ name: 'terway-a', nodeName: 'n1', startedAt: '2026-11-21T09:00:00.000Z' }],
    });
  });

  it('gives nothing where there is no DaemonSet', async () => {
    nock(origin).get(daemonSet).reply(404, { kind: 'Status', reason: 'NotFound', code: 404 });
    expect(await reader().terway()).toBeUndefined();
  });

  it('reads every page of nodes', async () => {
    nock(origin).get('/api/v1/nodes').query({ limit: 500 }).reply(200, { metadata: { continue: 'next' }, items: [{ metadata: { name: 'n1', labels: { a: 'b' } } }] });
    nock(origin).get('/api/v1/nodes').query({ limit: 500, continue: 'next' }).reply(200, { metadata: {}, items: [{ metadata: { name: 'n2' } }] });
    expect(await reader().nodes()).toEqual([{ name: 'n1', labels: { a: 'b' } }, { name: 'n2', labels: {} }]);
  });

  it('reads the list anew where its continue token has expired', async () => {
    nock(origin).get('/api/v1/nodes').query({ limit: 500 }).reply(200, { metadata: { continue: 'old' }, items: [{ metadata: { name: 'n1' } }] });
    nock(origin).get('/api/v1/nodes').query({ limit: 500, continue: 'old' }).reply(410, { kind: 'Status', reason: 'Expired', code: 410, message: 'too old' });
    nock(origin).get('/api/v1/nodes').query({ limit: 500 }).reply(200, { metadata: {}, items: [{ metadata: { name: 'n1' } }] });
    expect(await reader().nodes()).toEqual([{ name: 'n1', labels: {} }]);
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
