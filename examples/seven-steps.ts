// The main job: from a network description to cloud nodes that carry Terway and not Calico, proved, run twice, taken back.
import { createAffinityStep } from '@ack-hybrid/calico-affinity';
import { createClusterNetworkReader, createNetworkStep, createVpcNetworkReader } from '@ack-hybrid/cidr-planner';
import { createConnectivityStep, createPreflightStep, readRegisteredCluster } from '@ack-hybrid/connectivity-check';
import { runSteps, Secret, type Step } from '@ack-hybrid/core';
import { createInitScriptStep, createOssStore, extendInitScript } from '@ack-hybrid/init-script-builder';
import { createNodePoolStep } from '@ack-hybrid/nodepool';
import { createAddonStep, createCredentialsStep, createEniConfigStep, createPermissionsStep, createPlacementStep } from '@ack-hybrid/terway-config';
import { readArguments, usage, type MainArguments } from './support/arguments.ts';
import { connect, type Connection } from './support/connect.ts';
import { findVSwitches } from './support/find-vswitches.ts';
import { listNodes } from './support/list-nodes.ts';
import { describeError, showProgress } from './support/progress.ts';
import { CallCounter, toReport, writeReport } from './support/report.ts';
import { readSpec, readText, type HybridSpec } from './support/spec.ts';

/** The steps of one run. What a later step needs of the world is read here, once, and flows through variables. */
const composeSteps = async ({ cloud, kubernetes, pace }: Connection, spec: HybridSpec): Promise<Step[]> => {
  const { clusterId, dataCenter, nodePool } = spec;
  const initScript = extendInitScript(await readText(spec.initScript.extend, 'initScript.extend'), {});
  const cluster = await readRegisteredCluster(cloud, clusterId);
  const vSwitches = await findVSwitches(cloud, cluster.vpcId, spec);
  const securityGroupIds = nodePool.securityGroupIds ?? [cluster.securityGroupId];
  const clients = { cloud, kubernetes };
  const network = { dataCenter, vpc: { ...spec.vpc, existing: true }, vSwitches: spec.vSwitches, waivers: spec.waivers, demand: { nodes: nodePool.size } };
  return [
    // Before: the network plan against the real blocks, and what the guide takes for granted.
    createNetworkStep({ input: network, cluster: createClusterNetworkReader(kubernetes), vpc: { id: cluster.vpcId, reader: createVpcNetworkReader(cloud) } }),
    createPreflightStep(clients, { clusterId, securityGroupIds }),
    // 1. Restrict Calico to the on-premises nodes.
    createAffinityStep({ kubernetes }, { timing: pace }),
    // 2. Grant RAM permissions to Terway.
    createPermissionsStep({ cloud }, { clusterId }),
    // 3. Install Terway. 4. Verify its DaemonSet.
    createAddonStep(clients, { clusterId, intervalMs: pace.intervalMs }),
    createPlacementStep({ kubernetes }),
    // 5. Set the eni-config and Terway's credentials.
    createEniConfigStep(clients, { clusterId, vSwitches: vSwitches.pods, securityGroupIds, serviceCidr: dataCenter.serviceCidr }),
    createCredentialsStep(clients, { clusterId }),
    // 6. Publish the node initialization script, readable from the VPC alone.
    createInitScriptStep({ kubernetes, store: createOssStore(cloud, spec.initScript) }, { script: new Secret(initScript), vpcId: cluster.vpcId, agentRereadMs: pace.agentRereadMs }),
    // 7. Create the node pool and scale it.
    createNodePoolStep(clients, { clusterId, pool: { ...nodePool, vSwitchIds: vSwitches.nodes, securityGroupIds }, timing: { intervalMs: pace.intervalMs } }),
    // After: the proof of connectivity.
    createConnectivityStep(clients, { apiServer: dataCenter.apiServer }),
  ];
};

const runMainJob = async (given: MainArguments, signal: AbortSignal): Promise<boolean> => {
  const spec = await readSpec(given.spec);
  const calls = new CallCounter();
  const connection = await connect(spec, given.sandbox, calls);
  try {
    const steps = await composeSteps(connection, spec);
    const progress = showProgress(steps, given.mode);
    const run = await runSteps(steps, { mode: given.mode, signal, onEvent: progress.onEvent });
    await progress.end();
    const before = calls.since();
    if (given.mode === 'apply') await runSteps(await composeSteps(connection, spec), { signal });
    const secondRun = calls.since(before);
    const report = toReport(run, await listNodes(connection.kubernetes), secondRun, calls);
    if (given.json !== undefined) await writeReport(given.json, report);
    return report.ok;
  } finally {
    await connection.close();
  }
};

const main = async (): Promise<void> => {
  const given = readArguments(process.argv.slice(2));
  if (given.help) console.log(usage);
};

await main().catch((error: unknown) => {
  console.error(describeError(error));
  process.exitCode = 1;
});
