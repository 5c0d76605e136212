import { createAffinityStep, createOnPremisesWorkloadsStep, excludeCloudNodes, type CalicoAffinityOptions, type NodeAffinity } from '@ack-hybrid/calico-affinity';
import { runSteps } from '@ack-hybrid/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { connectClients } from '../../support/sandbox-clients.ts';
import { readManifest, type ManifestObject } from '../manifests/read-manifest.ts';
import { renderCilium } from '../manifests/render-cilium.ts';
import type { StoredObject } from './api-requests.ts';
import { createNode, createObjects, intervalMs, nodesWith, startHybridCluster, type HybridCluster } from './hybrid-cluster.ts';
import { cloudNodes, ecsNodes, onPremisesNames, onPremisesNode } from './on-premises-objects.ts';

const notInCloud = [
  { key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] },
  { key: 'type', operator: 'NotIn', values: ['virtual-kubelet'] },
];
const onLinux = { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] };

/** The patch of the vendor's guide, as its first edition prints it; `kubectl patch ds` sends it as a strategic merge patch. */
const guidePatch = {
  spec: { template: { spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: notInCloud }] } } } } } },
};

/** As its later edition prints it, where the indentation was lost: every key stands at the top, without a value. */
const flatPatch: unknown = parse(
  ['spec:', 'template:', 'affinity:', 'nodeAffinity:', 'requiredDuringSchedulingIgnoredDuringExecution:', 'nodeSelectorTerms:', '- matchExpressions:', '- key: alibabacloud.com/external'].join('\n'),
);

type DaemonSet = StoredObject & { spec: { template: { spec: { affinity?: { nodeAffinity?: NodeAffinity } } } } };

/** A node on premises that runs Windows; kwok keeps it. */
const onWindows = onPremisesNode({ name: 'dc-windows-1', address: '192.168.0.21', controlPlane: false }, '10.100.9.0/24');
const windowsNode: ManifestObject = { ...onWindows, metadata: { ...onWindows.metadata, labels: { ...(onWindows.metadata['labels'] as object), 'kubernetes.io/os': 'windows', 'beta.kubernetes.io/os': 'windows' } }, spec: {} };
const everyNode = [...cloudNodes, ...onPremisesNames];

