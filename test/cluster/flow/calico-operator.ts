import { isDeepStrictEqual } from 'node:util';
import { pickObject, readManifest, type ManifestObject } from '../manifests/read-manifest.ts';
import type { ApiRequests, StoredObject } from './api-requests.ts';

/** A loop that plays the Tigera operator. */
export interface CalicoOperator {
  /** How often it took back what others had written into a workload of its own. */
  reverted(): number;
  stop(): Promise<void>;
}

type Workload = StoredObject & { readonly spec: { readonly template: { readonly spec: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>> };

/** What it makes, by the part of the Installation that overrides it, and the manifest of Calico's that has the like. */
const parts = [
  { part: 'calicoNodeDaemonSet', kind: 'DaemonSet', name: 'calico-node', file: 'manifests/calico.yaml' },
  { part: 'typhaDeployment', kind: 'Deployment', name: 'calico-typha', file: 'manifests/calico-typha.yaml' },
  { part: 'calicoKubeControllersDeployment', kind: 'Deployment', name: 'calico-kube-controllers', file: 'manifests/calico.yaml' },
  { part: 'csiNodeDriverDaemonSet', kind: 'DaemonSet', name: 'csi-node-driver', file: 'manifests/csi-driver.yaml' },
] as const;

/**
 * Plays the Tigera operator, which can't be had here, as far as affinity goes: it renders workloads of Calico's own manifests into
 * calico-system, owned by the Installation, puts the affinity of their part of the Installation in its place as a whole, and takes back what
 * anyone else writes there (tigera/operator since v1.28: api/v1/installation_types.go, pkg/render/common/components/components.go). The
 * definition of Installation, its schema and its defaults are the real ones.
 */
export const startCalicoOperator = async (api: ApiRequests): Promise<CalicoOperator> => {
  const workloads = await Promise.all(parts.map(async ({ part, kind, name, file }) => ({ part, made: pickObject(await readManifest('calico', file, `kind: ${kind}`), kind, name) as Workload })));
  let running = true;
  let reverted = 0;
  const rendered = new Map<string, unknown>();

  const render = ({ part, made }: (typeof workloads)[number], installation: StoredObject): ManifestObject => {
    const affinity = readPath(installation, ['spec', part, 'spec', 'template', 'spec', 'affinity']);
    const { apiVersion, kind } = installation;
    const owner = { apiVersion, kind, name: installation.metadata.name, uid: installation.metadata.uid, controller: true, blockOwnerDeletion: true };
    // One account for all: what they may do matters to nobody here.
    const spec = { ...made.spec.template.spec, serviceAccountName: 'calico-node', ...(affinity === undefined ? {} : { affinity }) };
    return {
      ...made,
      metadata: { name: made.metadata.name, namespace: 'calico-system', labels: made.metadata.labels ?? {}, ownerReferences: [owner] },
      spec: { ...made.spec, template: { ...made.spec.template, spec } },
    };
  };

  const reconcile = async (): Promise<void> => {
    const installation = await api.demand<StoredObject>('GET', '/apis/operator.tigera.io/v1/installations/default');
    for (const workload of workloads) {
      const wanted = render(workload, installation);
      const path = `/apis/apps/v1/namespaces/calico-system/${wanted.kind.toLowerCase()}s/${wanted.metadata.name}`;
      const live = await api.send('GET', path);
      const affinityOf = (object: unknown) => readPath(object, ['spec', 'template', 'spec', 'affinity']);
      if (live.status === 404) await api.create(wanted);
      else if (!isDeepStrictEqual(affinityOf(live.body), affinityOf(wanted))) {
        // The Installation says what it said before: somebody else wrote the workload.
        if (isDeepStrictEqual(rendered.get(path), affinityOf(wanted))) reverted += 1;
        const metadata = { ...wanted.metadata, resourceVersion: readPath(live.body, ['metadata', 'resourceVersion']) };
        await api.send('PUT', path, { ...wanted, metadata });
      }
      rendered.set(path, affinityOf(wanted));
    }
  };

  await reconcile();
  const loop = (async () => {
    while (running) {
      await reconcile().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    reverted: () => reverted,
    async stop() {
      running = false;
      await loop;
    },
  };
};

const readPath = (value: unknown, steps: readonly string[]): unknown =>
  steps.reduce<unknown>((current, step) => (typeof current === 'object' && current !== null ? (current as Record<string, unknown>)[step] : undefined), value);
