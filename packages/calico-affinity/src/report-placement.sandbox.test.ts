import { createKubernetes, Secret, type ApiCall } from '@ack-hybrid/core';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { afterEach, expect, it } from 'vitest';
import { renderPlacementReport } from './plan/report/render-placement-report.ts';
import { reportPlacement } from './report-placement.ts';

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.stop());

it('reports of a real API what would land on cloud nodes, and writes nothing', async () => {
  sandbox = await startSandbox();
  const calls: ApiCall[] = [];
  const kubernetes = createKubernetes({ kind: 'text', text: new Secret(sandbox.kubeconfig) }, { onCall: (call) => calls.push(call) });
  const apps = await kubernetes.api((sdk) => sdk.AppsV1Api);
  const pod = (app: string, image: string) => ({ selector: { matchLabels: { app } }, template: { metadata: { labels: { app } }, spec: { tolerations: [{ operator: 'Exists' }], containers: [{ name: app, image }] } } });
  await apps.createNamespacedDaemonSet({ namespace: 'kube-system', body: { metadata: { name: 'announcer', namespace: 'kube-system' }, spec: pod('announcer', 'quay.io/metallb/speaker:v0.15.2') } });
  await apps.createNamespacedDeployment({ namespace: 'kube-system', body: { metadata: { name: 'typha', namespace: 'kube-system' }, spec: { replicas: 1, ...pod('typha', 'quay.io/calico/typha:v3.30.3') } } });
  calls.length = 0;

  const report = await reportPlacement({ kubernetes }, { kinds: ['DaemonSet', 'Deployment'] });
  expect(new Set(calls.map((call) => call.kind))).toEqual(new Set(['read']));
  expect(report.nodes['on-premises']).toBeGreaterThan(0);
  const entry = (name: string) => report.entries.find(({ workload }) => workload.name === name);
  expect(entry('announcer')).toMatchObject({ recommendation: 'on-premises', wouldRunOnCloud: true, runsOn: report.nodes, evidence: ['image quay.io/metallb/speaker:v0.15.2 (container announcer)'] });
  expect(entry('typha')).toMatchObject({ recommendation: 'on-premises', wouldRunOnCloud: true, workload: { kind: 'Deployment' } });
  expect(entry('calico-node')).toMatchObject({ recommendation: 'on-premises', wouldRunOnCloud: true });
  expect(renderPlacementReport(report)).toContain('DaemonSet kube-system/announcer: on-premises');
});
