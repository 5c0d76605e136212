// Step 1: keep Calico off the cloud nodes, without losing affinity that is there. Flags as for the main job.
import { createAffinityStep } from '@ack-hybrid/calico-affinity';
import { runExample } from './support/run-example.ts';

await runExample(({ kubernetes, pace }) => [createAffinityStep({ kubernetes }, { timing: { intervalMs: pace.intervalMs } })]);
