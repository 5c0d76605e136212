import { ApiError, ConflictError, Secret } from '@ack-hybrid/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startControlPlane, type ControlPlane } from '../../control-plane/start-control-plane.ts';
import { minors } from '../../control-plane/programs.ts';
import { createKubernetesCni } from '../../../packages/calico-affinity/src/api/kubernetes-cni.ts';
import { createClusterReader } from '../../../packages/connectivity-check/src/api/kubernetes-cluster-reader.ts';
import { createProbeCluster } from '../../../packages/connectivity-check/src/api/kubernetes-probe-cluster.ts';
import { createAgentConfigStore } from '../../../packages/init-script-builder/src/api/agent-config-kubernetes.ts';
import { createConfigMaps, createSecrets } from '../../../packages/terway-config/src/api/kubernetes-objects.ts';
import { startApiProxy, type ApiProxy, type PassedRequest } from './api-proxy.ts';
import { openAdministrator, until, type ClusterAdministrator } from './cluster-administrator.ts';
import { createDaemonSet, createInstallation, installationDefinition, installationVersion, prepareNamespace } from './kube-system-objects.ts';

const kubeSystem = '/api/v1/namespaces/kube-system';

describe.each(minors)('what the packages write, to Kubernetes %s', (minor) => {
  let controlPlane: ControlPlane;
  let administrator: ClusterAdministrator;
  let proxy: ApiProxy;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ minor, kind: 'api' });
    administrator = openAdministrator(controlPlane.kubeconfig);
    proxy = await startApiProxy(controlPlane.kubeconfig);
    await prepareNamespace(administrator);
    await createDaemonSet(administrator);
    await createInstallation(administrator, installationDefinition());
  });
  beforeEach(() => proxy.reset());
  afterAll(async () => {
    await proxy?.stop();
    await controlPlane?.stop();
  });

  const isWrite = ({ method }: PassedRequest) => method !== 'GET';
  /** Every write so far went through, was checked strictly, names us and met no warning. */
  const expectAccepted = (...words: readonly string[]) => {
    const writes = proxy.requests.filter(isWrite);
    expect(writes.map(({ method, path, query, status }) => [method, path.replace(/^.*namespaces\/kube-system\//, ''), query.get('dryRun') ?? '', status].filter((part) => part !== '').join(' '))).toEqual(words);
    expect(writes.flatMap(({ warnings }) => warnings)).toEqual([]);
    for (const { method, query } of writes) if (method !== 'DELETE') expect([query.get('fieldManager'), query.get('fieldValidation')]).toEqual(['ack-hybrid', 'Strict']);
  };
  interface Managed {
    readonly metadata: { readonly resourceVersion: string; readonly managedFields: readonly { readonly manager: string; readonly operation: string; readonly fieldsV1: unknown }[] };
  }
  const read = async (path: string) => (await administrator.ask('GET', path)) as unknown as Managed;
  const ours = async (path: string) => (await read(path)).metadata.managedFields.filter(({ manager }) => manager === 'ack-hybrid');

  it('a ConfigMap is created, patched and deleted, and only what we set is ours', async () => {
    const configMaps = createConfigMaps(proxy.kubernetes);
    await administrator.ask('POST', `${kubeSystem}/configmaps?fieldManager=addon`, { body: { metadata: { name: 'eni-config' }, data: { eni_conf: '{}', '10-terway.conf': '{}' } } });
    const found = await configMaps.read('eni-config');
    await configMaps.patch('eni-config', found?.resourceVersion ?? '', { data: { eni_conf: '{"version":"1"}' }, annotations: { 'ack-hybrid.io/previous-eni-conf': 'x' } });
    expect(await ours(`${kubeSystem}/configmaps/eni-config`)).toMatchObject([
      { operation: 'Update', fieldsV1: { 'f:data': { 'f:eni_conf': {} }, 'f:metadata': { 'f:annotations': { '.': {}, 'f:ack-hybrid.io/previous-eni-conf': {} } } } },
    ]);
    await configMaps.create('ack-hybrid-terway-addon', { labels: { a: 'b' }, annotations: {}, data: { k: 'v' } });
    const made = await configMaps.read('ack-hybrid-terway-addon');
    await configMaps.remove('ack-hybrid-terway-addon', made?.resourceVersion ?? '');
    expect(await configMaps.read('ack-hybrid-terway-addon')).toBeUndefined();
    expectAccepted('PATCH configmaps/eni-config 200', 'POST configmaps 201', 'DELETE configmaps/ack-hybrid-terway-addon 200');
  });

  it('a Secret is created, patched and deleted; a null takes a key away', async () => {
    const secrets = createSecrets(proxy.kubernetes);
    await secrets.create('alibaba-addon-secret', { labels: {}, annotations: {}, data: { 'access-key-id': new Secret('id'), 'access-key-secret': new Secret('s') } });
    const made = await secrets.read('alibaba-addon-secret');
    await secrets.patch('alibaba-addon-secret', made?.resourceVersion ?? '', { data: { 'access-key-id': new Secret('other'), 'access-key-secret': null } });
    const patched = await secrets.read('alibaba-addon-secret');
    expect(Object.entries(patched?.data ?? {}).map(([key, value]) => [key, value.reveal()])).toEqual([['access-key-id', 'other']]);
    await secrets.remove('alibaba-addon-secret', patched?.resourceVersion ?? '');
    expectAccepted('POST secrets 201', 'PATCH secrets/alibaba-addon-secret 200', 'DELETE secrets/alibaba-addon-secret 200');
  });

  it('the agent\'s ConfigMap is created, patched and deleted', async () => {
    const store = createAgentConfigStore(proxy.kubernetes);
    await store.create({ data: { addNodeScriptPath: 'https://x/y.sh' }, annotations: { 'ack-hybrid.io/created': 'true' } });
    const made = await store.read();
    if (made === undefined) expect.fail('nothing was made');
    await store.patch(made, { data: { addNodeScriptPath: null }, annotations: { 'ack-hybrid.io/created': null } });
    const patched = await store.read();
    if (patched === undefined) expect.fail('nothing is there');
    expect([patched.data, patched.annotations]).toEqual([{}, {}]);
    await store.delete(patched);
    expectAccepted('POST configmaps 201', 'PATCH configmaps/ack-agent-config 200', 'DELETE configmaps/ack-agent-config 200');
  });

  it('the affinity of a DaemonSet and of an Installation is patched, dry run first', async () => {
    const calico = createKubernetesCni(proxy.kubernetes);
    const terms = [{ matchExpressions: [{ key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] }] }];
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } };
    const template = { template: { spec: { affinity } } };
    const daemonSet = { kind: 'workload', reference: { kind: 'DaemonSet', namespace: 'kube-system', name: 'calico-node' } } as const;
    const versionOf = (object: unknown) => (object as Managed).metadata.resourceVersion;
    for (const dryRun of [true, false]) await calico.patch(daemonSet, { metadata: { resourceVersion: versionOf(await calico.readDaemonSet(daemonSet.reference)), annotations: { 'ack-hybrid.io/previous-affinity': 'null' } }, spec: template }, { dryRun });
    for (const dryRun of [true, false]) await calico.patch({ kind: 'installation', name: 'default' }, { metadata: { resourceVersion: versionOf(await calico.readInstallation('default')) }, spec: { calicoNodeDaemonSet: { spec: template } } }, { dryRun });
    expectAccepted(
      'PATCH daemonsets/calico-node All 200',
      'PATCH daemonsets/calico-node 200',
      'PATCH /apis/operator.tigera.io/v1/installations/default All 200',
      'PATCH /apis/operator.tigera.io/v1/installations/default 200',
    );
    expect(await ours('/apis/apps/v1/namespaces/kube-system/daemonsets/calico-node')).toHaveLength(1);
    expect(await ours('/apis/operator.tigera.io/v1/installations/default')).toMatchObject([
      { operation: 'Update', fieldsV1: { 'f:spec': { 'f:calicoNodeDaemonSet': { 'f:spec': { 'f:template': { 'f:spec': { 'f:affinity': {} } } } } } } },
    ]);
  });

  it('a probe pod and the report are accepted, and the pod is stored as it was sent', async () => {
    const cluster = createProbeCluster(proxy.kubernetes);
    await cluster.createPod({ name: 'ack-hybrid-probe-1', nodeName: 'dc-1', network: 'node', role: 'probe', command: ['/bin/sh', '-c', 'exit 0'] }, 'busybox:1.37');
    await cluster.createPod({ name: 'ack-hybrid-target-1', nodeName: 'dc-1', network: 'pod', role: 'target', command: ['httpd', '-f', '-p', '8080'] }, 'busybox:1.37');
    expect((await cluster.listPods()).map(({ name }) => name)).toEqual(['ack-hybrid-probe-1', 'ack-hybrid-target-1']);
    for (const { body, path } of proxy.requests.filter(({ method }) => method === 'POST')) {
      const { spec, metadata } = JSON.parse(body) as { readonly spec: { readonly hostNetwork: boolean }; readonly metadata: { readonly name: string } };
      const { hostNetwork, ...rest } = spec;
      // What is false is left out of an answer.
      expect(await administrator.ask('GET', `${path}/${metadata.name}`)).toMatchObject({ spec: hostNetwork ? spec : rest });
    }
    await cluster.writeReport('{"a":1}', undefined);
    const kept = await cluster.readReport();
    await cluster.writeReport('{"a":2}', kept?.resourceVersion);
    expect((await cluster.readReport())?.text).toBe('{"a":2}');
    await cluster.deletePod('ack-hybrid-probe-1');
    await cluster.deletePod('ack-hybrid-target-1');
    await cluster.deleteReport((await cluster.readReport())?.resourceVersion ?? '');
    expectAccepted(
      'POST pods 201', 'POST pods 201', 'POST configmaps 201', 'PATCH configmaps/ack-hybrid-connectivity 200',
      'DELETE pods/ack-hybrid-probe-1 200', 'DELETE pods/ack-hybrid-target-1 200', 'DELETE configmaps/ack-hybrid-connectivity 200',
    );
    expect(await cluster.listPods()).toEqual([]);
  });

  const refusalOf = async (promise: Promise<unknown>): Promise<ApiError> => {
    const error: unknown = await promise.catch((thrown: unknown) => thrown);
    return ApiError.isInstance(error) ? error : expect.fail(`no ApiError but ${String(error)}`);
  };

  it('a JSON patch whose test fails is a conflict, as a stale version is', async () => {
    const { sdk } = await proxy.kubernetes.load();
    const core = await proxy.kubernetes.api((module) => module.CoreV1Api);
    const header = sdk.setHeaderOptions('Content-Type', sdk.PatchStrategy.JsonPatch);
    const body = [{ op: 'test', path: '/data/eni_conf', value: 'not this' }, { op: 'replace', path: '/data/eni_conf', value: 'x' }];
    const error = await refusalOf(proxy.kubernetes.call({ verb: 'patch', resource: 'configmaps' }, () => core.patchNamespacedConfigMap({ namespace: 'kube-system', name: 'eni-config', body }, header)));
    expect([error.status, ConflictError.isInstance(error)]).toEqual([422, true]);
    expect(await refusalOf(createConfigMaps(proxy.kubernetes).patch('eni-config', '1', { data: { eni_conf: 'x' } }))).toSatisfy(ConflictError.isInstance);
    expect(await refusalOf(createConfigMaps(proxy.kubernetes).remove('eni-config', '1'))).toSatisfy(ConflictError.isInstance);
  });

  it('what is not valid is refused for good, in the words of the API server', async () => {
    await administrator.ask('POST', `${kubeSystem}/configmaps`, { body: { metadata: { name: 'ack-agent-config' }, immutable: true, data: { a: '1' } } });
    const store = createAgentConfigStore(proxy.kubernetes);
    const cluster = createProbeCluster(proxy.kubernetes);
    const fixed = await store.read();
    if (fixed === undefined) expect.fail('nothing is there');
    const refusals = [
      await refusalOf(store.patch(fixed, { data: { addNodeScriptPath: 'https://x/y.sh' }, annotations: {} })),
      await refusalOf(cluster.createPod({ name: 'No_Name', nodeName: 'dc-1', network: 'pod', role: 'target', command: ['httpd'] }, 'busybox:1.37')),
      await refusalOf(cluster.writeReport('x'.repeat(1_100_000), undefined)),
      await refusalOf(cluster.writeReport('x'.repeat(3_200_000), undefined)),
      await refusalOf(createKubernetesCni(proxy.kubernetes).patch({ kind: 'installation', name: 'default' }, { spec: { calicoNodeDaemonSett: {} } }, { dryRun: true })),
    ];
    expect(refusals.map(({ status, errorCode, message }) => `${status} ${errorCode}: ${(/strict decoding error: .*"/.exec(message) ?? /is invalid: \S+ |limit is \d+/.exec(message))?.[0] ?? message}`)).toEqual([
      '422 Invalid: is invalid: data: ',
      '422 Invalid: is invalid: metadata.name: ',
      '422 Invalid: is invalid: []: ',
      '413 RequestEntityTooLarge: limit is 3145728',
      '422 Invalid: strict decoding error: unknown field "spec.calicoNodeDaemonSett"',
    ]);
    // The API server quotes the whole object there.
    expect(refusals[4]?.message).toContain('[left out]');
    expect(refusals[4]?.message).not.toContain('Calico"');
    for (const error of refusals) expect([error.retryable, error.outcome, ConflictError.isInstance(error)]).toEqual([false, 'refused', false]);
    await administrator.ask('DELETE', `${kubeSystem}/configmaps/ack-agent-config`);
  });

  it('a field that the definition no longer knows, in an object of earlier days, does not stand in the way of a strict patch', async () => {
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/installations.operator.tigera.io';
    const definition = async (known: object) => {
      const spec = { versions: [{ ...installationVersion(), schema: { openAPIV3Schema: { ...installationVersion().schema.openAPIV3Schema, ...known } } }] };
      await administrator.ask('PATCH', path, { body: { spec }, contentType: 'application/merge-patch+json' });
    };
    const stored = async () => (await administrator.ask('GET', '/apis/operator.tigera.io/v1/installations/default'))['spec'] as Readonly<Record<string, unknown>>;
    await definition({ properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } });
    const add = () => administrator.ask('PATCH', '/apis/operator.tigera.io/v1/installations/default', { body: { spec: { ofOldDays: 'x' } }, contentType: 'application/merge-patch+json' });
    await until('the definition takes anything', async () => (await add(), (await stored())['ofOldDays'] === 'x'));
    await definition({});
    await until('the definition is closed again', async () => (await stored())['ofOldDays'] === undefined);
    const calico = createKubernetesCni(proxy.kubernetes);
    await calico.patch({ kind: 'installation', name: 'default' }, { spec: { calicoNodeDaemonSet: { spec: { template: { spec: { affinity: { podAffinity: {} } } } } } } });
    expectAccepted('PATCH /apis/operator.tigera.io/v1/installations/default 200');
  });

  it('a question for a right is a dry run that the API server answers', async () => {
    const reader = createClusterReader(proxy.kubernetes);
    expect(await reader.mayDo({ verb: 'get', group: '', resource: 'pods/log', namespace: 'kube-system', name: 'p' })).toBe(true);
    expect(proxy.requests.map(({ method, path, query, status }) => [method, path, query.get('dryRun'), status])).toEqual([['POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', 'All', 201]]);
    expect(await reader.readVersion()).toBe(`v${controlPlane.version}`);
  });
});
