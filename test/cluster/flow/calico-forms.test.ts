import { createAffinityStep, type CalicoAffinityOptions, type NodeAffinity } from '@ack-hybrid/calico-affinity';
import { runSteps } from '@ack-hybrid/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectClients } from '../../support/sandbox-clients.ts';
import type { ManifestModuleName } from '../manifests/modules.ts';
import { pickObject, readManifest, type ManifestObject } from '../manifests/read-manifest.ts';
import type { StoredObject } from './api-requests.ts';
import { ipPool } from './calico-objects.ts';
import { createNode, createObjects, intervalMs, nodesWith, startHybridCluster, type HybridCluster } from './hybrid-cluster.ts';
import { cloudNodes, ecsNodes, onPremisesNames } from './on-premises-objects.ts';

/** A version of Calico, by the module that has it, in one of the forms in which its manifest is published. */
interface ManifestForm {
  readonly module: ManifestModuleName;
  readonly version: string;
  readonly file: string;
  readonly agent: string;
  /** Its Deployments, sorted. */
  readonly deployments: readonly string[];
}

const controllers = 'calico-kube-controllers';
const typha = 'calico-typha';

/** v3.28.5 is the newest that the module proxy gives; a newer one is seven rows more. */
const forms: readonly ManifestForm[] = [
  { file: 'calico.yaml', agent: 'calico-node', deployments: [controllers] },
  { file: 'calico-typha.yaml', agent: 'calico-node', deployments: [controllers, typha] },
  { file: 'calico-vxlan.yaml', agent: 'calico-node', deployments: [controllers] },
  { file: 'calico-bpf.yaml', agent: 'calico-node', deployments: [controllers] },
  { file: 'calico-etcd.yaml', agent: 'calico-node', deployments: [controllers] },
  { file: 'calico-policy-only.yaml', agent: 'calico-node', deployments: [controllers, typha] },
  { file: 'canal.yaml', agent: 'canal', deployments: [controllers] },
].map((form) => ({ module: 'calico', version: 'v3.28.5', ...form }));

const affinity = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        {
          matchExpressions: [
            { key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] },
            { key: 'type', operator: 'NotIn', values: ['virtual-kubelet'] },
          ],
        },
      ],
    },
  },
};

const namespace = 'kube-system';
const everyNode = [...cloudNodes, ...onPremisesNames];
const isDefinition = ({ kind }: ManifestObject): boolean => kind === 'CustomResourceDefinition';

type Workload = StoredObject & { spec: { template: { spec: { affinity?: { nodeAffinity?: NodeAffinity }; containers: { image: string }[] } } } };

