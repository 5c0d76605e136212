import type { V1Pod } from '@kubernetes/client-node';
import type { CloudHalf, PodRun, PodRuntime, SandboxContext } from '../halves.ts';
import type { KubeletClient } from './kubelet-client.ts';
import { endedStatus, isWaiting, runningStatus, waitingStatus } from './pod-status.ts';
import { terwayAddress } from './terway-addresses.ts';

/** A node whose pods are started here. */
export interface PodHost {
  readonly name: string;
  readonly zone: string;
  readonly ready: boolean;
  /** Its InternalIP. */
  readonly address: string;
}

/** The nodes of a look: those that are ours, and those that kwok fakes, where only commands are run. */
export interface PodHosts {
  readonly own: readonly PodHost[];
  readonly faked: readonly string[];
}

/** Starts, runs and ends pods on the nodes of {@link PodHosts}. */
export interface PodStarts {
  /** Brings every pod on these nodes one step on. */
  settle(pods: readonly V1Pod[], hosts: PodHosts): Promise<void>;
  readLog(namespace: string, pod: string, container: string): string | undefined;
  /** Whether the last look found a node to care for. */
  busy(): boolean;
}

export interface PodStartsOptions {
  readonly context: SandboxContext;
  readonly client: KubeletClient;
  readonly podRuntime: PodRuntime;
  cloud(): CloudHalf;
}

const networkDown = 'container runtime network not ready';
const noAddress = 'the network plug-in has no address for the pod';

/** Goes by what is in the cluster: a write that was lost is made again at the next look. */
export function createPodStarts(options: PodStartsOptions): PodStarts {
  const { client, context } = options;
  const { clock, timing } = context;
  /** When a pod was first seen on its node, by uid. */
  const seen = new Map<string, number>();
  /** What ran, by uid: a command runs once. */
  const runs = new Map<string, { ended?: PodRun }>();
  /** The pods of the last look on these nodes. */
  let there: readonly V1Pod[] = [];
  let cared = false;

  async function settle(pods: readonly V1Pod[], hosts: PodHosts): Promise<void> {
    cared = hosts.own.length + hosts.faked.length > 0;
    const uids = new Set(pods.map((pod) => pod.metadata?.uid));
    for (const known of [seen, runs]) for (const uid of known.keys()) if (!uids.has(uid)) known.delete(uid);
    const taken = new Set(pods.map((pod) => pod.status?.podIP));
    const own = new Map(hosts.own.map((host) => [host.name, host]));
    const faked = new Set(hosts.faked);
    there = pods.filter((pod) => own.has(pod.spec?.nodeName ?? '') || faked.has(pod.spec?.nodeName ?? ''));
    for (const pod of there) {
      const host = own.get(pod.spec?.nodeName ?? '');
      // One pod that can't be written must not hold up the others.
      await (host === undefined ? onFakedNode(pod) : onOwnNode(pod, host, taken)).catch(() => undefined);
    }
  }

  /** kwok starts the pod and takes it away; what its command does is done here. */
  async function onFakedNode(pod: V1Pod): Promise<void> {
    if (pod.metadata?.deletionTimestamp === undefined && pod.status?.phase === 'Running') await run(pod);
  }

  async function onOwnNode(pod: V1Pod, host: PodHost, taken: Set<string | undefined>): Promise<void> {
    if (pod.metadata?.deletionTimestamp !== undefined) return client.confirmDeletion(pod);
    if (pod.status?.phase === 'Running') return run(pod);
    if ((pod.status?.phase ?? 'Pending') !== 'Pending') return;
    const uid = pod.metadata?.uid ?? '';
    const since = seen.get(uid) ?? clock.now();
    seen.set(uid, since);
    if (clock.now() < since + timing.podReadyMs) return;
    const onHost = pod.spec?.hostNetwork === true;
    const podIP = onHost ? host.address : host.ready ? await addressFor(host, taken) : undefined;
    if (podIP === undefined) {
      const message = host.ready ? noAddress : networkDown;
      if (!isWaiting(pod, message)) await client.patchPodStatus(pod, waitingStatus(pod, message));
      return;
    }
    taken.add(podIP);
    await client.patchPodStatus(pod, runningStatus(pod, { hostIP: host.address, podIP }, clock.now()));
  }

  async function addressFor(host: PodHost, taken: ReadonlySet<string | undefined>): Promise<string | undefined> {
    const eniConfig = await client.readEniConfig();
    return terwayAddress(eniConfig?.['eni_conf'], host.zone, options.cloud().network.vswitches(), taken);
  }

  /** Runs the command of a pod that has its address, once, and ends the pod after it. With restartPolicy Always it isn't started a second time. */
  async function run(pod: V1Pod): Promise<void> {
    const uid = pod.metadata?.uid ?? '';
    const known = runs.get(uid);
    if (known === undefined) {
      const running = options.podRuntime.run(pod, pod.spec?.nodeName ?? '');
      const entry: { ended?: PodRun } = {};
      runs.set(uid, entry);
      void running?.then(
        (ended) => (entry.ended = ended),
        (error: unknown) => (entry.ended = { exitCode: 128, log: error instanceof Error ? error.message : String(error) }),
      );
    } else if (known.ended !== undefined && pod.spec?.restartPolicy === 'Never') {
      await client.patchPodStatus(pod, endedStatus(pod, known.ended, clock.now()));
    }
  }

  return {
    settle,
    busy: () => cared,
    readLog(namespace, name, container) {
      const pod = there.find(({ metadata }) => metadata?.namespace === namespace && metadata.name === name);
      const [first] = pod?.spec?.containers ?? [];
      // The first container's command is the one that runs.
      if (pod?.spec?.containers.some((each) => each.name === container) !== true) return undefined;
      return first?.name === container ? (runs.get(pod.metadata?.uid ?? '')?.ended?.log ?? '') : '';
    },
  };
}
