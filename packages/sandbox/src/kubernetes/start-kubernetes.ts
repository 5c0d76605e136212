import { randomUUID } from 'node:crypto';
import type { KubernetesHalf, PodRuntime, SandboxContext } from '../halves.ts';
import { createControlLoop } from './controllers/control-loop.ts';
import { startApiServer } from './http/api-server.ts';
import { copyJson } from './json.ts';
import { renderKubeconfig } from './kubeconfig.ts';
import type { PodLogs } from './pod-state.ts';
import { ResourceRegistry } from './registry.ts';
import { seedCluster } from './seed/seed-cluster.ts';
import { snapshotObjects } from './snapshot.ts';
import { ObjectStore } from './store.ts';
import { newestMinor } from './types/kind-shapes.ts';

/**
 * Starts the on-premises cluster of the sandbox: a Kubernetes API over plain HTTP on 127.0.0.1 with the controllers that make it live
 * (DaemonSets, Deployments, Jobs, the scheduler, kubelets, garbage collection, Calico's operator). It begins at rest, every pod Ready.
 *
 * Not modelled: RBAC (a known token may do everything), admission webhooks, resources of pods.
 *
 * @param options.port the port; 0 or absent: a free one. Rejects where it is taken.
 * @param options.podRuntime what pods do that are more than a name.
 */
export async function startKubernetes(context: SandboxContext, options: { readonly port?: number; readonly podRuntime?: PodRuntime }): Promise<KubernetesHalf> {
  const store = new ObjectStore();
  const { world, timing } = context;
  const cluster = { store, registry: new ResourceRegistry(store, minorOf(world.cluster.kubernetesVersion)), clock: context.clock };
  const logs: PodLogs = new Map();
  seedCluster(cluster, world);
  const loop = createControlLoop({ cluster, world, timing, runtime: options.podRuntime, logs });
  loop.settle();
  // A cluster that was there before: nobody can resume from its installation.
  store.forgetChanges();
  const tokens = { client: `sandbox-admin-${randomUUID()}`, agent: `sandbox-agent-${randomUUID()}` };
  const server = await startApiServer({ cluster, logs, context, tokens, port: options.port ?? 0 });
  loop.start();
  return {
    url: server.url,
    kubeconfig: (user) =>
      renderKubeconfig({
        url: server.url,
        user: user === 'admin' ? 'kubernetes-admin' : 'ack-agent',
        token: user === 'admin' ? tokens.client : tokens.agent,
        cluster: world.cluster.name,
      }),
    snapshot: () => copyJson(snapshotObjects(store)),
    async stop() {
      loop.stop();
      await server.stop();
    },
  };
}

/** The minor version of a version such as `1.33.2`. */
function minorOf(kubernetesVersion: string): number {
  return Number(/^v?1\.(\d+)/.exec(kubernetesVersion)?.[1] ?? newestMinor);
}
