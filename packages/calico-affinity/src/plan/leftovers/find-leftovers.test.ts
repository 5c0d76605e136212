import { InvalidInputError } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { findLeftovers } from './find-leftovers.ts';
import type { LeftoverFinding, LeftoverKind } from './leftover-finding.ts';
import type { LeftoverNode, LeftoverObservation } from './leftover-views.ts';
import { nodeOfTunnelHandle } from './node-slice.ts';
import { bareNode, observe } from './observation.testing.ts';

const kindsOf = (findings: readonly LeftoverFinding[]): readonly string[] => findings.map((finding) => `${finding.kind} ${finding.severity}`);
const commandsOf = (findings: readonly LeftoverFinding[]): readonly string[] => findings.flatMap((finding) => finding.mend.flatMap((mend) => (mend.kind === 'command' ? [mend.command] : [])));
const find = (fields: Partial<LeftoverObservation>, pools: readonly string[] = ['10.244.0.0/16']) => findLeftovers(observe(fields), { onPremisesPods: pools });
const findOn = (fields: Partial<LeftoverNode>) => find({ nodes: [bareNode('ecs-1', fields)] });

it('finds nothing on a node that never ran another CNI, whatever else is annotated', () => {
  expect(findOn({ annotations: { 'node.alpha.kubernetes.io/ttl': '0', 'csi.volume.kubernetes.io/nodeid': '{}', 'projectcalico.org.example.com/x': '1' } })).toEqual([]);
});

describe('annotations of the node', () => {
  it.each<[string, string, LeftoverKind, string]>([
    ['projectcalico.org/IPv4Address', '192.168.1.10/24', 'calico-bgp', 'warn'],
    ['projectcalico.org/IPv6Address', 'fd00::10/64', 'calico-bgp', 'warn'],
    ['projectcalico.org/ASNumber', '64512', 'calico-bgp', 'warn'],
    ['projectcalico.org/RouteReflectorClusterID', '244.0.0.1', 'calico-route-reflector', 'fail'],
    ['projectcalico.org/IPv4IPIPTunnelAddr', '10.244.7.64', 'calico-tunnel', 'warn'],
    ['projectcalico.org/IPv4VXLANTunnelAddr', '10.244.7.64', 'calico-tunnel', 'warn'],
    ['projectcalico.org/VXLANTunnelMACAddr', '66:11:22:33:44:55', 'calico-tunnel', 'warn'],
    ['projectcalico.org/WireguardPublicKey', 'abc=', 'calico-tunnel', 'warn'],
    ['projectcalico.org/kube-labels', '{}', 'calico-annotation', 'note'],
    ['flannel.alpha.coreos.com/backend-type', 'vxlan', 'flannel-lease', 'note'],
    ['network.cilium.io/ipv4-pod-cidr', '10.0.4.0/24', 'cilium-annotation', 'note'],
    ['io.cilium.network.ipv4-cilium-host', '10.0.4.1', 'cilium-annotation', 'note'],
  ])('%s=%s is %s (%s), shown and taken away by name', (key, value, kind, severity) => {
    const findings = findOn({ annotations: { [key]: value } });
    expect(kindsOf(findings)).toEqual([`${kind} ${severity}`]);
    expect(findings[0]?.evidence).toEqual([`annotation ${key}=${value}`]);
    expect(commandsOf(findings)).toEqual([`kubectl annotate node ecs-1 ${key}-`]);
  });

  it('of one kind go together, each kind with its own reason', () => {
    const annotations = { 'projectcalico.org/IPv6Address': 'fd00::1/64', 'projectcalico.org/IPv4Address': '10.0.0.1/24', 'projectcalico.org/IPv4IPIPTunnelAddr': '10.244.7.64' };
    expect(commandsOf(findOn({ annotations }))).toEqual([
      'kubectl annotate node ecs-1 projectcalico.org/IPv4Address- projectcalico.org/IPv6Address-',
      'kubectl annotate node ecs-1 projectcalico.org/IPv4IPIPTunnelAddr-',
    ]);
  });

  it('of a lease that flanneld heeds are a warning, and ask for a restart of flanneld', () => {
    const findings = findOn({ annotations: { 'flannel.alpha.coreos.com/kube-subnet-manager': 'true', 'flannel.alpha.coreos.com/public-ip': '192.168.1.10' } });
    expect(kindsOf(findings)).toEqual(['flannel-lease warn']);
    expect(findings[0]?.mend.at(-1)).toMatchObject({ kind: 'step', text: expect.stringContaining('Restart kube-flannel') });
  });
});

