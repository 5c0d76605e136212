import { describe, expect, it } from 'vitest';
import { premisesNode } from '../../testing/cluster.ts';
import type { JsonObject } from '../json.ts';
import { planPlacementReport } from './placement-report.ts';
import { viewWorkload } from './workload-view.ts';
import { workloadObject } from './workloads.testing.ts';

describe('the view of a workload', () => {
  it('keeps what placement and recognition need, and nothing of the rest', () => {
    const object = workloadObject('ds', {
      labels: { app: 'ds' },
      containers: { main: 'example.com/x:1' },
      args: ['--flag'],
      hostPort: 53,
      metadata: { annotations: { 'meta.helm.sh/release-name': 'release', note: 'long' } },
      spec: { hostNetwork: true, nodeSelector: { a: 'b' }, volumes: [{ name: 'v' }], initContainers: [{ name: 'init', image: 'example.com/init:1' }], affinity: { podAffinity: {}, nodeAffinity: { x: 1 } } },
    });
    expect(viewWorkload('DaemonSet', object)).toEqual({
      reference: { kind: 'DaemonSet', namespace: 'kube-system', name: 'ds' },
      labels: { app: 'ds' },
      podSpec: { hostNetwork: true, nodeSelector: { a: 'b' } },
      nodeAffinity: { x: 1 },
      containers: [
        { name: 'main', image: 'example.com/x:1', args: ['--flag'], hostPorts: [53] },
        { name: 'init', image: 'example.com/init:1', args: [], hostPorts: [] },
      ],
      place: { kind: 'itself' },
      reverting: { subject: 'Helm release release in kube-system', reverts: 'at-next-apply' },
    });
  });

  it.each<[string, JsonObject]>([
    ['nothing at all', {}],
    ['null where lists and objects belong', { metadata: { labels: null }, spec: { template: { metadata: { labels: null }, spec: { containers: null, initContainers: null, tolerations: null, nodeSelector: null, affinity: { nodeAffinity: null } } } } }],
    ['texts where lists belong', { spec: { template: { metadata: { labels: 'x' }, spec: { containers: 'x' } } } }],
    ['containers that are none', { spec: { template: { metadata: { labels: { a: 1 } }, spec: { containers: [null, 1, { name: 1, image: null, args: 'x', ports: [{ hostPort: 'x' }, null] }] } } } }],
    ['terms that are null', { spec: { template: { spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: null } } } } } } }],
  ])('and its report stand %s', (_, object) => {
    const view = viewWorkload('DaemonSet', object);
    const { entries } = planPlacementReport({ nodes: [premisesNode('dc-1')], workloads: [view] });
    expect(entries).toMatchObject([{ recommendation: 'unknown', toleratesEverything: false }]);
  });
});
