import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '@ack-hybrid/core';
import { parseEndpoint, planProbes, selectRepresentatives } from './plan-probes.ts';
import type { ProbeNode, ProbeOptions } from './probe.ts';

const onPremises: ProbeNode = { name: 'dc-1', site: 'on-premises', internalIp: '192.168.0.11', podIp: '10.100.1.2' };
const cloud: ProbeNode = { name: 'c-1', site: 'cloud', internalIp: '10.10.24.7', zone: 'cn-hangzhou-i', podIp: '10.10.25.9' };
const say = (nodes: readonly ProbeNode[], options?: ProbeOptions) =>
  planProbes(nodes, options).map((probe) => `${probe.id} ${probe.kind} ${probe.from.network} of ${probe.from.node} ${probe.protocol} ${probe.url ?? `${probe.host}:${probe.port}`}`);

describe('planProbes', () => {
  it('probes both directions between the sites, and what a cloud node needs', () => {
    const options = { apiServer: '192.168.0.10:6443', dnsServiceIp: '172.21.0.10', scriptUrl: 'https://bucket.oss-cn-hangzhou-internal.aliyuncs.com/init.sh', registries: ['registry-cn-hangzhou-vpc.ack.aliyuncs.com'], icmp: true };
    expect(say([onPremises, cloud], options)).toMatchInlineSnapshot(`
      [
        "p1 node-to-api-server node of c-1 tcp 192.168.0.10:6443",
        "p2 pod-to-dns pod of c-1 tcp 172.21.0.10:53",
        "p3 node-to-script node of c-1 http https://bucket.oss-cn-hangzhou-internal.aliyuncs.com/init.sh",
        "p4 node-to-registry node of c-1 tcp registry-cn-hangzhou-vpc.ack.aliyuncs.com:443",
        "p5 node-to-node node of c-1 tcp 192.168.0.11:10250",
        "p6 node-to-node node of c-1 icmp 192.168.0.11:0",
        "p7 node-to-pod node of c-1 tcp 10.100.1.2:8080",
        "p8 pod-to-pod pod of c-1 tcp 10.100.1.2:8080",
        "p9 node-to-node node of dc-1 tcp 10.10.24.7:10250",
        "p10 node-to-node node of dc-1 icmp 10.10.24.7:0",
        "p11 node-to-pod node of dc-1 tcp 10.10.25.9:8080",
        "p12 pod-to-pod pod of dc-1 tcp 10.10.25.9:8080",
      ]
    `);
  });

  it('keeps the signature of a signed URL out of the plan', () => {
    const plan = planProbes([onPremises, cloud], { scriptUrl: 'https://b.oss-cn-hangzhou-internal.aliyuncs.com/x.sh?Signature=canary' });
    expect(JSON.stringify(plan)).not.toContain('canary');
    expect(plan[0]).toMatchObject({ kind: 'node-to-script', protocol: 'tcp', host: 'b.oss-cn-hangzhou-internal.aliyuncs.com', port: 443 });
  });

  it('has nothing to try between the sites where one is empty', () => {
    expect(say([onPremises])).toEqual([]);
    expect(say([])).toEqual([]);
  });

  it('samples zones and sites, and bounds the plan', () => {
    const many = Array.from({ length: 60 }, (_, index): ProbeNode => ({ ...(index % 2 === 0 ? onPremises : { ...cloud, zone: `z${index % 4}` }), name: `n${String(index).padStart(2, '0')}` }));
    expect(selectRepresentatives(many, 2).map((node) => node.name)).toEqual(['n01', 'n05', 'n03', 'n07', 'n00', 'n02']);
    expect(planProbes(many)).toHaveLength(4 * 2 * 2 * 3 + 4 * 3);
    expect(planProbes(many, { maxProbes: 5 })).toHaveLength(5);
  });

  it('gives the same plan for the same nodes in any order', () => {
    const nodes = fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[a-z]{1,4}$/), site: fc.constantFrom('cloud' as const, 'on-premises' as const), zone: fc.constantFrom('a', 'b'), internalIp: fc.ipV4() }), { selector: (node) => node.name });
    const shuffles = nodes.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(shuffles, ([list, shuffled]) => {
        expect(planProbes(shuffled)).toEqual(planProbes(list));
      }),
    );
  });

  it.each<[string, readonly ProbeNode[], ProbeOptions, string]>([
    ['a node without an address', [{ ...cloud, internalIp: '' }], {}, 'nodes[0].internalIp'],
    ['an address that is a command', [{ ...cloud, podIp: '$(id)' }], {}, 'nodes[0].podIp'],
    ['an API server with a blank', [], { apiServer: 'a b:1' }, 'apiServer'],
    ['an API server that is an option', [], { apiServer: '-e:1' }, 'apiServer'],
    ['a port of 0', [], { apiServer: 'a:0' }, 'apiServer'],
    ['a registry with a path', [], { registries: ['a/b'] }, 'registries[0]'],
    ['a script by FTP', [], { scriptUrl: 'ftp://a/b' }, 'scriptUrl'],
    ['no representative', [], { representatives: 0 }, 'representatives'],
    ['a port beyond 65,535', [], { podPort: 70_000 }, 'podPort'],
  ])('refuses %s', (_, nodes, options, path) => {
    expect(() => planProbes(nodes, options)).toThrow(expect.toSatisfy((error: unknown) => InvalidInputError.isInstance(error) && error.issues[0]?.path === path));
  });

  it('reads endpoints with and without a port', () => {
    expect(parseEndpoint('a.b', 443)).toEqual({ host: 'a.b', port: 443 });
    expect(parseEndpoint('10.0.0.1:6443', 443)).toEqual({ host: '10.0.0.1', port: 6443 });
    expect(parseEndpoint('a:65536', 443)).toBeUndefined();
  });
});
