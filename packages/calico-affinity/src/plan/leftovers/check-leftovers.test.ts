import { describe, expect, it } from 'vitest';
import { checkLeftovers } from './check-leftovers.ts';
import { bareNode, observe } from './observation.testing.ts';
import type { LeftoverObservation } from './leftover-views.ts';

const check = (fields: Partial<LeftoverObservation> = {}, onPremisesPods: readonly string[] = ['10.244.0.0/16']) => checkLeftovers(observe(fields), { onPremisesPods });
const statuses = (checks: ReturnType<typeof check>) => Object.fromEntries(checks.map(({ name, status }) => [name, status]));
const clean = {
  'calico-leftovers-node': 'pass',
  'calico-leftovers-ipam': 'pass',
  'calico-leftovers-pods': 'pass',
  'calico-leftovers-flannel': 'pass',
  'calico-leftovers-cilium': 'pass',
  'calico-leftovers-on-disk': 'pass',
};
const meshed = (name: string) => bareNode(name, { annotations: { 'projectcalico.org/IPv4Address': '192.168.1.10/24' } });

it('passes where nothing is left, and still says what no API shows', () => {
  const checks = check();
  expect(statuses(checks)).toEqual(clean);
  const message = checks.at(-1)?.message ?? '';
  for (const word of ['10-calico.conflist', '10-terway', 'iptables', 'tunl0', 'vxlan.calico', 'cilium_host', 'flannel.1', '/etc/cni/net.d/ack-hybrid-aside', 'buildInitScript', 'extendInitScript']) expect(message).toContain(word);
});

it('has nothing to say of files where there is no cloud node', () => {
  expect(check({ nodes: [] }, []).at(-1)).toEqual({ name: 'calico-leftovers-on-disk', status: 'pass', message: 'there is no cloud node yet' });
});

describe('what is left', () => {
  it.each<[string, Partial<LeftoverObservation>, Record<string, string>]>([
    ['a BGP address', { nodes: [meshed('ecs-1')] }, { 'calico-leftovers-node': 'warn', 'calico-leftovers-on-disk': 'warn' }],
    ['a dead Calico', { nodes: [bareNode('ecs-1', { networkUnavailable: { status: 'True', reason: 'CalicoIsDown' } })] }, { 'calico-leftovers-node': 'fail', 'calico-leftovers-on-disk': 'warn' }],
    ['a condition that says it is up', { nodes: [bareNode('ecs-1', { networkUnavailable: { status: 'False', reason: 'CalicoIsUp' } })] }, {}],
    ['a block', { blockAffinities: [{ name: 'a', node: 'ecs-1', cidr: '10.244.7.64/26', state: 'confirmed' }] }, { 'calico-leftovers-ipam': 'warn', 'calico-leftovers-on-disk': 'warn' }],
    ['a pod with an old address', { pods: [{ namespace: 'a', name: 'b', nodeName: 'ecs-1', addresses: ['10.244.0.9'] }] }, { 'calico-leftovers-pods': 'fail', 'calico-leftovers-on-disk': 'warn' }],
    ["a CiliumNode that may be Terway's", { ciliumNodes: [{ name: 'ecs-1', podCidrs: [] }] }, {}],
    ['a lease of Flannel', { nodes: [bareNode('ecs-1', { annotations: { 'flannel.alpha.coreos.com/kube-subnet-manager': 'true' } })] }, { 'calico-leftovers-flannel': 'warn', 'calico-leftovers-on-disk': 'warn' }],
  ])('%s', (_, fields, expected) => {
    expect(statuses(check(fields))).toEqual({ ...clean, ...expected });
  });

  it('is told with evidence, reason and the command', () => {
    expect(check({ nodes: [meshed('ecs-1')] })[0]).toMatchInlineSnapshot(`
      {
        "message": "ecs-1: annotation projectcalico.org/IPv4Address=192.168.1.10/24; a BGP mesh, and every BGPPeer that selects the node, still peers with it: each on-premises node keeps a session that never comes up",
        "name": "calico-leftovers-node",
        "remediation": "See first that no calico-node runs on the node (the check calico-off-cloud-nodes): it would write these again. Run \`kubectl annotate node ecs-1 projectcalico.org/IPv4Address-\`.",
        "status": "warn",
      }
    `);
  });

  it('of many nodes is told for ten, with the commands of the first', () => {
    const told = check({ nodes: Array.from({ length: 12 }, (_, index) => meshed(`ecs-${index}`)) })[0];
    expect(told?.message).toContain('ecs-9:');
    expect(told?.message).not.toContain('ecs-10');
    expect(told?.message).toContain('and 2 more nodes');
    expect(told?.remediation).toContain('`kubectl annotate node ecs-0 projectcalico.org/IPv4Address-`');
    expect(told?.remediation).toContain('And the same for 11 other nodes: findLeftovers gives them all.');
  });
});

it('of a node with many pods names twelve steps', () => {
  const pods = Array.from({ length: 30 }, (_, index) => ({ namespace: 'a', name: `p-${index}`, nodeName: 'ecs-1', addresses: [`10.244.0.${index}`] }));
  const told = check({ pods }).find(({ name }) => name === 'calico-leftovers-pods');
  expect(told?.remediation?.match(/kubectl delete pod/g)).toHaveLength(11);
  expect(told?.remediation).toContain('And 19 more steps: findLeftovers gives them all.');
});

describe('what could not be read', () => {
  it('passes where the cluster does not know a kind', () => {
    expect(check({ notes: [{ resource: 'ciliumnodes.cilium.io', reason: 'not-there' }] })).toContainEqual({ name: 'calico-leftovers-read', status: 'pass', message: "the cluster doesn't know ciliumnodes.cilium.io" });
  });

  it('is a warning where access is missing, with the verb to grant', () => {
    const told = check({ notes: [{ resource: 'pods', reason: 'not-allowed' }] }).find(({ name }) => name === 'calico-leftovers-read');
    expect([told?.status, told?.remediation]).toEqual(['warn', 'Grant the verb list on pods and check again.']);
  });

  it('includes the pools that were not given', () => {
    expect(statuses(check({}, []))).toEqual({ ...clean, 'calico-leftovers-pools': 'warn' });
  });
});