describe('the condition NetworkUnavailable', () => {
  it.each([
    ['True', 'CalicoIsDown', ['calico-condition fail']],
    ['False', 'CalicoIsUp', ['calico-condition note']],
    ['False', 'FlannelIsUp', ['flannel-condition note']],
    ['False', 'CiliumIsUp', ['cilium-condition note']],
    ['False', 'RouteCreated', []],
    ['True', 'constructor', []],
  ])('%s of %s gives %j', (status, reason, expected) => {
    expect(kindsOf(findOn({ networkUnavailable: { status, reason } }))).toEqual(expected);
  });

  it('goes by a patch that is JSON', () => {
    const [text = ''] = commandsOf(findOn({ networkUnavailable: { status: 'True', reason: 'CalicoIsDown' } }));
    expect(JSON.parse(text.slice(text.indexOf("'") + 1, -1))).toEqual({ status: { conditions: [{ type: 'NetworkUnavailable', $patch: 'delete' }] } });
  });
});

describe("Calico's address management", () => {
  const affinity = { name: 'ecs-1-10-244-7-64-26', node: 'ecs-1', cidr: '10.244.7.64/26', state: 'confirmed' };
  const tunnel = { address: '10.244.7.64', handle: 'ipip-tunnel-addr-ecs-1', node: 'ecs-1', tunnel: true };
  const pod = { address: '10.244.7.66', handle: 'k8s-pod-network.abc', node: 'ecs-1', pod: 'shop/web-0', tunnel: false };
  const block = { name: '10-244-7-64-26', cidr: '10.244.7.64/26', node: 'ecs-1', used: [tunnel] };

  it('shows a block with its affinity once, and never offers to delete one by hand', () => {
    const findings = find({ blockAffinities: [affinity], ipamBlocks: [{ ...block, used: [] }] });
    expect(kindsOf(findings)).toEqual(['calico-ipam-block warn']);
    expect(findings[0]?.evidence).toEqual(['BlockAffinity ecs-1-10-244-7-64-26 of 10.244.7.64/26, confirmed', 'IPAMBlock 10-244-7-64-26 with 0 addresses given out']);
    expect(commandsOf(findings)).toEqual([]);
  });

  it.each([
    ['an affinity without its block', { blockAffinities: [{ ...affinity, state: '' }] }, ['BlockAffinity ecs-1-10-244-7-64-26 of 10.244.7.64/26, no state', 'no IPAMBlock of 10.244.7.64/26']],
    ['a block without its affinity', { ipamBlocks: [{ ...block, used: [] }] }, ['no BlockAffinity of 10.244.7.64/26', 'IPAMBlock 10-244-7-64-26 with 0 addresses given out']],
  ])('shows %s', (_, fields, evidence) => {
    expect(find(fields)[0]?.evidence).toEqual(evidence);
  });

  it('releases a tunnel address and that of a pod which is gone', () => {
    expect(commandsOf(find({ ipamBlocks: [{ ...block, used: [tunnel, pod] }] }))).toEqual(['calicoctl ipam release --ip=10.244.7.64', 'calicoctl ipam release --ip=10.244.7.66']);
  });

  it.each([
    ['has it', ['10.244.7.66']],
    ['reports no address yet', []],
  ])('does not release the address of a pod that %s', (_, addresses) => {
    const findings = find({ ipamBlocks: [{ ...block, used: [pod] }], pods: [{ namespace: 'shop', name: 'web-0', nodeName: 'ecs-1', addresses }] }, []);
    expect(commandsOf(findings)).toEqual([]);
    expect(findings.find((finding) => finding.kind === 'calico-ipam-address')?.mend[0]).toEqual({ kind: 'step', text: 'Delete the pods that still have such an address, so that they come up with one of the VPC: shop/web-0.' });
  });

  it('says so where the pods could not be read', () => {
    const findings = find({ ipamBlocks: [{ ...block, used: [pod] }], notes: [{ resource: 'pods', reason: 'not-allowed' }] });
    expect(JSON.stringify(findings)).toContain('the pods could not be read');
  });

  it("counts an address that a node borrowed from another's block as that node's", () => {
    const findings = find({ nodes: [bareNode('ecs-1'), bareNode('ecs-2')], ipamBlocks: [{ ...block, used: [{ ...tunnel, node: 'ecs-2' }] }] });
    expect(findings.map((finding) => `${finding.node} ${finding.kind}`)).toEqual(['ecs-1 calico-ipam-block', 'ecs-2 calico-ipam-address']);
  });

  it('counts an address without a node as that of the node whose block it is in', () => {
    expect(kindsOf(find({ ipamBlocks: [{ ...block, used: [{ address: '10.244.7.65', tunnel: false }] }] }))).toEqual(['calico-ipam-block warn', 'calico-ipam-address warn']);
  });

  it('notes the handle of a tunnel address that is gone, and no handle that is in use', () => {
    const handle = { name: 'ipip-tunnel-addr-ecs-1', handle: 'ipip-tunnel-addr-ecs-1', blocks: [] };
    expect(kindsOf(find({ ipamHandles: [handle] }))).toEqual(['calico-ipam-handle note']);
    expect(kindsOf(find({ ipamHandles: [handle], ipamBlocks: [block] }))).not.toContain('calico-ipam-handle note');
  });

  it.each([
    ['ipip-tunnel-addr-ecs-1', 'ecs-1'],
    ['vxlan-v6-tunnel-addr-ecs-1', 'ecs-1'],
    ['wireguard-v6-tunnel-addr-a.b', 'a.b'],
    ['k8s-pod-network.abc', undefined],
    ['vxlan-tunnel-addr-', undefined],
  ])('takes the handle %s for that of %s', (handle, node) => {
    expect(nodeOfTunnelHandle(handle)).toBe(node);
  });
});

