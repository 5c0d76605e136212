import type { V1Node } from '@kubernetes/client-node';
import type { BootingInstance, BootResult, CloudHalf, ClusterAgent, SandboxContext } from '../halves.ts';
import { bootMachine } from './boot-machine.ts';
import { createClusterClient, statusOf } from './cluster-client.ts';
import { checkScriptPath, downloadScript } from './download-script.ts';
import type { NodeImage } from './seed-files.ts';
import { patchOfMarks } from './node-marks.ts';
import type { NodeKubelets } from './node-kubelets.ts';
import { initialConditions, settleNode } from './node-readiness.ts';
import type { RegisteredNode } from './kubelet.ts';
import { terwayAddon } from './terway-addon.ts';

/** What the agent of the registered cluster is made of. */
export interface ClusterAgentOptions {
  readonly context: SandboxContext;
  /** The cluster that the agent works on, as kubeconfig text. */
  readonly kubeconfig: string;
  /** The cloud half, which starts after the agent. */
  cloud(): CloudHalf;
  /** The kubelets of the cloud nodes, where the cluster has none for them. */
  readonly kubelets?: NodeKubelets;
  readonly image?: NodeImage;
  /** Milliseconds of wall time for a node script; 30,000 by default. */
  readonly scriptTimeoutMs?: number;
}

/** Lines of the log that go into a failure's message. */
const tailLines = 20;
/** How long a drain waits for a disruption budget, milliseconds of sandbox time. */
const drainLimitMs = 5_000;
/** A node whose network stays down is looked at less and less often, down to every so many ticks. */
const slowestLook = 10;
/** Tries of a write that the cluster answered with a conflict or not at all. */
const tries = 5;

