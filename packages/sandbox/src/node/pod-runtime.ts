import type { CloudHalf, PodRun, PodRuntime } from '../halves.ts';
import type { SandboxWorld } from '../types.ts';
import { networkCommands } from './network-commands.ts';
import { createNodeNetwork } from './node-network.ts';
import { answer, operands } from './node-system.ts';
import { createScratchRoot } from './scratch-root.ts';

/** The annotation by which a pod asks to be run, whatever its command. */
export const runAnnotation = 'sandbox.ack-hybrid.io/run';

export interface PodRuntimeOptions {
  readonly world: SandboxWorld;
  /** The cloud half, which starts after the Kubernetes half. */
  cloud(): CloudHalf;
  /** Milliseconds of wall time for a pod; 30,000 by default, less where the pod has `activeDeadlineSeconds`. */
  readonly timeoutMs?: number;
}

/** A pod that the kubelet has started: it has its address. */
type StoredPod = Parameters<PodRuntime['run']>[0];
type Json = Readonly<Record<string, unknown>>;
const asRecord = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});
const asTexts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : []);
const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * Runs probe pods: the first container's command under bash in a scratch root whose nc, ping, wget, curl and nslookup ask the network
 * model from the pod's address. A pod counts where it has the annotation {@link runAnnotation} or is a shell script
 * (`sh -c`) with restartPolicy Never; any other pod just runs.
 */
export function createPodRuntime(options: PodRuntimeOptions): PodRuntime & { stop(): Promise<void> } {
  const stopping = new AbortController();
  const runs = new Set<Promise<PodRun>>();
  return {
    run(pod, nodeName) {
      const script = scriptOf(pod);
      if (script === undefined) return undefined;
      const run = runPod(pod, nodeName, script, options, stopping.signal);
      runs.add(run);
      void run.finally(() => runs.delete(run)).catch(() => undefined);
      return run;
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(runs);
    },
  };
}

interface PodScript {
  readonly text: string;
  readonly words: readonly string[];
}

function scriptOf(pod: StoredPod): PodScript | undefined {
  const spec = asRecord(pod.spec);
  const [container] = Array.isArray(spec['containers']) ? spec['containers'].map(asRecord) : [];
  const [program, ...rest] = [...asTexts(container?.['command']), ...asTexts(container?.['args'])];
  if (program === undefined) return undefined;
  const isShell = /^(\/(usr\/)?bin\/)?(ba|a)?sh$/.test(program) && /^-[a-z]*c$/.test(rest[0] ?? '') && rest[1] !== undefined;
  const asked = asRecord(asRecord(pod.metadata)['annotations'])[runAnnotation] === 'true';
  if (!asked && !(isShell && spec['restartPolicy'] === 'Never')) return undefined;
  if (!isShell) return { text: [program, ...rest].map(quote).join(' '), words: [] };
  const strict = rest[0]?.includes('e') === true ? 'set -e\n' : '';
  // The first word after the script is $0, which a script's text can't set.
  return { text: strict + (rest[1] ?? ''), words: rest.slice(3) };
}

async function runPod(pod: StoredPod, nodeName: string, script: PodScript, options: PodRuntimeOptions, signal: AbortSignal): Promise<PodRun> {
  const { world } = options;
  const cloud = options.cloud();
  const spec = asRecord(pod.spec);
  const instances = cloud.network.instances();
  const instance = instances.find((candidate) => nodeName === `${world.region}.${candidate.privateIp}` || nodeName === `iz${candidate.instanceId.replace(/^i-/, '').toLowerCase()}z`);
  const status = asRecord(pod.status);
  const podAddress = asText(status['podIP']);
  const hostAddress = asText(status['hostIP']);
  const network = createNodeNetwork({
    address: podAddress,
    world,
    cloud,
    podSecurityGroupIds: [world.cluster.securityGroupId],
    names: Object.fromEntries([...instances.map((candidate): [string, string] => [`${world.region}.${candidate.privateIp}`, candidate.privateIp]), ...serviceNames(world)]),
    ...(instance === undefined ? {} : { metadata: {} }),
  });
  const [apiHost = '', apiPort = ''] = world.dataCenter.apiServer.split(':');
  const apiReachable = network.reach(apiHost, Number(apiPort), 'tcp').reachable;
  const scratch = await createScratchRoot({
    files: { '/etc/hosts': `127.0.0.1 localhost\n${podAddress} ${asText(asRecord(pod.metadata)['name'])}\n`, ...(apiReachable ? { [`/dev/tcp/${apiHost}/${apiPort}`]: '' } : {}) },
    folders: ['/etc', '/tmp', '/proc', '/var'],
    commands: { hostname: (words) => answer(0, words.includes('-i') ? `${podAddress}\n` : `${asText(asRecord(pod.metadata)['name'])}\n`), arping: (words) => answer(operands(words).length > 0 ? 0 : 1) },
  });
  try {
    for (const [name, command] of Object.entries(networkCommands(network, scratch.files))) scratch.addCommand(name, command);
    const deadline = spec['activeDeadlineSeconds'];
    const timeoutMs = Math.min(options.timeoutMs ?? 30_000, typeof deadline === 'number' ? deadline * 1000 : Infinity);
    const result = await scratch.run(script.text, { env: environmentOf(pod, nodeName, podAddress, hostAddress), words: script.words, timeoutMs, signal });
    return { exitCode: result.exitCode, log: result.log };
  } finally {
    await scratch.remove();
  }
}

function serviceNames(world: SandboxWorld): [string, string][] {
  const [apiHost = ''] = world.dataCenter.apiServer.split(':');
  return ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'].map((name) => [name, apiHost]);
}

function environmentOf(pod: StoredPod, nodeName: string, podAddress: string, hostAddress: string): Record<string, string> {
  const [container] = Array.isArray(asRecord(pod.spec)['containers']) ? (asRecord(pod.spec)['containers'] as unknown[]).map(asRecord) : [];
  const metadata = asRecord(pod.metadata);
  const fields: Readonly<Record<string, string>> = { 'spec.nodeName': nodeName, 'status.podIP': podAddress, 'status.hostIP': hostAddress, 'metadata.name': asText(metadata['name']), 'metadata.namespace': asText(metadata['namespace']) };
  const variables: Record<string, string> = {};
  for (const entry of Array.isArray(container?.['env']) ? container['env'].map(asRecord) : []) {
    const path = asText(asRecord(asRecord(entry['valueFrom'])['fieldRef'])['fieldPath']);
    variables[asText(entry['name'])] = typeof entry['value'] === 'string' ? entry['value'] : (fields[path] ?? '');
  }
  return variables;
}