describe('plug-ins other than Calico, on a real control plane', () => {
  let cluster: HybridCluster;
  beforeAll(async () => {
    cluster = await startHybridCluster({ objects: [] });
    for (const node of [windowsNode, ...ecsNodes]) await createNode(cluster.api, node);
  });
  afterAll(() => cluster?.stop());

  const read = (path: string) => cluster.api.demand<DaemonSet>('GET', path);
  const termsOf = (daemonSet: unknown): unknown => (daemonSet as DaemonSet).spec.template.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const patch = (path: string, body: unknown, query = '') => cluster.api.send('PATCH', `${path}${query}`, body, 'application/strategic-merge-patch+json');
  const runStep = (where: CalicoAffinityOptions, mode: 'apply' | 'undo') => runSteps([createAffinityStep(connectClients(cluster.sandbox), { ...where, timing: { intervalMs, ...where.timing } })], { mode });

  describe("Flannel's own manifest", () => {
    const path = '/apis/apps/v1/namespaces/kube-flannel/daemonsets/kube-flannel-ds';
    beforeAll(async () => {
      await createObjects(cluster.api, await readManifest('flannel', 'Documentation/kube-flannel.yml'));
      await cluster.rest();
    });

    it('asks for Linux by affinity, and the real controllers keep it off Windows', async () => {
      expect(termsOf(await read(path))).toEqual([{ matchExpressions: [onLinux] }]);
      expect(await nodesWith(cluster.api, 'kube-flannel-ds')).toEqual(everyNode);
    });

    it("loses that by the guide's patch: the real server replaces the terms, and the pod lands on Windows", async () => {
      const before = await cluster.rest();
      const { spec } = await read(path);
      expect((await patch(path, guidePatch)).status).toBe(200);
      expect(termsOf(await read(path))).toEqual([{ matchExpressions: notInCloud }]);
      await cluster.rest();
      expect(await nodesWith(cluster.api, 'kube-flannel-ds')).toEqual([...onPremisesNames, 'dc-windows-1'].sort());
      await cluster.api.demand('PATCH', path, [{ op: 'replace', path: '/spec', value: spec }], 'application/json-patch+json');
      expect(await cluster.rest()).toEqual(before);
    });

    it("is refused where the guide's patch lost its indentation", async () => {
      const answer = await patch(path, flatPatch, '?dryRun=All');
      expect(answer.status).toBe(422);
      expect(answer.body['message']).toMatch(/spec\.template\.spec\.containers: Required value/);
    });

    it('keeps it by our merge: five nodes on Linux, none of the cloud, and back again', async () => {
      const before = await cluster.rest();
      await runStep({}, 'apply');
      const after = await read(path);
      expect(termsOf(after)).toEqual([{ matchExpressions: [onLinux, ...notInCloud] }]);
      expect(after.spec.template.spec.affinity?.nodeAffinity).toEqual(excludeCloudNodes({ requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [onLinux] }] } }));
      await cluster.rest();
      expect(await nodesWith(cluster.api, 'kube-flannel-ds')).toEqual(onPremisesNames);
      await runStep({}, 'undo');
      expect(await cluster.rest()).toEqual(before);
    });
  });

  describe("Cilium's own chart", () => {
    const path = (name: string): string => `/apis/apps/v1/namespaces/kube-system/daemonsets/${name}`;
    const names = ['cilium-envoy', 'cilium'];
    beforeAll(async () => {
      const accounts = ['cilium', 'cilium-envoy'].map((name): ManifestObject => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'kube-system' } }));
      await createObjects(cluster.api, [...accounts, ...(await renderCilium(cluster.controlPlane.version))]);
      await cluster.rest();
    });

    it('runs both DaemonSets on every Linux node', async () => {
      for (const name of names) expect(await nodesWith(cluster.api, name)).toEqual(everyNode);
    });

    it('is refused as long as Flannel is beside it, which does the same, and nothing is written', async () => {
      const before = await cluster.rest();
      await expect(runStep({}, 'apply')).rejects.toThrow(/DaemonSet kube-flannel\/kube-flannel-ds \(flannel\) and DaemonSet kube-system\/cilium \(cilium\) can select the same nodes/);
      expect(await cluster.rest()).toEqual(before);
      await cluster.api.demand('DELETE', '/apis/apps/v1/namespaces/kube-flannel/daemonsets/kube-flannel-ds');
      await cluster.rest();
    });

    // Envoy wants a pod of cilium beside it: it leaves first and comes back last, or the real scheduler has no place for it.
    it('leaves the cloud with Envoy, and keeps the affinity between pods and what nodes must be like', async () => {
      const specs = async () => Promise.all(names.map(async (name) => (await read(path(name))).spec.template.spec));
      const [envoy, agent] = await specs();
      const report = await runStep({}, 'apply');
      expect(report.steps[0]?.changes.map(({ target }) => target)).toEqual(names.map((name) => `DaemonSet kube-system/${name}`));
      expect(report.steps[0]?.checks.filter(({ status }) => status === 'fail')).toEqual([]);
      const placed = (spec: typeof envoy, terms: object) => ({ ...spec, affinity: { ...spec?.affinity, nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } } });
      expect(await specs()).toEqual([
        placed(envoy, [{ matchExpressions: [{ key: 'cilium.io/no-schedule', operator: 'NotIn', values: ['true'] }, ...notInCloud] }]),
        placed(agent, [{ matchExpressions: notInCloud }]),
      ]);
      await cluster.rest();
      for (const name of names) expect(await nodesWith(cluster.api, name)).toEqual(onPremisesNames);
      expect((await runStep({}, 'apply')).steps[0]?.status).toBe('unchanged');
    });

    it("says what the scheduler says where the undo begins with the one that wants the other's pod beside it", async () => {
      const undo = runStep({ namespace: 'kube-system', name: 'cilium-envoy', timing: { rolloutTimeoutMs: 4_000 } }, 'undo');
      await expect(undo).rejects.toThrow(/no place for \d pods?: .*didn't match pod affinity rules/);
    });

    it('is as it was after the undo of both', async () => {
      await runStep({}, 'undo');
      await cluster.rest();
      for (const name of names) expect(await nodesWith(cluster.api, name)).toEqual(everyNode);
      expect((await read(path('cilium'))).spec.template.spec.affinity?.nodeAffinity).toBeUndefined();
      expect(termsOf(await read(path('cilium-envoy')))).toEqual([{ matchExpressions: [{ key: 'cilium.io/no-schedule', operator: 'NotIn', values: ['true'] }] }]);
    });
  });

  describe('workloads of three kinds that are to stay on premises', () => {
    const namespace = 'kube-system';
    const template = (app: string) => ({
      metadata: { labels: { app } },
      spec: { tolerations: [{ operator: 'Exists' }], nodeSelector: { 'kubernetes.io/os': 'linux' }, containers: [{ name: app, image: `registry.example.com/${app}:1` }] },
    });
    const made = (kind: string, app: string, spec: object): ManifestObject => ({ apiVersion: 'apps/v1', kind, metadata: { name: app, namespace, labels: { tier: 'premises' } }, spec: { selector: { matchLabels: { app } }, template: template(app), ...spec } });
    const nodesOf = async (app: string): Promise<readonly string[]> => {
      const { items } = await cluster.api.demand<{ items: { spec: { nodeName?: string } }[] }>('GET', `/api/v1/namespaces/${namespace}/pods?labelSelector=app%3D${app}`);
      return items.map(({ spec }) => spec.nodeName ?? '');
    };
    const run = (mode: 'apply' | 'undo') =>
      runSteps(
        [
          createOnPremisesWorkloadsStep(connectClients(cluster.sandbox), {
            workloads: [
              { kind: 'DaemonSet', selector: 'tier=premises' },
              { kind: 'Deployment', namespace, selector: 'tier=premises' },
              { kind: 'StatefulSet', namespace, name: 'store' },
            ],
            timing: { intervalMs },
          }),
        ],
        { mode },
      );
    beforeAll(async () => {
      await createObjects(cluster.api, [
        made('DaemonSet', 'speaker', {}),
        // More pods than on-premises nodes, so that the scheduler has put some on cloud nodes.
        made('Deployment', 'gate', { replicas: 12 }),
        made('StatefulSet', 'store', { replicas: 8, serviceName: 'store', podManagementPolicy: 'Parallel' }),
      ]);
      await cluster.rest();
    });

    it('begin on both sides, where the real scheduler put them', async () => {
      expect(await nodesWith(cluster.api, 'speaker')).toEqual(everyNode);
      for (const app of ['gate', 'store']) expect((await nodesOf(app)).some((node) => cloudNodes.includes(node)), app).toBe(true);
    });

    it('leave the cloud, and are as they were after the undo', async () => {
      const paths = ['daemonsets/speaker', 'deployments/gate', 'statefulsets/store'].map((name) => `/apis/apps/v1/namespaces/${namespace}/${name}`);
      const specs = () => Promise.all(paths.map(async (path) => ({ spec: (await read(path)).spec, annotations: Object.keys((await read(path)).metadata['annotations'] ?? {}).filter((key) => key.startsWith('ack-hybrid.io/')) })));
      const before = await specs();
      const report = await run('apply');
      expect(report.steps[0]?.checks.filter((check) => check.status !== 'pass')).toEqual([]);
      await cluster.rest();
      expect(await nodesWith(cluster.api, 'speaker')).toEqual(onPremisesNames);
      for (const app of ['gate', 'store']) expect((await nodesOf(app)).filter((node) => !onPremisesNames.includes(node))).toEqual([]);
      expect((await run('apply')).steps[0]?.status).toBe('unchanged');
      await run('undo');
      await cluster.rest();
      expect(await specs()).toEqual(before);
      expect(await nodesWith(cluster.api, 'speaker')).toEqual(everyNode);
    });
  });
});
