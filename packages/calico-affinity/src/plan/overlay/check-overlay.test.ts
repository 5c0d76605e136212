import { InvalidInputError } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { cloudNode, premisesNode } from '../../testing/cluster.ts';
import { excludeCloudNodes } from '../exclude-cloud-nodes.ts';
import { templateAffinityOf } from '../cni-target.ts';
import type { JsonObject } from '../json.ts';
import type { NodeView } from '../match-node.ts';
import { checkOverlay, type OverlayQuestion } from './check-overlay.ts';
import { daemonSet, flannel } from './overlay-daemon-sets.testing.ts';
import { describePort, guessOverlays, listPorts, overlays } from './overlay-ports.ts';

const nodes = [premisesNode('dc-1'), premisesNode('dc-2'), cloudNode('ecs-1')];
const toCome = cloudNode('a-cloud-node');
const check = (fields: Partial<OverlayQuestion> = {}) => checkOverlay({ daemonSets: [flannel()], nodes, cloudNode: toCome, ...fields });
const named = (report: ReturnType<typeof check>, name: string) => report.checks.filter((each) => each.name === name);
const one = (report: ReturnType<typeof check>, name: string) => named(report, name)[0]!;

it('says where Flannel runs and will run, its images, and its port', () => {
  expect(check({ region: 'ap-southeast-1' }).checks).toMatchInlineSnapshot(`
    [
      {
        "message": "DaemonSet kube-flannel/kube-flannel-ds runs on 2 on-premises nodes and 1 cloud node",
        "name": "overlay-placement",
        "status": "pass",
      },
      {
        "message": "a cloud node to come gets DaemonSet kube-flannel/kube-flannel-ds",
        "name": "overlay-placement-to-come",
        "status": "pass",
      },
      {
        "message": "ghcr.io is public, so that the cloud nodes need a way out to the internet: ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel1 (DaemonSet kube-flannel/kube-flannel-ds, init container install-cni-plugin), ghcr.io/flannel-io/flannel:v0.28.4 (DaemonSet kube-flannel/kube-flannel-ds, init container install-cni, DaemonSet kube-flannel/kube-flannel-ds, container kube-flannel)",
        "name": "overlay-images",
        "status": "pass",
      },
      {
        "message": "each image is pulled once a node",
        "name": "overlay-pull-policy",
        "status": "pass",
      },
      {
        "message": "the pod templates name no imagePullSecrets; those of the service accounts are not looked at",
        "name": "overlay-pull-secrets",
        "status": "pass",
      },
      {
        "message": "a reference does not tell which processors its image is for: see that the 2 images have the architecture of the cloud nodes' instance types, in a mirror, too",
        "name": "overlay-architectures",
        "status": "pass",
      },
      {
        "message": "between the nodes of both sites, both ways, in the security group of the cloud nodes and on the firewalls of the data centre: udp 8472 (flannel-vxlan: VXLAN, unless Backend.Port in net-conf.json says otherwise)",
        "name": "overlay-ports",
        "status": "pass",
      },
    ]
  `);
});

