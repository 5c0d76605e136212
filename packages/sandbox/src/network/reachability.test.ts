import { describe, expect, it } from 'vitest';
import type { CloudNetwork } from '../halves.ts';
import type { SandboxSecurityGroupRule } from '../types.ts';
import { defaultWorld } from '../world.ts';
import { canReach, type ReachabilityNetwork } from './reachability.ts';

const accept = (direction: 'ingress' | 'egress', cidr: string, ports = '-1/-1', priority = 1): SandboxSecurityGroupRule => ({ direction, policy: 'accept', protocol: 'all', ports, cidr, priority });
const drop = (direction: 'ingress' | 'egress', cidr: string, ports = '-1/-1', priority = 1): SandboxSecurityGroupRule => ({ ...accept(direction, cidr, ports, priority), policy: 'drop' });

function network(changes: { readonly cloud?: Partial<CloudNetwork>; readonly dataCenter?: Partial<ReachabilityNetwork['dataCenter']>; readonly rules?: readonly SandboxSecurityGroupRule[] } = {}): ReachabilityNetwork {
  return {
    dataCenter: { ...defaultWorld.dataCenter, ...changes.dataCenter },
    cloud: {
      instances: () => [
        { instanceId: 'i-1', privateIp: '10.10.24.10', vswitchId: 'vsw-bp1sandboxnodes0001', securityGroupIds: ['sg'] },
        { instanceId: 'i-2', privateIp: '10.10.24.11', vswitchId: 'vsw-bp1sandboxnodes0001', securityGroupIds: ['sg-2'] },
      ],
      vpcCidrs: () => [defaultWorld.vpc.cidr],
      vswitches: () => defaultWorld.vswitches,
      routes: () => defaultWorld.routes,
      securityGroupRules: () => changes.rules ?? defaultWorld.securityGroups[0]?.rules ?? [],
      ...changes.cloud,
    },
    podSecurityGroupIds: ['sg'],
  };
}

const control = '192.168.0.10';
const worker = '192.168.0.11';
const datacenterPod = '10.100.3.4';
const instance = '10.10.24.10';
const otherInstance = '10.10.24.11';
const cloudPod = '10.10.25.7';
const ask = (from: string, to: string, port = 6443, protocol: 'tcp' | 'udp' | 'icmp' = 'tcp') => ({ from, to, port, protocol });

describe('canReach', () => {
  it.each([
    ['a cloud node to the API server', instance, control],
    ['a cloud pod to an on-premises pod', cloudPod, datacenterPod],
    ['an on-premises pod to a cloud pod', datacenterPod, cloudPod],
    ['an on-premises node to a cloud node', worker, instance],
    ['two on-premises nodes', worker, control],
    ['two cloud nodes', instance, otherInstance],
    ['a cloud node to OSS', instance, '100.118.28.45'],
    ['an on-premises node to OSS by its own route', worker, '100.118.28.45'],
    ['a cloud pod to the Service of the API server', cloudPod, '172.21.0.1'],
    ['a cloud pod to the DNS Service', cloudPod, '172.21.0.10'],
  ])('joins %s in the default world', (_title, from, to) => {
    expect(canReach(ask(from, to), network())).toMatchObject({ reachable: true });
  });

  it.each<[string, ReturnType<typeof ask>, ReachabilityNetwork, string]>([
    ['no route in the VPC', ask(cloudPod, datacenterPod), network({ cloud: { routes: () => [] } }), "no entry towards 10.100.3.4 (on-premises pod)"],
    ['no route back in the VPC', ask(datacenterPod, cloudPod), network({ cloud: { routes: () => [{ destination: '192.168.0.0/24', nextHopType: 'Attachment' }] } }), 'no entry back to 10.100.3.4'],
    ['no route in the data centre', ask(worker, instance), network({ dataCenter: { routesToCloud: ['10.10.25.0/24'] } }), 'no route to 10.10.24.10'],
    ['no route back in the data centre', ask(instance, worker), network({ dataCenter: { routesToCloud: ['10.10.25.0/24'] } }), 'no route back to 10.10.24.10'],
    ['no route to the cloud services', ask(worker, '100.118.28.45'), network({ dataCenter: { routesToCloud: ['10.0.0.0/10'] } }), 'no route to 100.118.28.45'],
    ['no ingress rule', ask(worker, instance, 22), network({ rules: [accept('ingress', '10.0.0.0/8')] }), 'no ingress rule for 192.168.0.11, tcp/22'],
    ['an egress rule that drops', ask(instance, control), network({ rules: [drop('egress', '0.0.0.0/0'), accept('ingress', '0.0.0.0/0')] }), 'on the way out'],
    ['a port that no rule covers', ask(worker, instance, 10250), network({ rules: [accept('ingress', '192.168.0.0/24', '1/1024')] }), 'no ingress rule'],
    ['a drop beside an accept of the same priority', ask(worker, instance), network({ rules: [accept('ingress', '192.168.0.0/24'), drop('ingress', '192.168.0.0/16')] }), 'drop all'],
    ['two groups without a rule', ask(instance, otherInstance), network({ rules: [] }), 'no ingress rule'],
    ['nobody at the address', ask(instance, '192.168.0.200'), network(), 'no host has 192.168.0.200'],
    ['an address of no vSwitch', ask(worker, '10.20.0.1'), network(), 'in none of its vSwitches'],
    ['the Internet', ask(instance, '8.8.8.8'), network(), 'the sandbox has no Internet'],
    ['blocks that overlap', ask(instance, datacenterPod), network({ cloud: { vswitches: () => [...defaultWorld.vswitches, { id: 'vsw-bad', zone: 'x', cidr: '10.100.0.0/20' }] } }), 'vSwitch vsw-bad: the blocks overlap'],
    ['a source that is nowhere', ask('8.8.8.8', control), network(), 'source 8.8.8.8'],
    ['a service that would have to call', ask('100.64.0.1', control), network(), 'open no connection'],
  ])('stops at %s', (_title, question, world, reason) => {
    const answer = canReach(question, world);
    expect(answer.reachable).toBe(false);
    expect(answer.reason).toContain(reason);
  });

  it.each([
    ['the smaller number of two priorities', [drop('ingress', '0.0.0.0/0', '-1/-1', 2), accept('ingress', '192.168.0.0/24', '-1/-1', 1)]],
    ['a range that holds the port', [accept('ingress', '192.168.0.0/24', '6000/7000')]],
  ])('lets through by %s', (_title, rules) => {
    expect(canReach(ask(worker, instance), network({ rules }))).toMatchObject({ reachable: true });
  });

  it('lets members of one group talk without a rule', () => {
    expect(canReach(ask(instance, cloudPod), network({ rules: [] }))).toMatchObject({ reachable: true });
  });

  it('takes the longest of the routes that match', () => {
    const routes = [{ destination: '10.100.0.0/16', nextHopType: 'Attachment' }, { destination: '10.100.3.0/24', nextHopType: 'Attachment' }];
    expect(canReach(ask(cloudPod, datacenterPod), network({ cloud: { routes: () => routes } })).reason).toContain('10.100.3.0/24');
  });

  it('asks the rules of icmp without a port', () => {
    const rules: SandboxSecurityGroupRule[] = [{ ...accept('ingress', '192.168.0.0/24'), protocol: 'icmp' }];
    expect(canReach(ask(worker, instance, 0, 'icmp'), network({ rules })).reachable).toBe(true);
    expect(canReach(ask(worker, instance, 22, 'tcp'), network({ rules })).reachable).toBe(false);
  });
});
