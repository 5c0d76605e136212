import type { V1Node } from '@kubernetes/client-node';
import type { CloudHalf, PodRuntime, SandboxContext } from '../halves.ts';
import type { KubeletClient } from './kubelet-client.ts';
import { startKubeletServer, type KubeletServer } from './kubelet-server.ts';
import { isNodeReady } from './node-readiness.ts';
import { createPodStarts } from './pod-starts.ts';

/** What the kubelets of the sandbox's nodes are made of. */
export interface NodeKubeletsOptions {
  readonly context: SandboxContext;
  readonly client: KubeletClient;
  readonly podRuntime: PodRuntime;
  /** The cloud half, which starts after this one. */
  cloud(): CloudHalf;
  /** Milliseconds between two looks at the cluster; 200 at least by default, for it is somebody else's. */
  readonly lookMs?: number;
}

/** The kubelets of nodes in a cluster that has none for them. */
export interface NodeKubelets {
  /** The parts of a Node's status by which the API server finds its kubelet. */
  reachableStatus(address: string): Promise<Readonly<Record<string, unknown>>>;
  /** Plays the kubelet of a Node from now on, until it is gone. */
  adopt(name: string, zone: string): void;
  stop(): Promise<void>;
}

/** As the kubelet's defaults: a lease of 40 s, renewed every 10 s, and the status every 5 minutes where nothing else changes it. */
const lease = { durationSeconds: 40, renewMs: 10_000, statusMs: 300_000 } as const;
const quietLooks = 10;
/** By this annotation kwok knows the nodes that it fakes. */
const fakedByKwok = { key: 'kwok.x-k8s.io/node', value: 'fake' } as const;

/**
 * Plays the kubelets of the cloud nodes in a cluster that the sandbox doesn't serve: heartbeats and leases, pods that start, run their
 * command and end, and their logs. On premises, where kwok fakes a node that the world names, it runs the probe pods alone, and serves
 * their logs: kwok's own pods do nothing.
 */
export async function createNodeKubelets(options: NodeKubeletsOptions): Promise<NodeKubelets> {
  const { context, client } = options;
  const { clock } = context;
  const stopping = new AbortController();
  /** Zones of the nodes by name. */
  const adopted = new Map<string, string>();
  const beats = new Map<string, { leaseAt: number; statusAt: number }>();
  const starts = createPodStarts(options);
  const server: KubeletServer = await startKubeletServer((namespace, pod, container) => starts.readLog(namespace, pod, container));
  const lookMs = options.lookMs ?? Math.max(200, context.timing.tickMs);
  let looks = 0;
  const loop = watch();

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      // Until there is a node to play for, a look now and then finds those that kwok fakes.
      if (adopted.size > 0 || starts.busy() || looks % quietLooks === 0) await look().catch(() => undefined);
      looks += 1;
      await clock.sleep(lookMs, stopping.signal).catch(() => undefined);
    }
  }

  async function look(): Promise<void> {
    const nodes = await client.listNodes();
    const own = new Map<string, V1Node>();
    const faked = new Map<string, V1Node>();
    for (const node of nodes) {
      const name = node.metadata?.name ?? '';
      if (adopted.has(name)) own.set(name, node);
      else if (isFaked(node)) faked.set(name, node);
    }
    for (const name of adopted.keys()) if (!own.has(name) && beats.has(name)) forget(name);
    // A write that fails is due again at the next look, and holds nothing else up.
    for (const [name, node] of own) await beat(name, node).catch(() => undefined);
    for (const [name, node] of faked) await claim(name, node).catch(() => undefined);
    if (own.size + faked.size === 0) return;
    const pods = await client.listPods();
    await starts.settle(pods, {
      own: [...own].map(([name, node]) => ({ name, zone: adopted.get(name) ?? '', ready: isNodeReady(node), address: internalAddress(node) })),
      faked: [...faked.keys()],
    });
  }

  /** A Node that was there and is gone: its kubelet ends. */
  function forget(name: string): void {
    adopted.delete(name);
    beats.delete(name);
  }

  async function beat(name: string, node: V1Node): Promise<void> {
    const now = clock.now();
    const last = beats.get(name) ?? { leaseAt: -Infinity, statusAt: now };
    beats.set(name, last);
    if (now - last.leaseAt >= lease.renewMs) {
      await client.renewLease({ name, uid: node.metadata?.uid ?? '' }, now, lease.durationSeconds);
      last.leaseAt = now;
    }
    if (now - last.statusAt >= lease.statusMs) {
      const lastHeartbeatTime = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
      await client.patchNodeStatus(name, { conditions: (node.status?.conditions ?? []).map(({ type }) => ({ type, lastHeartbeatTime })) });
      last.statusAt = now;
    }
  }

  /** Has the API server ask us for the logs of a node that kwok fakes, once kwok has set it up. */
  async function claim(name: string, node: V1Node): Promise<void> {
    if (!isNodeReady(node) || node.status?.daemonEndpoints?.kubeletEndpoint?.Port === server.port) return;
    await client.patchNodeStatus(name, { daemonEndpoints: endpoints(server.port) });
  }

  function isFaked(node: V1Node): boolean {
    if (node.metadata?.annotations?.[fakedByKwok.key] !== fakedByKwok.value) return false;
    return context.world.dataCenter.nodes.some(({ name, address }) => name === node.metadata?.name && address === internalAddress(node));
  }

  return {
    reachableStatus: async (address) => ({
      // The API server dials the host name first (--kubelet-preferred-address-types), and its kubelet is here; kwok does the same.
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: 'localhost' },
      ],
      daemonEndpoints: endpoints(server.port),
    }),
    adopt: (name, zone) => void adopted.set(name, zone),
    async stop() {
      stopping.abort();
      await loop;
      await server.stop();
    },
  };
}

const endpoints = (Port: number): Readonly<Record<string, unknown>> => ({ kubeletEndpoint: { Port } });
const internalAddress = (node: V1Node): string => node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