describe('where the pods run', () => {
  const isolated = flannel({ affinity: { nodeAffinity: excludeCloudNodes(templateAffinityOf(flannel())?.nodeAffinity) } });

  it.each<[string, JsonObject, NodeView, string, string, string]>([
    ['an affinity that leaves cloud nodes out', isolated, toCome, 'fail', 'its selection leaves out nodes with alibabacloud.com/external=true', 'Undo the step calico-affinity'],
    ['a selector for a label that cloud nodes lack', flannel({ nodeSelector: { site: 'dc' } }), toCome, 'fail', 'its nodeSelector wants site=dc', 'Give the node pool the labels site=dc'],
    ['an affinity for such a label', flannel({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'site', operator: 'Exists' }] }] } } } }), toCome, 'fail', 'its node affinity does not match', 'Give the node pool labels'],
    ['a taint of the pool', flannel({ tolerations: [] }), cloudNode('n', { taints: [{ key: 'burst', value: 'true', effect: 'NoSchedule' }] }), 'fail', 'it does not tolerate burst=true:NoSchedule', 'Add a toleration for burst=true:NoSchedule'],
    ['a taint that evicts', flannel(), cloudNode('n', { taints: [{ key: 'burst', effect: 'NoExecute' }] }), 'fail', 'it does not tolerate burst:NoExecute', 'Add a toleration'],
    ['a taint that is tolerated', flannel(), cloudNode('n', { taints: [{ key: 'burst', effect: 'NoSchedule' }] }), 'pass', 'a cloud node to come gets DaemonSet kube-flannel/kube-flannel-ds', ''],
    ['a pod template that names a node', flannel({ nodeName: 'dc-1' }), toCome, 'fail', 'it is bound to the node dc-1', 'Take nodeName out'],
    ['a DaemonSet for Windows alone', flannel({ affinity: {}, nodeSelector: { 'kubernetes.io/os': 'windows' } }), toCome, 'fail', 'it is made for another operating system or processor', 'Add a DaemonSet'],
    ['a node that is not labelled as the pool labels it', flannel(), premisesNode('n'), 'warn', 'lacks alibabacloud.com/external=true', 'Give cloudNode the labels'],
  ])('%s', (_, object, node, status, message, remediation) => {
    const told = one(check({ daemonSets: [object], cloudNode: node }), 'overlay-placement-to-come');
    expect([told.status, told.message, told.remediation ?? '']).toEqual([status, expect.stringContaining(message), expect.stringContaining(remediation)]);
  });

  it('takes one DaemonSet for each system as one', () => {
    const windows = daemonSet('kube-flannel', 'kube-flannel-ds-windows', { nodeSelector: { 'kubernetes.io/os': 'windows' }, containers: [{ name: 'a', image: 'flannel/flannel:1' }] });
    const arm = daemonSet('kube-flannel', 'kube-flannel-ds-arm64', { nodeSelector: { 'kubernetes.io/arch': 'arm64' }, containers: [{ name: 'a', image: 'flannel/flannel:1' }] });
    const report = check({ daemonSets: [windows, flannel(), arm] });
    expect([one(report, 'overlay-placement').status, one(report, 'overlay-placement-to-come').status]).toEqual(['pass', 'pass']);
  });

  it('does not take cilium-envoy for cilium', () => {
    const cilium = daemonSet('kube-system', 'cilium', { containers: [{ name: 'cilium-agent', image: 'quay.io/cilium/cilium:v1.17.2' }] });
    const envoy = daemonSet('kube-system', 'cilium-envoy', { nodeSelector: { site: 'dc' }, containers: [{ name: 'cilium-envoy', image: 'quay.io/cilium/cilium-envoy:v1.32' }] });
    expect(one(check({ daemonSets: [cilium, envoy] }), 'overlay-placement-to-come')).toMatchObject({ status: 'fail', message: expect.stringContaining('cilium-envoy') });
  });

  it('fails where a cloud node that is there has no pod, and names it', () => {
    const report = check({ daemonSets: [isolated] });
    expect(one(report, 'overlay-placement')).toMatchObject({
      status: 'fail',
      message: 'DaemonSet kube-flannel/kube-flannel-ds runs on 2 on-premises nodes and 0 cloud nodes; DaemonSet kube-flannel/kube-flannel-ds does not run on ecs-1: its selection leaves out nodes with alibabacloud.com/external=true; no pod of the overlay on ecs-1',
    });
    expect(report.placements[0]).toMatchObject({ runs: ['dc-1', 'dc-2'], keptOff: [{ node: 'ecs-1', why: { kind: 'external' } }] });
  });

  it('tells a pod that may stay from one that runs', () => {
    const [placement] = check({ daemonSets: [flannel({ tolerations: [] })], nodes: [cloudNode('ecs-1', { taints: [{ key: 'burst', effect: 'NoSchedule' }] })] }).placements;
    expect([placement?.runs, placement?.mayStay]).toEqual([[], ['ecs-1']]);
  });

  it('asks nothing of virtual nodes', () => {
    expect(one(check({ nodes: [...nodes, premisesNode('vk', { labels: { type: 'virtual-kubelet' }, taints: [{ key: 'virtual-kubelet.io/provider', effect: 'NoExecute' }] })] }), 'overlay-placement').status).toBe('pass');
  });

  it('judges 5,000 nodes and names but ten', () => {
    const many = Array.from({ length: 5000 }, (_, index) => cloudNode(`ecs-${index}`));
    const told = one(check({ daemonSets: [isolated], nodes: many }), 'overlay-placement');
    expect(told.message.length).toBeLessThan(4000);
    expect(told.message).toContain('4990 more');
  });
});

describe('the region', () => {
  it.each<[string, Partial<OverlayQuestion>, string]>([
    ['given', { region: 'ap-southeast-1' }, 'pass'],
    ['of the label', { cloudNode: cloudNode('n', { labels: { ...toCome.labels, 'topology.kubernetes.io/region': 'eu-central-1' } }) }, 'pass'],
    ['of the provider id', {}, 'warn'],
    ['that nothing tells', { cloudNode: cloudNode('n', { providerId: 'dc://n' }) }, 'warn'],
  ])('%s decides of registries abroad', (_, fields, status) => {
    expect(one(check(fields), 'overlay-images').status).toBe(status);
  });

  it('is taken from the provider id where no label tells it', () => {
    expect(one(check(), 'overlay-images').message).toContain('slow from cn-hangzhou');
  });
});

