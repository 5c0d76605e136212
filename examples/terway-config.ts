// Steps 2 to 5: permissions, add-on, proof of placement, eni-config and credentials of Terway. Flags as for the main job.
import { readRegisteredCluster } from '@ack-hybrid/connectivity-check';
import { createAddonStep, createCredentialsStep, createEniConfigStep, createPermissionsStep, createPlacementStep } from '@ack-hybrid/terway-config';
import { findVSwitches } from './support/find-vswitches.ts';
import { runExample } from './support/run-example.ts';

await runExample(async ({ cloud, kubernetes, pace }, spec) => {
  const { clusterId } = spec;
  const clients = { cloud, kubernetes };
  const cluster = await readRegisteredCluster(cloud, clusterId);
  const { pods } = await findVSwitches(cloud, cluster.vpcId, spec);
  return [
    createPermissionsStep({ cloud }, { clusterId }),
    createAddonStep(clients, { clusterId, intervalMs: pace.intervalMs }),
    createPlacementStep({ kubernetes }),
    createEniConfigStep(clients, { clusterId, vSwitches: pods, securityGroupIds: [cluster.securityGroupId], serviceCidr: spec.dataCenter.serviceCidr }),
    createCredentialsStep(clients, { clusterId }),
  ];
});