/** The agent of the registered cluster. `stop` ends its loop and the scripts that still run. */
export function createClusterAgent(options: ClusterAgentOptions): ClusterAgent & { stop(): Promise<void> } {
  const { context } = options;
  const client = createClusterClient(options.kubeconfig);
  const stopping = new AbortController();
  /** Cloud nodes whose network is not up yet, with their zones. */
  const pending = new Map<string, string>();
  const boots = new Set<Promise<unknown>>();
  let wake: (() => void) | undefined;
  let looks = 0;

  const loop = watchPending();

  async function watchPending(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (pending.size === 0) {
        // Nothing to look at: no request at all, until a boot adds a node.
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (stopping.signal.aborted) resolve();
        });
        continue;
      }
      for (const [name, zone] of [...pending]) {
        try {
          if (await settleNode(name, zone, client, options.cloud(), context)) pending.delete(name);
        } catch {
          // A faulty or stopped API server: the next round asks again.
        }
      }
      looks += 1;
      await context.clock.sleep(context.timing.tickMs * Math.min(1 + Math.floor(looks / slowestLook), slowestLook), stopping.signal).catch(() => undefined);
    }
  }

  const agent: ClusterAgent = {
    async installAddon(addon) {
      if (addon.name !== 'terway-eniip') return;
      for (const object of terwayAddon(addon.version, addon.config)) await retried(() => client.create(object));
    },
    async uninstallAddon(name) {
      if (name !== 'terway-eniip') return;
      for (const object of [...terwayAddon('', {})].reverse()) await retried(() => client.remove(object));
    },
    async bootNode(instance) {
      const boot = bootNode(instance).catch((error: unknown): BootResult => ({ ok: false, message: `the node could not be booted: ${error instanceof Error ? error.message : String(error)}`, log: '' }));
      boots.add(boot);
      try {
        return await boot;
      } finally {
        boots.delete(boot);
      }
    },
    async updateNode(instanceId, before, after) {
      await retried(async () => {
        const node = await findNode(instanceId);
        const patch = node === undefined ? undefined : patchOfMarks(node, before, after);
        if (node?.metadata?.name !== undefined && patch !== undefined) await client.patchNode(node.metadata.name, patch);
      });
    },
    async removeNode(instanceId, removal) {
      const node = await retried(() => findNode(instanceId));
      const name = node?.metadata?.name;
      if (name === undefined) return;
      pending.delete(name);
      if (removal.drain) await drain(name);
      await retried(() => client.deleteNode(name));
      // A kubelet that is gone confirms no deletion: the pods are removed at once.
      for (const pod of await retried(() => client.listPodsOn(name))) await retried(() => client.deletePod(pod.metadata?.namespace ?? 'default', pod.metadata?.name ?? ''));
    },
  };

  return {
    ...agent,
    async stop() {
      stopping.abort();
      wake?.();
      await Promise.all([loop, ...boots]);
    },
  };

  async function bootNode(instance: BootingInstance): Promise<BootResult> {
    const failed = (message: string, log = ''): BootResult => ({ ok: false, message, log });
    const path = ((await client.readConfigMap('kube-system', 'ack-agent-config'))?.['addNodeScriptPath'] ?? '').trim();
    const problem = checkScriptPath(path);
    if (problem !== undefined) return failed(problem);
    if (path === '') return failed('no node script: addNodeScriptPath of ConfigMap kube-system/ack-agent-config is empty');
    const cloud = options.cloud();
    const download = await downloadScript(path, { ossEndpoint: cloud.endpoints.oss, vpcId: context.world.vpc.id }, stopping.signal);
    // A signed URL carries a signature: it stays out of the message.
    if (!download.ok) return failed(`failed to download the node script ${path.split('?', 1)[0] ?? ''}: ${download.message}`);

    const boot = await bootMachine(instance, download.text, {
      world: context.world,
      cloud,
      podSecurityGroupIds: [context.world.cluster.securityGroupId],
      signal: stopping.signal,
      ...(options.image === undefined ? {} : { image: options.image }),
      ...(options.scriptTimeoutMs === undefined ? {} : { timeoutMs: options.scriptTimeoutMs }),
    });
    // Bash quotes the line of a syntax error, and `set -x` every command: the join's token must not end in a task's result.
    const log = boot.log.replaceAll(context.world.dataCenter.joinToken, '[secret]');
    const tail = log.trimEnd().split('\n').slice(-tailLines).join('\n');
    // The kubelet runs from the join on, whatever the script does afterwards: its Node is in the cluster.
    if (boot.node !== undefined) await register(boot.node, instance);
    if (boot.ended !== 'exited') return failed(`the node script was ended: ${boot.ended === 'timed-out' ? 'it ran into the time limit' : 'the sandbox stops'}\n${tail}`, log);
    if (boot.exitCode !== 0) return failed(`the node script ended with exit code ${boot.exitCode}\n${tail}`, log);
    if (boot.join === undefined) return failed(`the node script ended with exit code 0, but ran no kubeadm join\n${tail}`, log);
    if (boot.node === undefined) {
      const reason = boot.join.kubelet === undefined || boot.join.kubelet.outcome === 'registered' ? 'kubeadm join failed' : `the kubelet ${boot.join.kubelet.outcome === 'exited' ? 'exited' : 'could not register'}: ${boot.join.kubelet.message}`;
      return failed(`no node registered: ${reason}\n${tail}`, log);
    }
    return { ok: true, nodeName: boot.node.metadata.name, log };
  }

  async function register(node: RegisteredNode, instance: BootingInstance): Promise<void> {
    // The cloud controller knows a machine by its provider id alone.
    const known = node.spec.providerID === `${instance.region}.${instance.instanceId}`;
    const cloudLabels = known
      ? { 'topology.kubernetes.io/region': instance.region, 'topology.kubernetes.io/zone': instance.zone, 'node.kubernetes.io/instance-type': instance.instanceType }
      : {};
    const reachable = await options.kubelets?.reachableStatus(instance.privateIp);
    const status = { ...node.status, ...reachable, conditions: initialConditions(context.clock.now()) };
    const created = await retried(() => client.create({ ...node, metadata: { ...node.metadata, labels: { ...node.metadata.labels, ...cloudLabels } }, status }));
    const { name } = node.metadata;
    // A create may drop the status (it is a subresource). A kubelet that finds its Node posts its status there, too.
    if (created === 'exists') await retried(() => client.patchNode(name, { metadata: { labels: cloudLabels } }));
    await retried(() => client.patchNodeStatus(name, { status }));
    options.kubelets?.adopt(name, instance.zone);
    pending.set(name, instance.zone);
    looks = 0;
    wake?.();
  }

  async function findNode(instanceId: string): Promise<V1Node | undefined> {
    return (await client.listNodes()).find((candidate) => candidate.spec?.providerID?.endsWith(`.${instanceId}`) === true);
  }

  async function drain(name: string): Promise<void> {
    await retried(() => client.patchNode(name, { spec: { unschedulable: true } }));
    const until = context.clock.now() + drainLimitMs;
    for (;;) {
      const pods = (await retried(() => client.listPodsOn(name))).filter(
        (pod) => pod.metadata?.deletionTimestamp === undefined && pod.metadata?.ownerReferences?.some((owner) => owner.kind === 'DaemonSet') !== true && pod.metadata?.annotations?.['kubernetes.io/config.mirror'] === undefined,
      );
      const evicted = await Promise.all(pods.map((pod) => retried(() => client.evictPod(pod.metadata?.namespace ?? 'default', pod.metadata?.name ?? ''))));
      if (evicted.every(Boolean) || context.clock.now() >= until || stopping.signal.aborted) return;
      await context.clock.sleep(context.timing.tickMs, stopping.signal).catch(() => undefined);
    }
  }

  /** The agent's own persistence: conflicts, throttling, 5xx and lost connections are tried again. */
  async function retried<Value>(call: () => Promise<Value>): Promise<Value> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call();
      } catch (error) {
        const status = statusOf(error);
        const passing = status === undefined || status === 409 || status === 429 || status >= 500;
        if (!passing || attempt >= tries || stopping.signal.aborted) throw error;
        await context.clock.sleep(context.timing.tickMs, stopping.signal).catch(() => undefined);
      }
    }
  }
}

