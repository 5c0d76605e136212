import { createAlibabaCloud, createKubernetes, Secret, type AlibabaCloud, type Kubernetes } from '@ack-hybrid/core';
import type { HybridSpec } from './spec.ts';
import type { CallCounter } from './report.ts';

/** Access to both sides, and how patient the waits are. */
export interface Connection {
  readonly cloud: AlibabaCloud;
  readonly kubernetes: Kubernetes;
  readonly pace: Pace;
  /** Ends a sandbox that was started for this run. */
  close(): Promise<void>;
}

/** Milliseconds between two looks, and for the agent to read a new script address (60 s on a real cluster). */
export interface Pace {
  readonly intervalMs: number;
  readonly agentRereadMs: number;
}

/** Connects to the real cloud and the cluster of the kubeconfig, or to a sandbox. */
export const connect = async (spec: HybridSpec, sandbox: 'start' | URL | undefined, calls: CallCounter): Promise<Connection> => {
  const onCall = calls.count;
  if (sandbox === undefined) {
    const cloud = createAlibabaCloud({ region: spec.region, ...(spec.endpoints === undefined ? {} : { endpoints: spec.endpoints }), onCall });
    return { cloud, kubernetes: createKubernetes({ kind: 'default' }, { onCall }), pace: { intervalMs: 5_000, agentRereadMs: 60_000 }, close: async () => undefined };
  }
  const { connectSandbox, startSandbox } = await import('@ack-hybrid/sandbox');
  const started = sandbox === 'start' ? await startSandbox() : undefined;
  const { endpoints, kubeconfig, accessKeyId, accessKeySecret } = await connectSandbox(started?.control ?? String(sandbox));
  const { ecs, vpc, ram, cs, oss } = endpoints;
  const cloud = createAlibabaCloud({
    region: spec.region,
    credentials: { accessKeyId, accessKeySecret: new Secret(accessKeySecret) },
    endpoints: { ecs: `http://${ecs}`, vpc: `http://${vpc}`, ram: `http://${ram}`, cs: `http://${cs}`, oss: `http://${oss}` },
    retry: { minDelayMs: 50, maxDelayMs: 500 },
    onCall,
  });
  const kubernetes = createKubernetes({ kind: 'text', text: new Secret(kubeconfig) }, { retry: { minDelayMs: 50, maxDelayMs: 500 }, onCall });
  return { cloud, kubernetes, pace: { intervalMs: 50, agentRereadMs: 0 }, close: async () => started?.stop() };
};
