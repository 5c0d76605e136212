// The main job: from a network description to cloud nodes that carry Terway and not Calico, proved, run twice, taken back.
import { createAffinityStep } from '@ack-hybrid/calico-affinity';
import { createBorderReader, createClusterNetworkReader, createNetworkStep, createVpcNetworkReader } from '@ack-hybrid/cidr-planner';
import { createConnectivityStep, createPreflightStep, readRegisteredCluster } from '@ack-hybrid/connectivity-check';
import { HybridError, runSteps, Secret, StepError, type Step } from '@ack-hybrid/core';
import { createInitScriptStep, createOssStore, extendInitScript } from '@ack-hybrid/init-script-builder';
import { createNodePoolStep } from '@ack-hybrid/nodepool';
import { createAddonStep, createCredentialsStep, createEniConfigStep, createPermissionsStep, createPlacementStep } from '@ack-hybrid/terway-config';
import { readArguments, usage, type MainArguments } from './support/arguments.ts';
import { checkNetwork, networkInput } from './support/check-network.ts';
import { connect, type Connection } from './support/connect.ts';
import { desiredPool } from './support/desired-pool.ts';
import { findVSwitches } from './support/find-vswitches.ts';
import { listNodes } from './support/list-nodes.ts';
import { describeError, showProgress } from './support/progress.ts';
import { CallCounter, requireFolder, toReport, writeReport } from './support/report.ts';
import { readSpec, readText, type HybridSpec } from './support/spec.ts';

/** The steps of one run. What they need of the world is read here, once, and flows through variables. */
const composeSteps = async ({ cloud, kubernetes, pace }: Connection, spec: HybridSpec): Promise<Step[]> => {
  const { clusterId, dataCenter, nodePool } = spec;
  const clients = { cloud, kubernetes };
  const { intervalMs } = pace;
  const script = extendInitScript(await readText(spec.initScript.extend, 'initScript.extend'), {});
  const cluster = await readRegisteredCluster(cloud, clusterId);
  const vSwitches = await findVSwitches(cloud, cluster.vpcId, spec);
  const securityGroupIds = nodePool.securityGroupIds ?? [cluster.securityGroupId];
  const onPremises = { nodeCidrs: [dataCenter.nodeCidr].flat(), podCidrs: [dataCenter.podCidr].flat() };
  const initScript = createInitScriptStep(
    { kubernetes, store: createOssStore(cloud, { bucket: spec.initScript.bucket }) },
    { clusterId, script: { kind: 'text', text: new Secret(script) }, vpcId: cluster.vpcId, createBucket: spec.initScript.createBucket, agentRereadMs: pace.agentRereadMs },
  );
  const { url: scriptUrl } = (await initScript.plan()).desired;
  return [
    // Before: the network plan against the real blocks, and what the guide takes for granted.
    createNetworkStep({ input: networkInput(spec), cluster: createClusterNetworkReader(kubernetes), vpc: { id: cluster.vpcId, reader: createVpcNetworkReader(cloud), border: createBorderReader(cloud) } }),
    createPreflightStep(clients, { clusterId, vSwitches: vSwitches.all, securityGroupIds, onPremises, apiServer: dataCenter.apiServer, instanceTypes: nodePool.instanceTypes }),
    // 1. Restrict Calico to the on-premises nodes.
    createAffinityStep({ kubernetes }, { timing: { intervalMs } }),
    // 2. Grant RAM permissions to Terway.
    createPermissionsStep({ cloud }, { clusterId }),
    // 3. Install Terway. 4. Verify its DaemonSet.
    createAddonStep(clients, { clusterId, intervalMs }),
    createPlacementStep({ kubernetes }),
    // 5. Set the eni-config, and Terway's credentials.
    createEniConfigStep(clients, { clusterId, vSwitches: vSwitches.pods, securityGroupIds, serviceCidr: dataCenter.serviceCidr }),
    createCredentialsStep(clients, { clusterId }),
    // 6. Publish the node initialization script, readable from the VPC alone, and register it.
    initScript,
    // 7. Create the node pool and scale it.
    createNodePoolStep(clients, { clusterId, pool: { ...desiredPool(spec, vSwitches.nodes), securityGroupIds }, timing: { intervalMs } }),
    // After: the proof of connectivity.
    createConnectivityStep({ kubernetes }, { probes: { apiServer: dataCenter.apiServer, scriptUrl }, runner: { intervalMs, ...(spec.probeImage === undefined ? {} : { image: spec.probeImage }) } }),
  ];
};

const runMainJob = async (given: MainArguments, signal: AbortSignal): Promise<boolean> => {
  const spec = await readSpec(given.spec);
  if (given.json !== undefined) await requireFolder(given.json);
  checkNetwork(spec);
  const calls = new CallCounter();
  const connection = await connect(spec, given.sandbox, calls);
  const run = async (show: boolean) => {
    const steps = await composeSteps(connection, spec);
    const progress = show ? showProgress(steps, given.mode) : undefined;
    return runSteps(steps, { mode: given.mode, signal, onEvent: progress?.onEvent }).finally(() => progress?.end());
  };
  try {
    const first = await run(true);
    const earlier = calls.since();
    if (given.mode === 'apply') await run(false);
    const secondRun = calls.since(earlier);
    if (given.mode === 'apply') console.log(`run again: ${secondRun.writes} writes, ${secondRun.reads} reads`);
    const report = toReport(first, await listNodes(connection.kubernetes), given.mode === 'apply' ? secondRun : { writes: 0, reads: 0 }, calls);
    for (const node of report.nodes) console.log(`${node.name}  ${node.labels['alibabacloud.com/external'] === 'true' ? 'cloud' : 'on premises'}  ${node.pods.join(', ')}`);
    if (given.json !== undefined) await writeReport(given.json, report);
    return report.ok;
  } catch (error) {
    if (given.json !== undefined && StepError.isInstance(error)) await writeReport(given.json, toReport(error.report, [], { writes: 0, reads: 0 }, calls));
    throw error;
  } finally {
    await connection.close();
  }
};

const controller = new AbortController();
process.once('SIGINT', () => controller.abort(new HybridError({ code: 'Interrupted', message: 'interrupted; run again to go on, or with --undo to take back' })));
try {
  const given = readArguments(process.argv.slice(2));
  if (given.help) console.log(usage);
  else if (!(await runMainJob(given, controller.signal))) process.exitCode = 1;
} catch (error) {
  console.error(describeError(error));
  process.exitCode = controller.signal.aborted ? 130 : 1;
}
