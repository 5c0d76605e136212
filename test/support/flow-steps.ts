import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createAffinityStep } from '@ack-hybrid/calico-affinity';
import { createClusterNetworkReader, createNetworkStep, createVpcNetworkReader } from '@ack-hybrid/cidr-planner';
import { createConnectivityStep, createPreflightStep } from '@ack-hybrid/connectivity-check';
import { runSteps, Secret, type Step } from '@ack-hybrid/core';
import { createInitScriptStep, createOssStore, extendInitScript } from '@ack-hybrid/init-script-builder';
import { createNodePoolStep } from '@ack-hybrid/nodepool';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { createAddonStep, createCredentialsStep, createEniConfigStep, createPermissionsStep, createPlacementStep } from '@ack-hybrid/terway-config';
import { expect } from 'vitest';
import { connectClients } from './sandbox-clients.ts';

const script = extendInitScript(readFileSync(fileURLToPath(new URL('../../examples/specs/init-node.sh', import.meta.url)), 'utf8'), {});

/** Every step of the flow by name, on a fresh set of clients. */
export const createSteps = (sandbox: Sandbox, { size = 1, intervalMs = 20, ...timing }: { readonly readyTimeoutMs?: number; readonly size?: number; readonly intervalMs?: number } = {}) => {
  const clients = connectClients(sandbox);
  const { cloud, kubernetes } = clients;
  const { world } = sandbox;
  const clusterId = world.cluster.id;
  const [nodes, pods] = world.vswitches;
  const { nodeCidr, podCidr, serviceCidr, apiServer } = world.dataCenter;
  const vSwitches = world.vswitches.map(({ id, name, zone, cidr }) => ({ id, name, zone, cidr, role: id === pods?.id ? ('pods' as const) : ('nodes' as const) }));
  const zone = pods?.zone ?? '';
  const steps: Step[] = [
    createNetworkStep({ input: { dataCenter: { nodeCidr, podCidr, serviceCidr }, vpc: { cidr: world.vpc.cidr }, vSwitches }, cluster: createClusterNetworkReader(kubernetes), vpc: { id: world.vpc.id, reader: createVpcNetworkReader(cloud) } }),
    createPreflightStep(clients, { clusterId, vSwitches: vSwitches.map(({ id, zone, role }) => ({ id, zone, use: role })), onPremises: { nodeCidrs: [nodeCidr], podCidrs: [podCidr] }, apiServer }),
    createAffinityStep({ kubernetes }, { timing: { intervalMs } }),
    createPermissionsStep({ cloud }, { clusterId }),
    createAddonStep(clients, { clusterId, intervalMs }),
    createPlacementStep({ kubernetes }),
    createEniConfigStep(clients, { clusterId, vSwitches: { [zone]: [pods?.id ?? ''] }, securityGroupIds: [world.cluster.securityGroupId], serviceCidr }),
    createCredentialsStep(clients, { clusterId }),
    createInitScriptStep({ kubernetes, store: createOssStore(cloud, { bucket: 'contract-scripts' }) }, { clusterId, script: { kind: 'text', text: new Secret(script) }, createBucket: true, vpcId: world.vpc.id, agentRereadMs: 0 }),
    createNodePoolStep(clients, { clusterId, pool: { name: 'cloud', size, vSwitchIds: [nodes?.id ?? ''], instanceTypes: ['ecs.g7.xlarge'] }, timing: { intervalMs, ...timing } }),
    createConnectivityStep({ kubernetes }, { probes: { apiServer }, runner: { intervalMs } }),
  ];
  return { ...clients, steps };
};

/** The steps of the flow, in order. */
export const names = ['network', 'preflight', 'calico-affinity', 'terway-permissions', 'terway-addon', 'terway-placement', 'terway-eni-config', 'terway-credentials', 'init-script', 'node-pool', 'connectivity'];
/** The steps that look and never write. */
export const readOnly = new Set(['network', 'preflight', 'terway-placement']);

/** A sandbox on which everything before a step is applied. */
export const prepare = async (name: string): Promise<Sandbox> => {
  const sandbox = await startSandbox();
  const { steps } = createSteps(sandbox);
  await runSteps(steps.slice(0, names.indexOf(name)));
  await settle(sandbox);
  return sandbox;
};

/** Waits until the cluster rests: a step ends when what it answers for is there, while other pods of a new node still start. */
export const settle = async (sandbox: Sandbox): Promise<void> => {
  const deadline = performance.now() + 10_000;
  for (let earlier = ''; performance.now() < deadline; ) {
    const now = JSON.stringify(await sandbox.snapshot());
    if (now === earlier) return;
    earlier = now;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  expect.fail('the sandbox did not come to rest');
};

/** A step on clients of its own. */
export const pick = (sandbox: Sandbox, name: string) => {
  const { steps, writes } = createSteps(sandbox);
  const step = steps.find((candidate) => candidate.name === name);
  if (step === undefined) expect.fail(`no step ${name}`);
  return { step, writes };
};

/** The access key secret that Terway was given, as the cluster's own Secret holds it. */
export const readTerwaySecret = async (sandbox: Sandbox): Promise<string> => {
  const core = await connectClients(sandbox).kubernetes.api((sdk) => sdk.CoreV1Api);
  const secret = await core.readNamespacedSecret({ namespace: 'kube-system', name: 'alibaba-addon-secret' });
  return Buffer.from(secret.data?.['access-key-secret'] ?? '', 'base64').toString();
};
