import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKubernetes, Secret, waitFor, type ApiCall } from '@ack-hybrid/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createClusterReader } from '../../../packages/nodepool/src/api/kubernetes-cluster-reader.ts';
import { createConfigMaps } from '../../../packages/terway-config/src/api/kubernetes-objects.ts';
import { startControlPlane, type ControlPlane } from '../../control-plane/start-control-plane.ts';
import { bind, connectAs, createAccount, type Account } from '../rbac/accounts.ts';
import { grantDocuments } from '../rbac/documented-roles.ts';
import { startApiProxy, type ApiProxy } from './api-proxy.ts';
import { openAdministrator, until, type ClusterAdministrator } from './cluster-administrator.ts';
import { restartApiServer } from './restart-api-server.ts';

// kwokctl turns priority and fairness off; these are the API server's own defaults.
const fairness = { 'enable-priority-and-fairness': 'true', 'max-requests-inflight': '400', 'max-mutating-requests-inflight': '200' };

// 1.36 answers the later pages of a list from its cache; 1.30 asks etcd for each.
describe.each(['1.36', '1.30'] as const)('an API server of Kubernetes %s in trouble', (minor) => {
  let controlPlane: ControlPlane;
  let administrator: ClusterAdministrator;
  let proxy: ApiProxy;
  let account: Account;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ minor, kind: 'api', flags: { 'kube-apiserver': fairness } });
    administrator = openAdministrator(controlPlane.kubeconfig);
    proxy = await startApiProxy(controlPlane.kubeconfig);
    account = await createAccount(administrator, controlPlane.kubeconfig, 'somebody');
    const namespace = 'kube-system';
    const rights = [
      { verb: 'list', group: '', resource: 'nodes' },
      ...['create', 'get'].map((verb) => ({ verb, group: '', resource: 'configmaps', namespace })),
    ];
    await bind(administrator, grantDocuments('somebody', rights, account), account);
    const reader = createClusterReader(connectAs(account));
    await until('the account may list nodes', () => reader.listNodes().then(() => true, () => false));
  });
  beforeEach(() => proxy.reset());
  afterAll(async () => {
    await proxy?.stop();
    await controlPlane?.stop();
  });

  const createNode = (name: string) => administrator.ask('POST', '/api/v1/nodes', { body: { metadata: { name } } });

  /** Forgets everything that etcd knew before now, as the API server itself does every five minutes. */
  const compact = async (): Promise<void> => {
    const { metadata } = (await createNode(`marker-${Date.now()}`)) as { readonly metadata: { readonly resourceVersion: string } };
    const etcd = /--etcd-servers=(\S+)/.exec(await readFile(join(controlPlane.folder, 'kwok.yaml'), 'utf8'))?.[1] ?? expect.fail('no etcd');
    const answer = await fetch(`${etcd}/v3/kv/compaction`, { method: 'POST', body: JSON.stringify({ revision: metadata.resourceVersion, physical: true }) });
    expect(answer.status).toBe(200);
  };

  it('a list whose revision was compacted between two pages is read anew, and complete', async () => {
    const wanted = Array.from({ length: 510 }, (_, index) => `n-${String(index).padStart(3, '0')}`);
    for (let index = 0; index < wanted.length; index += 30) await Promise.all(wanted.slice(index, index + 30).map(createNode));
    let pages = 0;
    proxy.before(
      'GET',
      /\/nodes$/,
      async ({ query }) => {
        const token = query.get('continue');
        if (token === null || (pages += 1) > 1) return undefined;
        await compact();
        if (minor !== '1.36') return undefined;
        // A token as old as the first revision, which no cache holds either.
        const old = { ...(JSON.parse(Buffer.from(token, 'base64url').toString()) as object), rv: 2 };
        return { pathAndQuery: `/api/v1/nodes?limit=500&continue=${Buffer.from(JSON.stringify(old)).toString('base64url')}` };
      },
      Infinity,
    );
    const names = (await createClusterReader(proxy.kubernetes).listNodes()).map(({ name }) => name);
    expect(proxy.requests.map(({ query, status }) => `${query.has('continue') ? 'next' : 'first'} ${status}`)).toEqual(['first 200', 'next 410', 'first 200', 'next 200']);
    expect(names.filter((name) => name.startsWith('n-'))).toEqual(wanted);
    expect(new Set(names).size).toBe(names.length);
  });

  it('a wait goes on while revisions are compacted: it looks, it does not watch', async () => {
    const reader = createClusterReader(proxy.kubernetes);
    let looks = 0;
    const found = await waitFor(
      async () => {
        looks += 1;
        const there = (await reader.listNodes()).some(({ name }) => name === 'late');
        if (looks < 4) await compact();
        if (looks === 4) await createNode('late');
        return there ? { done: true, value: looks } : { done: false, state: 'not there yet' };
      },
      { subject: 'the node late', timeoutMs: 20_000, intervalMs: 10 },
    );
    expect(found).toBe(5);
    expect(proxy.requests.filter(({ query, path }) => query.has('watch') || query.has('resourceVersion') || path.includes('/watch/'))).toEqual([]);
  });

  it('a client that may not call for now waits as long as it is told, then its read and its write are done once', async () => {
    const flow = 'flowcontrol.apiserver.k8s.io/v1';
    const level = { apiVersion: flow, kind: 'PriorityLevelConfiguration', metadata: { name: 'shut' }, spec: { type: 'Limited', limited: { nominalConcurrencyShares: 0, lendablePercent: 0, borrowingLimitPercent: 0, limitResponse: { type: 'Reject' } } } };
    const rules = [{ subjects: [{ kind: 'ServiceAccount', serviceAccount: { namespace: account.namespace, name: account.name } }], resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'], clusterScope: true }] }];
    const schema = { apiVersion: flow, kind: 'FlowSchema', metadata: { name: 'shut' }, spec: { matchingPrecedence: 2, priorityLevelConfiguration: { name: 'shut' }, rules } };
    const collection = `/apis/${flow}`;
    await administrator.ask('POST', `${collection}/prioritylevelconfigurations`, { body: level });
    await administrator.ask('POST', `${collection}/flowschemas`, { body: schema });
    const impatient = createKubernetes({ kind: 'text', text: new Secret(account.kubeconfig) }, { retry: { attempts: 1 } });
    // A level without seats takes one request at a time: of many at once most are refused.
    const refusals = async () => (await Promise.allSettled(Array.from({ length: 10 }, () => createClusterReader(impatient).listNodes()))).flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    let refused: readonly unknown[] = [];
    await until('requests are refused', async () => (refused = await refusals()).length > 0);
    for (const error of refused) expect(error).toMatchObject({ status: 429, errorCode: 'TooManyRequests', outcome: 'refused', retryable: true, message: expect.stringContaining('Too many requests, please try again later.') as string, retryAfterMs: expect.toSatisfy((ms: number) => ms >= 1_000) as number });

    const calls: ApiCall[] = [];
    const patient = connectAs(account, (call) => calls.push(call));
    const made: string[] = [];
    const started = performance.now();
    // Which of many at once are refused is chance: rush until a write was among them.
    await until('a write is refused and sent again', async () => {
      const names = Array.from({ length: 4 }, (_, index) => `in-the-rush-${made.length + index}`);
      made.push(...names);
      await Promise.all(names.flatMap((name) => [createClusterReader(patient).listNodes(), createConfigMaps(patient).create(name, { labels: {}, annotations: {}, data: {} })]));
      return calls.filter(({ kind }) => kind === 'write').length > made.length;
    });
    // No write was done twice, as that would have been a conflict; and whoever was refused waited for the second it was told.
    expect(performance.now() - started).toBeGreaterThan(900);
    await administrator.ask('DELETE', `${collection}/flowschemas/shut`);
    await administrator.ask('DELETE', `${collection}/prioritylevelconfigurations/shut`);
    for (const name of made) expect(await createConfigMaps(proxy.kubernetes).read(name)).toBeDefined();
  });

  it('a wait goes on over a restart of the API server, under the rights of a role', async () => {
    const reader = createClusterReader(createKubernetes({ kind: 'text', text: new Secret(account.kubeconfig) }, { retry: { attempts: 1 } }));
    const states: string[] = [];
    const restart = (async () => {
      await restartApiServer(controlPlane);
      await until('a node can be made', () => createNode('after-the-restart').then(() => true, () => false));
    })();
    onTestFinished(() => restart);
    await waitFor(
      async () => ((await reader.listNodes()).some(({ name }) => name === 'after-the-restart') ? { done: true, value: undefined } : { done: false, state: 'up' }),
      { subject: 'the node after-the-restart', timeoutMs: 40_000, intervalMs: 5, onState: (state) => states.push(state) },
    );
    await restart;
    expect(states).toContain('ECONNREFUSED');
    // A server that is up, going or coming; one that has not read its roles yet says Forbidden, as 1.36 does here.
    expect([...new Set(states)].filter((state) => !['up', 'Forbidden', 'ECONNREFUSED', 'ECONNRESET', 'ServiceUnavailable', 'InternalError', 'TooManyRequests', 'Http503'].includes(state))).toEqual([]);
  });
});
