import { defaultWorld, type SandboxWorld } from '@ack-hybrid/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calicoObjects } from '../../../packages/sandbox/src/kubernetes/seed/seed-calico.ts';
import { configObjects } from '../../../packages/sandbox/src/kubernetes/seed/seed-config.ts';
import { nodeObjects } from '../../../packages/sandbox/src/kubernetes/seed/seed-nodes.ts';
import { systemWorkloads } from '../../../packages/sandbox/src/kubernetes/seed/seed-workloads.ts';
import { startKubelet } from '../../../packages/sandbox/src/node/kubelet.ts';
import { terwayAddon } from '../../../packages/sandbox/src/node/terway-addon.ts';
import { startControlPlane, type ControlPlane } from '../../control-plane/start-control-plane.ts';
import type { ManifestObject } from '../manifests/read-manifest.ts';
import { createApiRequests, type ApiRequests } from './api-requests.ts';
import { calicoDefinitions } from './calico-objects.ts';
import { createObjects } from './hybrid-cluster.ts';

const worldOf = (calico: SandboxWorld['dataCenter']['calico']): SandboxWorld => ({ ...defaultWorld, dataCenter: { ...defaultWorld.dataCenter, calico } });
const machine = { hostname: 'izbp1z', address: '10.10.24.1', cpu: 4, memoryGiB: 16, kubeletVersion: 'v1.33.2', osImage: 'Alibaba Cloud Linux 3', containerRuntimeVersion: 'containerd://1.7.27', swapOn: false };

/** A Node as the sandbox's kubelet registers it. */
const cloudNode = (): ManifestObject => {
  const result = startKubelet(['--hostname-override=cn-hangzhou.10.10.24.1', '--provider-id=cn-hangzhou.i-1', '--node-labels=alibabacloud.com/external=true', '--register-with-taints=workload=ack:NoSchedule'], machine);
  if (result.outcome !== 'registered') expect.fail(result.message);
  return { ...result.node };
};

describe('what the sandbox holds, a real API server takes, field by field', () => {
  let controlPlane: ControlPlane;
  let api: ApiRequests;
  beforeAll(async () => {
    controlPlane = await startControlPlane({ kind: 'api', flags: { 'kube-apiserver': { 'service-cluster-ip-range': defaultWorld.dataCenter.serviceCidr } } });
    api = createApiRequests(controlPlane.kubeconfig);
    // The namespaces as the operator's way has them; Calico's and the operator's own definitions stand in for the sandbox's shorter ones.
    for (const name of ['calico-system', 'tigera-operator']) await api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await createObjects(api, await calicoDefinitions());
  });
  afterAll(() => controlPlane?.stop());

  it.each<[string, () => readonly object[]]>([
    ['the nodes', () => nodeObjects(defaultWorld)],
    ['kube-system', () => configObjects(defaultWorld, 'kube-system')],
    ['the system workloads', systemWorkloads],
    ['Calico by manifest', () => calicoObjects(worldOf('manifest')).filter((object) => !isDefinition(object))],
    ['Calico by the operator', () => calicoObjects(worldOf('operator')).filter((object) => object.metadata.namespace === 'calico-system' || object.kind === 'Installation')],
    ["Terway's add-on", () => terwayAddon('v1.17.0', {})],
    ['a cloud node', () => [cloudNode()]],
  ])('%s', async (_title, objects) => {
    const sent = objects().map((object) => withoutManager(object as ManifestObject));
    expect(sent.length).toBeGreaterThan(0);
    await createObjects(api, sent);
  });

  it('its shorter definitions of Calico and the operator', async () => {
    for (const object of calicoObjects(worldOf('operator')).filter(isDefinition)) {
      const name = `x${object.metadata.name}`;
      const { spec } = object as unknown as { spec: { names: { plural: string; singular: string; kind: string; listKind: string } } };
      const names = { ...spec.names, plural: `x${spec.names.plural}`, singular: `x${spec.names.singular}`, kind: `X${spec.names.kind}`, listKind: `X${spec.names.listKind}` };
      const definition = { ...withoutManager(object), metadata: { name }, spec: { ...spec, names } };
      const answer = await api.send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All&fieldValidation=Strict', definition);
      expect(answer.status, String(answer.body['message'])).toBe(201);
    }
  });
});

const isDefinition = ({ kind }: { readonly kind: string }): boolean => kind === 'CustomResourceDefinition';

/** Who made a seeded object is told beside it and never sent. */
const withoutManager = ({ manager: _manager, ...object }: ManifestObject): ManifestObject => object;
