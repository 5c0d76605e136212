import { createAlibabaCloud, createKubernetes, Secret, type AlibabaCloud, type ApiCall, type Kubernetes } from '@ack-hybrid/core';
import type { Sandbox } from '@ack-hybrid/sandbox';

/** Clients of a sandbox, with their calls counted and retries that don't wait long. */
export const connectClients = (sandbox: Sandbox): { cloud: AlibabaCloud; kubernetes: Kubernetes; writes: () => ApiCall[] } => {
  const calls: ApiCall[] = [];
  const onCall = (call: ApiCall) => calls.push(call);
  const { ecs, vpc, ram, cs, oss } = sandbox.endpoints;
  const retry = { minDelayMs: 5, maxDelayMs: 50 };
  return {
    cloud: createAlibabaCloud({
      region: sandbox.world.region,
      credentials: { accessKeyId: sandbox.world.accessKeyId, accessKeySecret: new Secret(sandbox.world.accessKeySecret) },
      endpoints: { ecs: `http://${ecs}`, vpc: `http://${vpc}`, ram: `http://${ram}`, cs: `http://${cs}`, oss: `http://${oss}` },
      retry,
      onCall,
    }),
    kubernetes: createKubernetes({ kind: 'text', text: new Secret(sandbox.kubeconfig) }, { retry, onCall }),
    writes: () => calls.filter((call) => call.kind === 'write'),
  };
};
