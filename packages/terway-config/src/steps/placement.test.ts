import { describe, expect, it } from 'vitest';
import { FakeReader } from '../testing/fake-cluster.ts';
import { cloudNode, onPremisesNode, terwayDaemonSet, terwayPod } from '../testing/fake-terway.ts';
import { placementStep } from './placement.ts';

const cloud = cloudNode('cn-hangzhou.10.10.24.1');
const onPremises = onPremisesNode('dc-worker-1');
const right = { nodeSelector: { 'alibabacloud.com/external': 'true' } };

const setUp = () => {
  const reader = new FakeReader();
  reader.nodeList = [cloud, onPremises];
  return { reader, step: placementStep(reader) };
};

describe('placementStep', () => {
  it('plans nothing before the add-on is installed, and fails to verify then', async () => {
    const { step } = setUp();
    expect(await step.plan()).toEqual({ desired: {}, changes: [], checks: [] });
    expect(await step.verify(await step.apply(await step.plan()))).toMatchObject([{ name: 'terway-daemonset-exists', status: 'fail' }]);
  });

  it('passes where the selector and the pods are right', async () => {
    const { step, reader } = setUp();
    reader.daemonSet = terwayDaemonSet({ placement: right, pods: [terwayPod('terway-1', cloud.name)] });
    expect((await step.verify({})).map(({ status }) => status)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass', 'pass']);
  });

  it('fails the plan already where the DaemonSet reaches the data centre', async () => {
    const { step, reader } = setUp();
    reader.daemonSet = terwayDaemonSet({ placement: { nodeSelector: {} }, pods: [terwayPod('terway-1', onPremises.name)] });
    const failed = (await step.plan()).checks?.filter(({ status }) => status === 'fail');
    expect(failed?.map(({ name, message }) => `${name}: ${message}`)).toEqual([
      'terway-selects-cloud-nodes-only: the template of kube-system/terway-eniip matches dc-worker-1, a future on-premises node',
      'no-terway-on-premises: Terway runs on premises: terway-1 on dc-worker-1',
    ]);
  });
});
