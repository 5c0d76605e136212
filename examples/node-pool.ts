// Step 7: ensure a node pool by name and wait for its nodes; the earlier steps must be applied. Flags as for the main job.
import { readRegisteredCluster } from '@ack-hybrid/connectivity-check';
import { createNodePoolStep } from '@ack-hybrid/nodepool';
import { desiredPool } from './support/desired-pool.ts';
import { findVSwitches } from './support/find-vswitches.ts';
import { runExample } from './support/run-example.ts';

await runExample(async ({ cloud, kubernetes, pace }, spec) => {
  const { vpcId } = await readRegisteredCluster(cloud, spec.clusterId);
  const { nodes } = await findVSwitches(cloud, vpcId, spec);
  return [createNodePoolStep({ cloud, kubernetes }, { clusterId: spec.clusterId, pool: desiredPool(spec, nodes), timing: { intervalMs: pace.intervalMs } })];
});
