import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createAffinityStep } from '@ack-hybrid/calico-affinity';
import { createClusterNetworkReader, createNetworkStep, createVpcNetworkReader } from '@ack-hybrid/cidr-planner';
import { createConnectivityStep, createPreflightStep } from '@ack-hybrid/connectivity-check';
import { runSteps, Secret, type AlibabaCloud, type Check, type Kubernetes, type Step } from '@ack-hybrid/core';
import { createInitScriptStep, createOssStore, extendInitScript } from '@ack-hybrid/init-script-builder';
import { createNodePoolStep } from '@ack-hybrid/nodepool';
import type { Sandbox } from '@ack-hybrid/sandbox';
import { createAddonStep, createCredentialsStep, createEniConfigStep, createPermissionsStep, createPlacementStep } from '@ack-hybrid/terway-config';
import type { ClusterAdministrator, ClusterObject } from '../writes/cluster-administrator.ts';
import { agentConfig, create } from './seed-datacentre.ts';

/** What the steps of a run work on. */
export interface RunClients {
  readonly sandbox: Sandbox;
  readonly cloud: AlibabaCloud;
  /** As the account whose rights are tried. */
  readonly kubernetes: Kubernetes;
  /** Arranges what a step meets; never acts for it. */
  readonly administrator: ClusterAdministrator;
}

/** Everything that a package does in a cluster: plan, apply, verify, undo, with what makes it patch where it would create. Gives the checks of its plans. */
export type PackageRun = (clients: RunClients) => Promise<readonly Check[]>;

const intervalMs = 50;
const retry = { minDelayMs: 5, maxDelayMs: 50 };
const script = extendInitScript(readFileSync(fileURLToPath(new URL('../../../examples/specs/init-node.sh', import.meta.url)), 'utf8'), {});
const addonSecret: ClusterObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'alibaba-addon-secret', namespace: 'kube-system' }, data: {} };

const staleReport: ClusterObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ack-hybrid-connectivity', namespace: 'kube-system', labels: { 'app.kubernetes.io/managed-by': 'ack-hybrid' } }, data: {} };

/** The steps of the flow by package. */
export const stepsOf = ({ sandbox, cloud, kubernetes }: RunClients) => {
  const { world } = sandbox;
  const clusterId = world.cluster.id;
  const clients = { cloud, kubernetes };
  const [nodes, pods] = world.vswitches;
  const { nodeCidr, podCidr, serviceCidr, apiServer } = world.dataCenter;
  const vSwitches = world.vswitches.map(({ id, name, zone, cidr }) => ({ id, name, zone, cidr, role: id === pods?.id ? ('pods' as const) : ('nodes' as const) }));
  const wishes = { clusterId, vSwitches: vSwitches.map(({ id, zone, role }) => ({ id, zone, use: role })), onPremises: { nodeCidrs: [nodeCidr], podCidrs: [podCidr] }, apiServer };
  return {
    network: createNetworkStep({ input: { dataCenter: { nodeCidr, podCidr, serviceCidr }, vpc: { cidr: world.vpc.cidr }, vSwitches }, cluster: createClusterNetworkReader(kubernetes), vpc: { id: world.vpc.id, reader: createVpcNetworkReader(cloud) } }) as Step,
    preflight: createPreflightStep(clients, wishes) as Step,
    preflightAlone: createPreflightStep(clients, { ...wishes, permissions: [] }) as Step,
    affinity: createAffinityStep({ kubernetes }, { timing: { intervalMs, conflictDelayMs: 5 } }) as Step,
    terway: [
      createPermissionsStep({ cloud }, { clusterId, retry }),
      createAddonStep(clients, { clusterId, intervalMs, retry }),
      createPlacementStep({ kubernetes }),
      createEniConfigStep(clients, { clusterId, vSwitches: { [pods?.zone ?? '']: [pods?.id ?? ''] }, securityGroupIds: [world.cluster.securityGroupId], serviceCidr, retry }),
      createCredentialsStep(clients, { clusterId, retry }),
    ] as readonly Step[],
    initScript: createInitScriptStep({ kubernetes, store: createOssStore(cloud, { bucket: 'rbac-scripts' }) }, { clusterId, script: { kind: 'text', text: new Secret(script) }, createBucket: true, vpcId: world.vpc.id, agentRereadMs: 0 }) as Step,
    nodePool: createNodePoolStep(clients, { clusterId, pool: { name: 'cloud', size: 1, vSwitchIds: [nodes?.id ?? ''], instanceTypes: ['ecs.g7.xlarge'] }, timing: { intervalMs } }) as Step,
    connectivity: createConnectivityStep({ kubernetes }, { probes: { apiServer, representatives: 1 }, runner: { intervalMs, retryDelayMs: 5 } }) as Step,
  };
};

const applyAndUndo = async (...steps: readonly Step[]): Promise<readonly Check[]> => {
  const { steps: reports } = await runSteps(steps);
  await runSteps(steps, { mode: 'undo' });
  return reports.flatMap((report) => report.checks);
};

/** By the name of the file in examples/rbac. */
export const packageRuns: Readonly<Record<string, PackageRun>> = {
  'cidr-planner': (clients) => applyAndUndo(stepsOf(clients).network),
  'calico-affinity': (clients) => applyAndUndo(stepsOf(clients).affinity),
  'calico-affinity-operator': (clients) => applyAndUndo(stepsOf(clients).affinity),
  'terway-config': async (clients) => {
    const { terway } = stepsOf(clients);
    await applyAndUndo(...terway);
    // Where the Secret is there already, it is patched and patched back.
    await create(clients.administrator, addonSecret);
    return applyAndUndo(...terway);
  },
  'init-script-builder': async (clients) => {
    const { initScript } = stepsOf(clients);
    await applyAndUndo(initScript);
    // Where the agent has made no ConfigMap yet, it is created and deleted.
    await clients.administrator.remove(agentConfig);
    return applyAndUndo(initScript);
  },
  nodepool: (clients) => applyAndUndo(stepsOf(clients).nodePool),
  'connectivity-check': async (clients) => {
    const { preflightAlone, connectivity } = stepsOf(clients);
    const { checks = [] } = await preflightAlone.plan();
    // A preflight goes on without what it may not look at, and says so: that is all there is to see.
    if (checks.some(({ remediation = '' }) => remediation.startsWith('Grant '))) return checks;
    // A report that proves nothing any more is patched; where there is none, it is created.
    await create(clients.administrator, staleReport);
    await applyAndUndo(connectivity);
    await applyAndUndo(connectivity);
    return checks;
  },
};

/** Takes back, as the administrator, what a run that stopped has left. */
export const takeBack = async (clients: RunClients, name: string): Promise<void> => {
  const steps = stepsOf(clients);
  const undo = (...some: readonly Step[]) => runSteps(some, { mode: 'undo' });
  if (name.startsWith('calico')) await undo(steps.affinity);
  if (name === 'nodepool') await undo(steps.nodePool);
  if (name === 'connectivity-check') await undo(steps.connectivity);
  if (name === 'terway-config') {
    await undo(...steps.terway);
    await clients.administrator.remove(addonSecret);
  }
  if (name === 'init-script-builder') {
    await undo(steps.initScript);
    await create(clients.administrator, agentConfig);
  }
};
