// Before and after: what the guide takes for granted, and the probe matrix between the sites. Flags as for the main job.
import { createConnectivityStep, createPreflightStep, readRegisteredCluster } from '@ack-hybrid/connectivity-check';
import { findVSwitches } from './support/find-vswitches.ts';
import { runExample } from './support/run-example.ts';

await runExample(async ({ cloud, kubernetes, pace }, spec) => {
  const { clusterId, dataCenter } = spec;
  const { vpcId } = await readRegisteredCluster(cloud, clusterId);
  const { all } = await findVSwitches(cloud, vpcId, spec);
  const onPremises = { nodeCidrs: [dataCenter.nodeCidr].flat(), podCidrs: [dataCenter.podCidr].flat() };
  return [
    createPreflightStep({ cloud, kubernetes }, { clusterId, vSwitches: all, onPremises, apiServer: dataCenter.apiServer }),
    createConnectivityStep({ kubernetes }, { probes: { apiServer: dataCenter.apiServer }, runner: { intervalMs: pace.intervalMs } }),
  ];
});