describe('pods', () => {
  const pod = { namespace: 'shop', name: 'web-0', nodeName: 'ecs-1', addresses: ['10.244.7.66'] };

  it.each<[string, Partial<typeof pod> & { calicoAddress?: string }, readonly string[], readonly string[]]>([
    ['in an on-premises pool', {}, ['10.244.0.0/16'], ['on-premises-address fail']],
    ['in one of two families', { addresses: ['192.168.3.4', 'fd00:10::7'] }, ['fd00:10::/32'], ['on-premises-address fail']],
    ['that Calico itself noted', { calicoAddress: '10.244.7.66/32' }, [], ['calico-pod fail']],
    ['of the VPC', { addresses: ['192.168.3.4'] }, ['10.244.0.0/16'], []],
    ['of the VPC, with the emptied annotation of an earlier life', { addresses: ['192.168.3.4'], calicoAddress: '' }, ['10.244.0.0/16'], []],
    ['of the VPC, with what Calico noted before', { addresses: ['192.168.3.4'], calicoAddress: '10.244.7.66/32' }, ['10.244.0.0/16'], []],
    ['not yet there', { addresses: [], calicoAddress: '' }, ['10.244.0.0/16'], []],
    ['that is no address', { addresses: ['?'] }, ['10.244.0.0/16'], []],
  ])('with an address %s', (_, fields, pools, expected) => {
    expect(kindsOf(find({ pods: [{ ...pod, ...fields }] }, pools))).toEqual(expected);
  });
});

describe("Cilium's objects", () => {
  it.each([
    [['10.244.9.0/24'], ['cilium-node warn']],
    [['192.168.9.0/24'], ['cilium-node note']],
    [[], ['cilium-node note']],
    [['odd'], ['cilium-node note']],
  ])('a CiliumNode with %j is %j', (podCidrs, expected) => {
    expect(kindsOf(find({ ciliumNodes: [{ name: 'ecs-1', podCidrs }] }))).toEqual(expected);
  });

  it.each([
    ['of a pod that is there goes with the pod', '', ['kubectl delete pod -n shop web-0']],
    ['of a pod that is gone is deleted by name', '192.168.1.10', ['kubectl delete ciliumendpoints.cilium.io -n shop web-0']],
  ])('a CiliumEndpoint %s', (_, nodeAddress, expected) => {
    const pods = nodeAddress === '' ? [{ namespace: 'shop', name: 'web-0', nodeName: 'ecs-1', addresses: ['10.244.9.7'] }] : [];
    const findings = find({ pods, ciliumEndpoints: [{ namespace: 'shop', name: 'web-0', nodeAddress, addresses: ['10.244.9.7'] }] });
    expect(kindsOf(findings)[0]).toBe('cilium-endpoint warn');
    expect(commandsOf(findings)).toEqual(expected);
  });

  it('an endpoint with an address of the VPC is nothing that is left', () => {
    expect(find({ ciliumEndpoints: [{ namespace: 'shop', name: 'web-0', nodeAddress: '192.168.1.10', addresses: ['192.168.3.4'] }] })).toEqual([]);
  });
});

it('refuses pools that are no CIDR blocks, all at once', () => {
  const error = (() => {
    try {
      return find({}, ['10.244.0.0/16', 'pods', '10.0.0.0/40']);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(InvalidInputError.isInstance(error) && error.issues.map((issue) => issue.path)).toEqual(['onPremisesPods[1]', 'onPremisesPods[2]']);
});
