import { setHeaderOptions, PatchStrategy } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, refusal, startTestCluster } from '../test-cluster.testing.ts';
import type { TestCluster } from '../test-cluster.testing.ts';

const jsonPatch = setHeaderOptions('Content-Type', PatchStrategy.JsonPatch);
const merge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
const strategic = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
const apply = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply);

describe('the resources of the API', () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startTestCluster();
    await cluster.core.createNamespace({ body: { metadata: { name: 'test' } } });
  });
  afterAll(() => cluster.kubernetes.stop());

  const create = (name: string, values: Record<string, string> = { a: '1' }): Promise<unknown> =>
    cluster.core.createNamespacedConfigMap({ namespace: 'test', body: { metadata: { name }, data: values } });
  const raw = async (method: string, path: string, init: { type?: string; body?: string } = {}): Promise<Response> =>
    fetch(`${cluster.kubernetes.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${cluster.config.getCurrentUser()?.token ?? ''}`, ...(init.type === undefined ? {} : { 'content-type': init.type }) },
      ...(init.body === undefined ? {} : { body: init.body }),
    });

  it('creates with what the server sets, and not twice', async () => {
    const made = await cluster.core.createNamespacedConfigMap({ namespace: 'test', body: { metadata: { generateName: 'made-' }, data: { a: '1' } }, fieldManager: 'tester' });
    expect(made.metadata?.name).toMatch(/^made-[a-z0-9]{5}$/);
    expect(made.metadata?.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(made.metadata?.creationTimestamp).toBeInstanceOf(Date);
    expect(made.metadata?.managedFields).toMatchObject([{ manager: 'tester', operation: 'Update', fieldsV1: { 'f:data': { 'f:a': {} } } }]);
    await create('once');
    expect(await refusal(create('once'))).toMatchObject({ code: 409, reason: 'AlreadyExists', message: 'configmaps "once" already exists' });
  });

  it('answers NotFound for an object, a namespace and, as plain text, a path that is not there', async () => {
    expect(await refusal(cluster.apps.readNamespacedDaemonSet({ name: 'none', namespace: 'test' }))).toMatchObject({
      code: 404,
      message: 'daemonsets.apps "none" not found',
      details: { name: 'none', group: 'apps', kind: 'daemonsets' },
    });
    expect(await refusal(cluster.core.createNamespacedConfigMap({ namespace: 'none', body: { metadata: { name: 'a' } } }))).toMatchObject({ code: 404, message: 'namespaces "none" not found' });
    const page = await raw('GET', '/apis/example.com/v1/things');
    expect([page.status, await page.text()]).toEqual([404, '404 page not found\n']);
  });

  it('says what it does not support', async () => {
    expect(await refusal(cluster.apps.listNamespacedStatefulSet({ namespace: 'test' }))).toMatchObject({ code: 501, message: expect.stringContaining('statefulsets of apps/v1') as string });
    expect((await raw('GET', '/api/v1/namespaces/test/pods/x/exec')).status).toBe(501);
  });

  it('refuses a replacement of another version than the stored one', async () => {
    await create('versions');
    const read = await cluster.core.readNamespacedConfigMap({ name: 'versions', namespace: 'test' });
    await cluster.core.replaceNamespacedConfigMap({ name: 'versions', namespace: 'test', body: { ...read, data: { a: '2' } } });
    expect(await refusal(cluster.core.replaceNamespacedConfigMap({ name: 'versions', namespace: 'test', body: { ...read, data: { a: '3' } } }))).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message: 'Operation cannot be fulfilled on configmaps "versions": the object has been modified; please apply your changes to the latest version and try again',
    });
  });

  it('takes a resourceVersion in a merge patch as a precondition', async () => {
    await create('precondition');
    const patch = (resourceVersion: string): Promise<unknown> =>
      cluster.core.patchNamespacedConfigMap({ name: 'precondition', namespace: 'test', body: { metadata: { resourceVersion }, data: { a: '2' } } }, merge);
    expect(await refusal(patch('1'))).toMatchObject({ code: 409, reason: 'Conflict' });
    const { metadata } = await cluster.core.readNamespacedConfigMap({ name: 'precondition', namespace: 'test' });
    await patch(metadata?.resourceVersion ?? '');
  });

  it('answers 422 without a cause where the test of a JSON patch fails', async () => {
    await create('tested');
    const patch = (value: string): Promise<unknown> =>
      cluster.core.patchNamespacedConfigMap({ name: 'tested', namespace: 'test', body: [{ op: 'test', path: '/data/a', value }, { op: 'replace', path: '/data/a', value: '2' }] }, jsonPatch);
    expect(await refusal(patch('9'))).toMatchObject({ code: 422, reason: 'Invalid', message: 'the server rejected our request due to an error in our request', details: {} });
    await patch('1');
    expect((await cluster.core.readNamespacedConfigMap({ name: 'tested', namespace: 'test' })).data).toEqual({ a: '2' });
  });

  it('replaces node selector terms in a strategic merge patch and merges containers by name', async () => {
    const address = { name: 'kube-proxy', namespace: 'kube-system' };
    const terms = (key: string): object => ({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'Exists' }] }] } } } });
    const containers = [{ name: 'kube-proxy', image: 'registry.k8s.io/kube-proxy:v2' }];
    await cluster.apps.patchNamespacedDaemonSet({ ...address, body: { spec: { template: { spec: terms('one') } } }, dryRun: 'All' }, strategic);
    await cluster.apps.patchNamespacedDaemonSet({ ...address, body: { spec: { template: { spec: terms('kubernetes.io/os') } } } }, strategic);
    const patched = await cluster.apps.patchNamespacedDaemonSet({ ...address, body: { spec: { template: { spec: { ...terms('kubernetes.io/hostname'), containers } } } } }, strategic);
    const spec = patched.spec?.template.spec;
    expect(spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms).toEqual([{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'Exists' }] }]);
    expect(spec?.containers).toMatchObject([{ name: 'kube-proxy', image: 'registry.k8s.io/kube-proxy:v2', command: expect.any(Array) as unknown }]);
    expect(patched.metadata?.generation).toBe(3);
  });

  it('applies, refuses what another manager owns, forces it, and drops what is no longer applied', async () => {
    const address = { name: 'applied', namespace: 'test' };
    const body = (values: Record<string, string>): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied' }, ...(Object.keys(values).length === 0 ? {} : { data: values }) });
    const send = (fieldManager: string, values: Record<string, string>, force = false): ReturnType<TestCluster['core']['patchNamespacedConfigMap']> =>
      cluster.core.patchNamespacedConfigMap({ ...address, body: body(values), fieldManager, force }, apply);
    await send('one', { a: '1', b: '1' });
    expect(await refusal(send('two', { a: '2' }))).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "one": .data.a',
      details: { causes: [{ reason: 'FieldManagerConflict', field: '.data.a' }] },
    });
    expect((await send('two', { a: '2' }, true)).data).toEqual({ a: '2', b: '1' });
    expect((await send('one', {})).data).toEqual({ a: '2' });
    const kept = await send('three', { a: '2' });
    expect(kept.metadata?.managedFields?.map(({ manager }) => manager).sort()).toEqual(['three', 'two']);
    expect((await send('two', {})).data).toEqual({ a: '2' });
  });

  it('stores nothing in a dry run and still refuses what is wrong', async () => {
    const dry = await cluster.core.createNamespacedConfigMap({ namespace: 'test', body: { metadata: { name: 'dry' } }, dryRun: 'All' });
    expect(dry.metadata?.uid).toBeDefined();
    expect(await refusal(cluster.core.readNamespacedConfigMap({ name: 'dry', namespace: 'test' }))).toMatchObject({ code: 404 });
    expect(await refusal(cluster.core.createNamespacedConfigMap({ namespace: 'test', body: { metadata: { name: 'Dry!' } }, dryRun: 'All' }))).toMatchObject({ code: 422, reason: 'Invalid' });
  });

  it('accepts no other media type in a patch', async () => {
    const answer = await raw('PATCH', '/api/v1/namespaces/test/configmaps/once', { type: 'application/json', body: '{}' });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ kind: 'Status', reason: 'UnsupportedMediaType' });
  });

  it('refuses unknown fields strictly and warns of them otherwise', async () => {
    const body = JSON.stringify({ metadata: { name: 'odd' }, date: {} });
    const strict = await raw('POST', '/api/v1/namespaces/test/configmaps?fieldValidation=Strict', { type: 'application/json', body });
    expect([strict.status, (await strict.json() as { message: string }).message]).toEqual([400, 'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "date"']);
    const lax = await raw('POST', '/api/v1/namespaces/test/configmaps', { type: 'application/json', body });
    expect([lax.status, lax.headers.get('warning')]).toEqual([201, '299 - "unknown field \\"date\\""']);
    expect(await lax.json()).not.toHaveProperty('date');
  });

  it('keeps status and spec apart', async () => {
    const address = { name: 'dc-worker-1' };
    await cluster.core.patchNode({ ...address, body: { status: { addresses: null } } }, merge);
    const node = await cluster.core.patchNodeStatus({ ...address, body: { spec: { unschedulable: true }, status: { phase: 'Running' } } }, merge);
    expect(node.status?.addresses).toHaveLength(2);
    expect(node.status?.phase).toBe('Running');
    expect(node.spec?.unschedulable).toBeUndefined();
  });

  it('leaves the resourceVersion alone where a write changes nothing', async () => {
    await create('same');
    const first = await cluster.core.patchNamespacedConfigMap({ name: 'same', namespace: 'test', body: { data: { a: '2' } } }, merge);
    const second = await cluster.core.patchNamespacedConfigMap({ name: 'same', namespace: 'test', body: { data: { a: '2' } } }, merge);
    expect(second.metadata?.resourceVersion).toBe(first.metadata?.resourceVersion);
  });

  it('serves a resource as soon as its definition is created, and its client by discovery', async () => {
    await cluster.objects.create({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural: 'things', kind: 'Thing' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    });
    const thing = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'one', namespace: 'test' } };
    await cluster.objects.create(thing);
    expect(await cluster.objects.read(thing)).toMatchObject(thing);
    expect(await cluster.custom.listNamespacedCustomObject({ group: 'example.com', version: 'v1', namespace: 'test', plural: 'things' })).toMatchObject({ kind: 'ThingList', items: [{ metadata: { name: 'one' } }] });
    await cluster.objects.delete({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'things.example.com' } });
    await eventually(() => raw('GET', '/apis/example.com/v1/namespaces/test/things'), ({ status }) => status === 404);
  });

  it('allows everything in an access review', async () => {
    const { AuthorizationV1Api } = await import('@kubernetes/client-node');
    const review = await cluster.config.makeApiClient(AuthorizationV1Api).createSelfSubjectAccessReview({ body: { spec: { resourceAttributes: { verb: 'patch', resource: 'daemonsets', group: 'apps' } } } });
    expect(review.status?.allowed).toBe(true);
  });

  it('lists by labels and fields in pages that show one moment', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await cluster.core.createNamespacedConfigMap({ namespace: 'test', body: { metadata: { name, labels: { page: 'yes' } } } });
    const first = await cluster.core.listNamespacedConfigMap({ namespace: 'test', labelSelector: 'page in (yes)', limit: 2 });
    expect(first.items.map(({ metadata }) => metadata?.name)).toEqual(['page-a', 'page-b']);
    await cluster.core.deleteNamespacedConfigMap({ name: 'page-c', namespace: 'test' });
    const next = await cluster.core.listNamespacedConfigMap({ namespace: 'test', labelSelector: 'page in (yes)', limit: 2, _continue: first.metadata?._continue ?? '' });
    expect(next.items.map(({ metadata }) => metadata?.name)).toEqual(['page-c']);
    expect(next.metadata?._continue).toBeUndefined();
    expect((await cluster.core.listNode({ fieldSelector: 'metadata.name=dc-worker-2' })).items).toHaveLength(1);
    expect(await refusal(cluster.core.listNode({ fieldSelector: 'spec.colour=red' }))).toMatchObject({ code: 400, message: 'field label not supported: spec.colour' });
  });

  it('deletes what a selector selects and answers with it', async () => {
    for (const name of ['many-a', 'many-b']) await cluster.core.createNamespacedConfigMap({ namespace: 'test', body: { metadata: { name, labels: { set: 'many' } } } });
    await cluster.core.deleteCollectionNamespacedConfigMap({ namespace: 'test', labelSelector: 'set=many' });
    expect((await cluster.core.listNamespacedConfigMap({ namespace: 'test', labelSelector: 'set=many' })).items).toEqual([]);
  });

  it('deletes by preconditions and answers with a Status', async () => {
    await create('doomed');
    const address = { name: 'doomed', namespace: 'test' };
    expect(await refusal(cluster.core.deleteNamespacedConfigMap({ ...address, body: { preconditions: { uid: 'another' } } }))).toMatchObject({ code: 409, reason: 'Conflict' });
    expect(await cluster.core.deleteNamespacedConfigMap(address)).toMatchObject({ status: 'Success' });
    expect(await refusal(cluster.core.deleteNamespacedConfigMap(address))).toMatchObject({ code: 404 });
  });
});