describe("Calico's own manifests, version by version and form by form, on a real control plane", () => {
  let cluster: HybridCluster;
  beforeAll(async () => {
    const definitions = (await readManifest('calico', 'manifests/calico.yaml')).filter(isDefinition);
    cluster = await startHybridCluster({ objects: [...definitions, ipPool('10.100.0.0/16')] });
    for (const node of ecsNodes) await createNode(cluster.api, node);
    await cluster.rest();
  });
  afterAll(() => cluster?.stop());

  describe.each(forms)('$version, $file', ({ module, version, file, agent, deployments }) => {
    const path = (plural: string, name: string): string => `/apis/apps/v1/namespaces/${namespace}/${plural}/${name}`;
    const read = (plural: string, name: string) => cluster.api.demand<Workload>('GET', path(plural, name));
    const run = async (options: CalicoAffinityOptions, mode: 'apply' | 'undo' = 'apply') => {
      const clients = connectClients(cluster.sandbox);
      const [report] = (await runSteps([createAffinityStep(clients, { ...options, timing: { intervalMs } })], { mode })).steps;
      return { report, writes: clients.writes() };
    };
    /** The nodes of a Deployment's pods. */
    const nodesOf = async (name: string): Promise<readonly string[]> => {
      const { items } = await cluster.api.demand<{ items: { spec: { nodeName?: string } }[] }>('GET', `/api/v1/namespaces/${namespace}/pods?labelSelector=k8s-app%3D${name}`);
      return items.map(({ spec }) => spec.nodeName ?? '');
    };
    let objects: ManifestObject[];
    let before: Record<string, unknown>;

    beforeAll(async () => {
      objects = (await readManifest(module, `manifests/${file}`)).filter((object) => !isDefinition(object));
      await createObjects(cluster.api, objects);
      before = await cluster.rest();
    });
    afterAll(async () => {
      for (const object of [...objects].reverse()) await cluster.api.demand('DELETE', await cluster.api.pathOf(object));
      await cluster.rest();
      // The next form has workloads of the same names.
      expect(await nodesWith(cluster.api, agent)).toEqual([]);
      for (const name of deployments) expect(await nodesOf(name)).toEqual([]);
    });

    it('is that version, runs on every node, and asks for Linux by its selector alone', async () => {
      const { spec } = pickObject(objects, 'DaemonSet', agent) as Workload;
      expect(spec.template.spec.containers[0]?.image).toBe(`docker.io/calico/node:${version}`);
      expect(spec.template.spec).toMatchObject({ nodeSelector: { 'kubernetes.io/os': 'linux' } });
      expect(spec.template.spec.affinity).toBeUndefined();
      expect(objects.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name).sort()).toEqual(deployments);
      expect(await nodesWith(cluster.api, agent)).toEqual(everyNode);
    });

    it.each([
      ['is named', { namespace, name: agent }],
      ['is found', {}],
    ])('leaves the cloud where it %s, is let be by a second run, and is as before after the undo', async (_title, options) => {
      const { spec } = await read('daemonsets', agent);
      const applied = await run(options);
      expect(applied.report?.changes.map(({ target }) => target)).toEqual([`DaemonSet ${namespace}/${agent}`]);
      expect(applied.report?.checks.filter(({ status }) => status === 'fail')).toEqual([]);
      expect((await read('daemonsets', agent)).spec).toEqual({ ...spec, template: { ...spec.template, spec: { ...spec.template.spec, affinity } } });
      await cluster.rest();
      expect(await nodesWith(cluster.api, agent)).toEqual(onPremisesNames);

      const again = await run(options);
      expect([again.report?.status, again.report?.changes, again.writes]).toEqual(['unchanged', [], []]);

      await run(options, 'undo');
      expect(await cluster.rest()).toEqual(before);
      expect(await nodesWith(cluster.api, agent)).toEqual(everyNode);
    });

    it('leaves the cloud with its Deployments where allComponents says so, and all are as before after the undo', async () => {
      const workloads = [['daemonsets', agent] as const, ...deployments.map((name) => ['deployments', name] as const)];
      const specs = () => Promise.all(workloads.map(async ([plural, name]) => (await read(plural, name)).spec));
      const earlier = await specs();
      const applied = await run({ allComponents: true });
      expect(applied.report?.changes.map(({ target }) => target).sort()).toEqual([`DaemonSet ${namespace}/${agent}`, ...deployments.map((name) => `Deployment ${namespace}/${name}`)].sort());
      expect(await specs()).toEqual(earlier.map((spec) => ({ ...spec, template: { ...spec.template, spec: { ...spec.template.spec, affinity } } })));
      await cluster.rest();
      expect(await nodesWith(cluster.api, agent)).toEqual(onPremisesNames);
      for (const name of deployments) {
        const nodes = await nodesOf(name);
        expect(nodes.length, name).toBe(1);
        expect(onPremisesNames, name).toContain(nodes[0]);
      }
      const again = await run({ allComponents: true });
      expect([again.report?.status, again.writes]).toEqual(['unchanged', []]);
      await run({ allComponents: true }, 'undo');
      await cluster.rest();
      expect(await specs()).toEqual(earlier);
      expect(await nodesWith(cluster.api, agent)).toEqual(everyNode);
    });
  });
});
