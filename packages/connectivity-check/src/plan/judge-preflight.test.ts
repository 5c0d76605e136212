import { describe, expect, it } from 'vitest';
import { clusterOf, factsOf, wishes } from '../testing/preflight-facts-builder.testing.ts';
import { judgePreflight, listFlows } from './judge-preflight.ts';
import type { AgentDeployment, PreflightFacts, PreflightWishes } from './preflight-facts.ts';

const unread = { read: false, reason: 'Forbidden.RAM', remediation: 'Grant vpc:DescribeVpcs.' } as const;
const agent = (changes: Partial<AgentDeployment> = {}): PreflightFacts['agent'] => ({ read: true, value: { replicas: 2, available: 2, settings: [], ...changes } });
const endpoints = { read: true, value: { private: 'c.agent.internal.cn-hangzhou.cs.aliyuncs.com:5533', public: 'c.agent.cn-hangzhou.cs.aliyuncs.com:5533' } } as const;
const judge = (facts: Partial<PreflightFacts>, wish: Partial<PreflightWishes> = {}) => judgePreflight(factsOf(facts), { ...wishes, ...wish });

describe('judgePreflight', () => {
  it('passes every check where the prerequisites hold', () => {
    expect(judge({}, { instanceTypes: ['ecs.g7.xlarge'], scriptUrl: 'https://bucket.oss-cn-hangzhou-internal.aliyuncs.com/init.sh' }).map((check) => `${check.status} ${check.name}`)).toEqual([
      'pass registered-cluster',
      'pass agent-connected',
      'pass agent-private-mode',
      'pass vpc',
      'pass vswitches',
      'pass instance-types-in-zones',
      'pass routes-to-data-centre',
      'pass security-groups-ingress',
      'pass security-groups-egress',
      'pass kubernetes-api',
      'pass kubernetes-permissions',
      'pass script-url',
    ]);
  });

  it.each<[string, Partial<PreflightFacts>, Partial<PreflightWishes>, string, string]>([
    ['a managed cluster', { cluster: clusterOf({ clusterType: 'ManagedKubernetes' }) }, {}, 'registered-cluster', 'ManagedKubernetes'],
    ['a cluster of another region', { cluster: clusterOf({ region: 'cn-beijing' }) }, {}, 'registered-cluster', 'cn-beijing'],
    ['an agent that lost its connection', { cluster: clusterOf({ state: 'disconnected' }) }, {}, 'agent-connected', 'disconnected'],
    ['a VPC that is not there', { vpc: { read: true, value: undefined } }, {}, 'vpc', 'vpc-1 is not in this region'],
    ['a vSwitch that is not there', { vSwitches: { read: true, value: [] } }, {}, 'vswitches', 'vsw-n is not in VPC vpc-1'],
    ['a vSwitch of another zone', {}, { vSwitches: [{ id: 'vsw-n', zone: 'cn-hangzhou-h' }] }, 'vswitches', 'is in zone cn-hangzhou-i, not in cn-hangzhou-h'],
    [
      'a vSwitch without an address',
      { vSwitches: { read: true, value: [{ id: 'vsw-n', zone: 'cn-hangzhou-i', cidr: '', status: '', availableAddresses: 0 }] } },
      { vSwitches: [{ id: 'vsw-n' }] },
      'vswitches',
      'has no free address',
    ],
    [
      'a zone without a vSwitch for pods',
      { vSwitches: { read: true, value: ['h', 'i'].map((zone) => ({ id: `vsw-${zone}`, zone: `cn-hangzhou-${zone}`, cidr: '', status: '', availableAddresses: 9 })) } },
      { vSwitches: [{ id: 'vsw-h', use: 'nodes' }, { id: 'vsw-i', use: 'pods' }] },
      'vswitches',
      'zone cn-hangzhou-h has a vSwitch for nodes, but none for pods',
    ],
    ['no route to the pods', { routes: { read: true, value: [] } }, {}, 'routes-to-data-centre', 'no entry covers 10.100.0.0/16'],
    ['a closed security group', { rules: { read: true, value: [] } }, {}, 'security-groups-ingress', 'the API server reaches kubelets (tcp 10250, 192.168.0.0/24): no ingress rule matches'],
    [
      'an egress that is dropped',
      { rules: { read: true, value: [{ direction: 'egress', policy: 'drop', protocol: 'all', portRange: '-1/-1', cidr: '192.168.0.0/24', priority: 1 }] } },
      {},
      'security-groups-egress',
      'nodes reach the API server (tcp 6443, 192.168.0.10)',
    ],
    ['a missing right', { permissions: { read: true, value: [{ action: 'patch daemonsets.apps in kube-system', allowed: false }] } }, {}, 'kubernetes-permissions', 'may not patch daemonsets.apps in kube-system'],
    ['an instance type that the zone does not sell', {}, { instanceTypes: ['ecs.c7.large'] }, 'instance-types-in-zones', 'zone cn-hangzhou-i does not sell ecs.c7.large'],
    ['a script that is no URL', {}, { scriptUrl: 'init.sh' }, 'script-url', 'no http or https URL'],
    ['a script URL that is too long', {}, { scriptUrl: `https://b/${'x'.repeat(1_024)}` }, 'script-url', '1,024'],
  ])('fails for %s', (_, facts, wish, name, words) => {
    const failed = judge(facts, wish).filter((check) => check.status === 'fail' && check.name === name);
    expect(failed).toEqual([expect.objectContaining({ message: expect.stringContaining(words) as string, remediation: expect.stringMatching(/./) as string })]);
  });

  it.each<[string, Partial<PreflightFacts>, string]>([
    ['a public agent', { agent: agent({ settings: [`--server=${endpoints.value.public}`] }), agentEndpoints: endpoints }, 'agent-private-mode'],
    ['a mode that nothing tells', { cluster: clusterOf({ apiServer: { public: 'https://1.2.3.4:6443', private: '' } }) }, 'agent-private-mode'],
    ['no available agent', { agent: agent({ available: 0 }) }, 'agent-connected'],
    ['an agent that may not be looked at', { agent: { read: false, reason: 'no', remediation: 'Grant it.' } }, 'agent-connected'],
    ['a VPC that may not be read', { vpc: unread }, 'vpc'],
    ['rights that can not be asked', { permissions: unread }, 'kubernetes-permissions'],
    ['a missing right that only some clusters need', { permissions: { read: true, value: [{ action: 'get x', allowed: false, onlyFor: 'an operator' }] } }, 'kubernetes-permissions'],
    ['an old cluster', { version: { read: true, value: 'v1.19.3' } }, 'kubernetes-api'],
    ['a version that is none', { version: { read: true, value: 'gateway' } }, 'kubernetes-api'],
    ['a rule that names a group', { rules: { read: true, value: [{ direction: 'ingress', policy: 'accept', protocol: 'all', portRange: '-1/-1', cidr: '', priority: 1 }] } }, 'security-groups-ingress'],
  ])('warns of %s, and fails nothing for it', (_, facts, name) => {
    const checks = judge(facts);
    expect(checks.filter((check) => check.status === 'warn').map((check) => check.name)).toEqual([name]);
    expect(checks.filter((check) => check.status === 'fail')).toEqual([]);
  });

  it('believes the agent\'s own settings that it is private, whatever addresses the cluster has', () => {
    const both = clusterOf({ apiServer: { public: 'https://1.2.3.4:6443', private: 'https://10.0.0.1:6443' } });
    const check = judge({ cluster: both, agent: agent({ settings: [endpoints.value.private] }), agentEndpoints: endpoints }).find((entry) => entry.name === 'agent-private-mode');
    expect(check?.status).toBe('pass');
  });

  it('names every missing right where one of them is needed by all clusters', () => {
    const asked = [{ action: 'list nodes', allowed: true }, { action: 'patch x', allowed: false }, { action: 'get y', allowed: false, onlyFor: 'an operator' }];
    const check = judge({ permissions: { read: true, value: asked } }).find((entry) => entry.name === 'kubernetes-permissions');
    expect([check?.status, check?.message]).toEqual(['fail', 'the caller may not patch x, get y (only needed for an operator)']);
  });

  it('keeps the signature of a signed script URL out of its words', () => {
    expect(JSON.stringify(judge({}, { scriptUrl: 'https://b.oss/x.sh?Signature=canary' }))).not.toContain('canary');
  });

  it('asks for the API server by address only: a name can not be held against rules', () => {
    expect(listFlows({ ...wishes, apiServer: 'api.example:6443' }).some((flow) => flow.why.includes('nodes reach the API server'))).toBe(false);
  });
});
