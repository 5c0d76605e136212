import { isDeepStrictEqual } from 'node:util';
import { pickObject, readManifest, type ManifestObject } from '../manifests/read-manifest.ts';
import type { ApiRequests, StoredObject } from './api-requests.ts';

/** A loop that plays the Tigera operator. */
export interface CalicoOperator {
  /** How often it took back what others had written into the DaemonSet. */
  reverted(): number;
  stop(): Promise<void>;
}

type DaemonSet = StoredObject & { readonly spec: { readonly template: { readonly spec: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>> };

const path = '/apis/apps/v1/namespaces/calico-system/daemonsets';

/**
 * Plays the Tigera operator, which can't be had here, as far as calico-node goes: it renders the DaemonSet of Calico's own manifest into
 * calico-system, owned by the Installation, puts the affinity of `.spec.calicoNodeDaemonSet` in its place as a whole, and takes back what anyone
 * else writes there (tigera/operator since v1.28: api/v1/installation_types.go, pkg/render/common/components/components.go). The definition
 * of Installation, its schema and its defaults are the real ones.
 */
export const startCalicoOperator = async (api: ApiRequests): Promise<CalicoOperator> => {
  const calicoNode = pickObject(await readManifest('calico', 'manifests/calico.yaml', 'kind: DaemonSet'), 'DaemonSet', 'calico-node') as DaemonSet;
  let running = true;
  let reverted = 0;
  let rendered: unknown;

  const render = (installation: StoredObject): ManifestObject => {
    const affinity = readPath(installation, ['spec', 'calicoNodeDaemonSet', 'spec', 'template', 'spec', 'affinity']);
    const { apiVersion, kind } = installation;
    const owner = { apiVersion, kind, name: installation.metadata.name, uid: installation.metadata.uid, controller: true, blockOwnerDeletion: true };
    const spec = { ...calicoNode.spec.template.spec, ...(affinity === undefined ? {} : { affinity }) };
    return {
      ...calicoNode,
      metadata: { name: 'calico-node', namespace: 'calico-system', labels: calicoNode.metadata.labels ?? {}, ownerReferences: [owner] },
      spec: { ...calicoNode.spec, template: { ...calicoNode.spec.template, spec } },
    };
  };

  const reconcile = async (): Promise<void> => {
    const installation = await api.demand<StoredObject>('GET', '/apis/operator.tigera.io/v1/installations/default');
    const wanted = render(installation);
    const live = await api.send('GET', `${path}/calico-node`);
    const affinityOf = (object: unknown) => readPath(object, ['spec', 'template', 'spec', 'affinity']);
    if (live.status === 404) await api.create(wanted);
    else if (!isDeepStrictEqual(affinityOf(live.body), affinityOf(wanted))) {
      // The Installation says what it said before: somebody else wrote the DaemonSet.
      if (isDeepStrictEqual(rendered, affinityOf(wanted))) reverted += 1;
      const metadata = { ...wanted.metadata, resourceVersion: readPath(live.body, ['metadata', 'resourceVersion']) };
      await api.send('PUT', `${path}/calico-node`, { ...wanted, metadata });
    }
    rendered = affinityOf(wanted);
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
