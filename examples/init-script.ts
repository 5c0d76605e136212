// Step 6: extend the data centre's own script, publish it for the VPC alone, register it. Flags as for the main job.
import { readRegisteredCluster } from '@ack-hybrid/connectivity-check';
import { Secret } from '@ack-hybrid/core';
import { createInitScriptStep, createOssStore, extendInitScript } from '@ack-hybrid/init-script-builder';
import { runExample } from './support/run-example.ts';
import { readText } from './support/spec.ts';

await runExample(async ({ cloud, kubernetes, pace }, spec) => {
  const text = new Secret(extendInitScript(await readText(spec.initScript.extend, 'initScript.extend'), {}));
  const { vpcId } = await readRegisteredCluster(cloud, spec.clusterId);
  const store = createOssStore(cloud, { bucket: spec.initScript.bucket });
  const { createBucket } = spec.initScript;
  return [createInitScriptStep({ kubernetes, store }, { clusterId: spec.clusterId, script: { kind: 'text', text }, vpcId, createBucket, agentRereadMs: pace.agentRereadMs })];
});