describe('the images', () => {
  it('have a check for each verdict that occurs', () => {
    const mixed = daemonSet('kube-system', 'cni', {
      containers: [
        { name: 'a', image: 'registry:5000/a:1' },
        { name: 'b', image: 'quay.io/b/b:1' },
        { name: 'c', image: 'registry-vpc.cn-hangzhou.aliyuncs.com/c/c:1' },
      ],
    });
    expect(named(check({ daemonSets: [mixed] }), 'overlay-images').map(({ status, message }) => [status, message.split(' ')[0]])).toEqual([
      ['fail', 'registry:5000'],
      ['warn', 'quay.io'],
      ['pass', 'registry-vpc.cn-hangzhou.aliyuncs.com'],
    ]);
  });

  it('pass where a mirror or a word that it answers covers them', () => {
    expect(named(check({ mirrors: { 'ghcr.io': 'registry-vpc.cn-hangzhou.aliyuncs.com/m' } }), 'overlay-images').map(({ status }) => status)).toEqual(['pass']);
    expect(named(check({ reachable: ['ghcr.io'] }), 'overlay-images').map(({ status }) => status)).toEqual(['pass']);
  });

  it('fail where there are none', () => {
    expect(one(check({ daemonSets: [daemonSet('a', 'b', {})] }), 'overlay-images').status).toBe('fail');
  });

  it('that are never pulled are a warning, and those that are always pulled are named', () => {
    const report = check({ daemonSets: [flannel({ initContainers: [], containers: [{ name: 'a', image: 'a/a:1', imagePullPolicy: 'Never' }, { name: 'b', image: 'b/b' }] })] });
    expect(one(report, 'overlay-pull-policy')).toMatchObject({ status: 'warn', message: expect.stringMatching(/Never: a\/a:1; pulled at every start.*: b\/b$/) });
  });

  it('name their secrets, and say that architectures are unknown', () => {
    const report = check({ daemonSets: [flannel({ imagePullSecrets: [{ name: 'hub' }] })] });
    expect(one(report, 'overlay-pull-secrets').message).toContain('kube-flannel/hub');
    expect(one(report, 'overlay-architectures').message).toContain('does not tell which processors');
  });
});

describe('the ports', () => {
  it.each([
    ['flannel-vxlan', ['udp 8472']],
    ['calico-vxlan', ['udp 4789']],
    ['calico-ipip', ['IP protocol 4', 'tcp 179']],
    ['cilium-vxlan', ['udp 8472']],
    ['cilium-geneve', ['udp 6081']],
  ] as const)('of %s are %j', (overlay, expected) => {
    expect(listPorts([overlay]).map((port) => describePort(port).split(' (')[0])).toEqual(expected);
    const told = one(check({ overlays: [overlay] }), 'overlay-ports');
    for (const text of expected) expect(told.message).toContain(text);
    expect(told.status).toBe(overlay === 'calico-ipip' ? 'warn' : 'pass');
  });

  it.each([
    ['ghcr.io/flannel-io/flannel:v0.28.4', ['flannel-vxlan']],
    ['docker.io/rancher/mirrored-flannelcni-flannel:v0.26', ['flannel-vxlan']],
    ['docker.io/calico/node:v3.30.0', ['calico-vxlan', 'calico-ipip']],
    ['registry.example.com/mirror/calico-node:v3', ['calico-vxlan', 'calico-ipip']],
    ['quay.io/cilium/cilium:v1.17.2', ['cilium-vxlan', 'cilium-geneve']],
    ['quay.io/cilium/cilium-envoy:v1.32', []],
    ['registry.k8s.io/kube-proxy:v1.33.0', []],
    ['a//b', []],
  ])('are guessed for %s from its name: %j', (image, expected) => {
    expect(guessOverlays([daemonSet('a', 'b', { containers: [{ name: 'c', image }] })])).toEqual(expected);
  });

  it('are a warning where the images tell none', () => {
    expect(one(check({ daemonSets: [daemonSet('a', 'b', { containers: [{ name: 'c', image: 'x/y:1' }] })] }), 'overlay-ports').status).toBe('warn');
  });

  it('are known for every overlay', () => {
    expect(overlays.every((overlay) => listPorts([overlay]).length > 0)).toBe(true);
  });
});

it('refuses what it cannot judge, all at once', () => {
  const error = (() => {
    try {
      return check({ daemonSets: [], mirrors: { 'quay.io': 'https://m.example.com' }, overlays: ['weave' as never] });
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(InvalidInputError.isInstance(error) && error.issues.map((issue) => issue.path)).toEqual(['daemonSets', 'mirrors["quay.io"]', 'overlays']);
});
