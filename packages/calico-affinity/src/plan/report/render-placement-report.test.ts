import { expect, it } from 'vitest';
import { cloudNode, premisesNode } from '../../testing/cluster.ts';
import { planPlacementReport } from './placement-report.ts';
import { renderPlacementReport } from './render-placement-report.ts';
import { everyTaint, workloadView } from './workloads.testing.ts';

const proxy = workloadView('kube-proxy', { labels: { 'k8s-app': 'kube-proxy' }, containers: { 'kube-proxy': 'registry.k8s.io/kube-proxy:v1.33.2' }, spec: everyTaint });
const calico = workloadView('calico-node', { labels: { 'k8s-app': 'calico-node' }, containers: { 'calico-node': 'quay.io/calico/node:v3.30.3' }, spec: everyTaint });
const disks = workloadView('disks', { namespace: 'ops', spec: { nodeSelector: { disk: 'ssd' } } });

it('is a table, and what to do with reason and evidence', () => {
  const nodes = [premisesNode('dc-1'), premisesNode('dc-2', { labels: { disk: 'ssd' } }), cloudNode('ecs-1')];
  expect(renderPlacementReport(planPlacementReport({ nodes, workloads: [proxy, disks, calico] }))).toMatchInlineSnapshot(`
    "Live: 2 on-premises nodes, 1 cloud node. Judged as well: a cloud node to come.

    WORKLOAD                           CLOUD                       ON PREMISES  TOLERATES    BELONGS      WHAT IT IS
    DaemonSet kube-system/calico-node  yes, on 1 node now          2 nodes      every taint  on-premises  Calico (calico-node)
    DaemonSet kube-system/kube-proxy   yes, on 1 node now          2 nodes      every taint  both-sides   kube-proxy
    DaemonSet ops/disks                no (nodeSelector disk=ssd)  1 node       some taints  unknown      ?

    To do (1 of 3):

    DaemonSet kube-system/calico-node: on-premises
      why       Calico (calico-node): the cloud nodes have Terway; a second CNI there writes a configuration that containerd may prefer, and takes part in routes and address pools that it has no business with.
      evidence  image quay.io/calico/node:v3.30.3 (container calico-node)
                label k8s-app=calico-node
                container calico-node
      do        createAffinityStep.

    Other Deployments and StatefulSets are not listed: the scheduler puts them on cloud nodes, too, unless a taint or their affinity keeps them off. Static pods have no workload to list.
    "
  `);
});

it('says what keeps a workload off the node to come while live cloud nodes run it', () => {
  const exporter = workloadView('exporter', { containers: { 'node-exporter': 'quay.io/prometheus/node-exporter:v1.9.1' } });
  const text = renderPlacementReport(planPlacementReport({ nodes: [cloudNode('ecs-1'), premisesNode('vk', { labels: { type: 'virtual-kubelet' } })], workloads: [exporter] }, { plannedPool: { taints: [{ key: 'burst', value: 'true', effect: 'NoSchedule' }] } }));
  expect(text).toContain('Live: 0 on-premises nodes, 1 cloud node, 1 virtual node. Judged as well: a cloud node to come with burst=true:NoSchedule.');
  expect(text).toContain('on 1 node now, not the one to come (the taint burst=true:NoSchedule)');
});

it('says that there is nothing to do', () => {
  const text = renderPlacementReport(planPlacementReport({ nodes: [premisesNode('dc-1')], workloads: [proxy] }));
  expect(text).toContain('\nNothing to do.\n');
  expect(text.endsWith('\n')).toBe(true);
});

it.each([
  ['an escape', '\u001B[2Jregistry.example.com/x:1'],
  ['a line feed', 'x\ny: both-sides'],
  ['a mark that turns the text around', 'x\u202Ey'],
])('keeps %s of an image from the terminal', (_, image) => {
  const text = renderPlacementReport(planPlacementReport({ nodes: [], workloads: [workloadView('mystery', { containers: { main: image } })] }));
  expect(text).toMatch(/^[^\p{Cf}]*$/u);
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  expect(text.split('\n').filter((line) => line.startsWith('y: '))).toEqual([]);
});
