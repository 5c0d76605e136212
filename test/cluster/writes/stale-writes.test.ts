import { ConflictError, runSteps, type Step } from '@ack-hybrid/core';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProbeCluster } from '../../../packages/connectivity-check/src/api/kubernetes-probe-cluster.ts';
import { startControlPlane, type ControlPlane } from '../../control-plane/start-control-plane.ts';
import { connectClients } from '../../support/sandbox-clients.ts';
import { stepsOf } from '../rbac/package-runs.ts';
import { startApiProxy, type ApiProxy } from './api-proxy.ts';
import { openAdministrator, until, type ClusterAdministrator } from './cluster-administrator.ts';
import { createDaemonSet, playDaemonSetController, prepareNamespace } from './kube-system-objects.ts';

const configMaps = '/api/v1/namespaces/kube-system/configmaps';
const secrets = '/api/v1/namespaces/kube-system/secrets';
const calicoNode = '/apis/apps/v1/namespaces/kube-system/daemonsets/calico-node';

describe('someone else writes between our look and our write', () => {
  let controlPlane: ControlPlane;
  let administrator: ClusterAdministrator;
  let proxy: ApiProxy;
  let sandbox: Sandbox;
  let steps: ReturnType<typeof stepsOf>;
  const stopping = new AbortController();

  beforeAll(async () => {
    controlPlane = await startControlPlane({ kind: 'api' });
    administrator = openAdministrator(controlPlane.kubeconfig);
    proxy = await startApiProxy(controlPlane.kubeconfig);
    sandbox = await startSandbox({ kubeconfig: controlPlane.kubeconfig, timing: { taskMs: 10, tickMs: 20 } });
    steps = stepsOf({ sandbox, cloud: connectClients(sandbox).cloud, kubernetes: proxy.kubernetes, administrator });
    await prepareNamespace(administrator);
    await createDaemonSet(administrator);
    void playDaemonSetController(administrator, stopping.signal);
  });
  beforeEach(() => proxy.reset());
  afterAll(async () => {
    stopping.abort();
    await sandbox?.stop();
    await proxy?.stop();
    await controlPlane?.stop();
  });

  interface Stored {
    readonly metadata: { readonly annotations?: Readonly<Record<string, string>>; readonly labels?: Readonly<Record<string, string>> };
    readonly data?: Readonly<Record<string, string>>;
  }
  const read = async (path: string) => (await administrator.ask('GET', path)) as unknown as Stored;
  const edit = async (path: string, body: unknown): Promise<void> => void (await administrator.ask('PATCH', `${path}?fieldManager=kubectl-edit`, { body, contentType: 'application/merge-patch+json' }));
  /** Method and status of every write to a path so far. */
  const writesTo = (path: string) => proxy.requests.filter((request) => request.method !== 'GET' && request.path === path).map(({ method, query, status }) => `${method}${query.get('dryRun') === 'All' ? ' dry' : ''} ${status}`);
  const editAndSettle = async (path: string, body: unknown): Promise<void> => {
    await edit(path, body);
    await until('the controller has seen it', async () => {
      const { metadata, status } = (await administrator.ask('GET', path)) as { readonly metadata: { readonly generation: number }; readonly status: { readonly observedGeneration?: number } };
      return metadata.generation === status.observedGeneration;
    });
  };
  const undo = (step: Step) => runSteps([step], { mode: 'undo' });
  const stepNamed = (name: string) => steps.terway.find((step) => step.name === name) ?? expect.fail(`no step ${name}`);

  it('the settings of Terway: both changes stand, and undo takes ours back alone', async () => {
    await runSteps(steps.terway.slice(0, 2));
    const path = `${configMaps}/eni-config`;
    const before = (await read(path)).data;
    proxy.before('PATCH', /eni-config$/, () => edit(path, { data: { '10-terway.conf': '{"name":"theirs"}' } }));
    await runSteps([stepNamed('terway-eni-config')]);
    expect(writesTo(path)).toEqual(['PATCH 409', 'PATCH 200']);
    expect((await read(path)).data).toMatchObject({ '10-terway.conf': '{"name":"theirs"}', eni_conf: expect.stringContaining('vsw-bp1sandboxpods00001') as string });

    proxy.reset();
    proxy.before('PATCH', /eni-config$/, () => edit(path, { metadata: { labels: { theirs: 'too' } } }));
    await undo(stepNamed('terway-eni-config'));
    expect(writesTo(path)).toEqual(['PATCH 409', 'PATCH 200']);
    expect(await read(path)).toMatchObject({ metadata: { labels: { theirs: 'too' } }, data: { eni_conf: before?.['eni_conf'], '10-terway.conf': '{"name":"theirs"}' } });
  });

  it('again and again: the step gives up after five looks, with the server\'s words, and has written nothing', async () => {
    const path = `${configMaps}/eni-config`;
    let count = 0;
    proxy.before('PATCH', /eni-config$/, () => edit(path, { metadata: { labels: { count: String((count += 1)) } } }), Infinity);
    const before = (await read(path)).data;
    const error: unknown = await runSteps([stepNamed('terway-eni-config')]).catch((thrown: unknown) => (thrown as Error).cause);
    expect(ConflictError.isInstance(error) && error.message).toContain('the object has been modified; please apply your changes to the latest version and try again');
    expect(writesTo(path)).toEqual(['PATCH 409', 'PATCH 409', 'PATCH 409', 'PATCH 409', 'PATCH 409']);
    expect((await read(path)).data).toEqual(before);
  });

  it('the Secret of Terway: a key of theirs stays, also where we were about to delete it', async () => {
    const path = `${secrets}/alibaba-addon-secret`;
    await runSteps([stepNamed('terway-credentials')]);
    proxy.reset();
    proxy.before('DELETE', /alibaba-addon-secret$/, () => edit(path, { data: { theirs: 'eA==' } }));
    await undo(stepNamed('terway-credentials'));
    expect(writesTo(path)).toEqual(['DELETE 409', 'PATCH 200']);
    expect((await read(path)).data).toEqual({ theirs: 'eA==' });

    proxy.reset();
    proxy.before('PATCH', /alibaba-addon-secret$/, () => edit(path, { data: { theirs: 'eQ==' } }));
    await runSteps([stepNamed('terway-credentials')]);
    expect(writesTo(path)).toEqual(['PATCH 409', 'PATCH 200']);
    expect((await read(path)).data).toMatchObject({ theirs: 'eQ==', 'access-key-id': expect.any(String) as string });
    await undo(stepNamed('terway-credentials'));
    expect((await read(path)).data).toEqual({ theirs: 'eQ==' });
  });

  it('the note of the installation: one of theirs is never taken for ours', async () => {
    await undo(stepNamed('terway-addon'));
    proxy.reset();
    const theirs = { metadata: { name: 'ack-hybrid-terway-addon' }, data: { theirs: 'x' } };
    proxy.before('POST', /configmaps$/, async () => void (await administrator.ask('POST', configMaps, { body: theirs })));
    await runSteps([stepNamed('terway-addon')]);
    expect(writesTo(configMaps)).toEqual(['POST 409']);
    await undo(stepNamed('terway-addon'));
    expect((await read(`${configMaps}/ack-hybrid-terway-addon`)).data).toEqual({ theirs: 'x' });
  });

  it('the agent makes its ConfigMap just before us: we patch it, and it outlives the undo', async () => {
    const path = `${configMaps}/ack-agent-config`;
    proxy.before('POST', /configmaps$/, async () => void (await administrator.ask('POST', configMaps, { body: { metadata: { name: 'ack-agent-config' }, data: { isInit: 'true' } } })));
    proxy.before('PATCH', /ack-agent-config$/, () => edit(path, { data: { enableNodepool: 'true' } }));
    await runSteps([steps.initScript]);
    expect(writesTo(configMaps)).toEqual(['POST 409']);
    expect(writesTo(path)).toEqual(['PATCH 409', 'PATCH 200', 'PATCH 200']);
    expect((await read(path)).data).toMatchObject({ isInit: 'true', enableNodepool: 'true', addNodeScriptPath: expect.stringContaining('init-node-') as string });
    await undo(steps.initScript);
    expect(await read(path)).toMatchObject({ data: { isInit: 'true', enableNodepool: 'true' } });
    await administrator.ask('DELETE', path);
  });

  it('the agent writes into a ConfigMap that we made and are about to delete: it stays, without us', async () => {
    const path = `${configMaps}/ack-agent-config`;
    await runSteps([steps.initScript]);
    proxy.reset();
    proxy.before('DELETE', /ack-agent-config$/, () => edit(path, { data: { isInit: 'true' } }));
    await undo(steps.initScript);
    expect(writesTo(path)).toEqual(['DELETE 409', 'PATCH 200']);
    const left = await read(path);
    expect([left.data, left.metadata.annotations]).toEqual([{ isInit: 'true' }, undefined]);
  });

  it('the affinity of Calico: a term that they add meanwhile gets our requirement, too', async () => {
    const term = { matchExpressions: [{ key: 'theirs', operator: 'Exists' }] };
    // And wait for the controller's own write, which would be met as a second conflict.
    const add = () => editAndSettle(calicoNode, { spec: { template: { spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } } } } } });
    // The dry run of the plan is the first to meet it.
    proxy.before('PATCH', /calico-node$/, () => edit(calicoNode, { metadata: { labels: { theirs: 'x' } } }));
    const plan = await steps.affinity.plan();
    expect(plan.checks?.filter(({ status }) => status === 'fail')).toEqual([]);
    proxy.before('PATCH', /calico-node$/, add);
    await steps.affinity.apply(plan);
    expect(writesTo(calicoNode)).toEqual(['PATCH dry 409', 'PATCH dry 200', 'PATCH 409', 'PATCH 200']);
    const terms = async () =>
      ((await administrator.ask('GET', calicoNode)) as { readonly spec: { readonly template: { readonly spec: { readonly affinity?: { readonly nodeAffinity: { readonly requiredDuringSchedulingIgnoredDuringExecution: { readonly nodeSelectorTerms: readonly unknown[] } } } } } } }).spec.template.spec
        .affinity?.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
    expect(await terms()).toEqual([{ matchExpressions: [...term.matchExpressions, { key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] }, { key: 'type', operator: 'NotIn', values: ['virtual-kubelet'] }] }]);
    proxy.before('PATCH', /calico-node$/, () => edit(calicoNode, { metadata: { labels: { theirs: 'y' } } }));
    await undo(steps.affinity);
    expect(await terms()).toEqual([term]);
  });

  it('the report of the probes: a stale one is refused, and one that became theirs is not deleted', async () => {
    const path = `${configMaps}/ack-hybrid-connectivity`;
    const cluster = createProbeCluster(proxy.kubernetes);
    await cluster.writeReport('{}', undefined);
    await expect(cluster.writeReport('{}', undefined)).rejects.toSatisfy(ConflictError.isInstance);
    const kept = await cluster.readReport();
    await edit(path, { metadata: { annotations: { theirs: 'x' } } });
    await expect(cluster.writeReport('{"a":1}', kept?.resourceVersion)).rejects.toSatisfy(ConflictError.isInstance);

    await cluster.writeReport('{"a":1}', (await cluster.readReport())?.resourceVersion);
    expect(await read(path)).toMatchObject({ metadata: { annotations: { theirs: 'x' } }, data: { 'report.json': '{"a":1}' } });

    proxy.reset();
    proxy.before('DELETE', /ack-hybrid-connectivity$/, () => edit(path, { metadata: { labels: { 'app.kubernetes.io/managed-by': 'somebody' } }, data: { theirs: 'x' } }));
    await undo(steps.connectivity);
    expect(writesTo(path)).toEqual(['DELETE 409']);
    expect((await read(path)).data).toMatchObject({ theirs: 'x' });
  });
});
