import { describe, expect, it } from 'vitest';
import { viewBlockAffinity, viewCiliumEndpoint, viewCiliumNode, viewIpamBlock, viewIpamHandle } from './leftover-views.ts';

const isCloud = (name: string): boolean => name.startsWith('ecs-');
const named = (name: string, spec: unknown) => ({ metadata: { name }, spec });

describe('a BlockAffinity', () => {
  const spec = { state: 'confirmed', node: 'ecs-1', cidr: '10.244.7.64/26', deleted: 'false' };

  it('is kept where it is a cloud node’s', () => {
    expect(viewBlockAffinity(named('ecs-1-10-244-7-64-26', spec), isCloud)).toEqual({ name: 'ecs-1-10-244-7-64-26', node: 'ecs-1', cidr: '10.244.7.64/26', state: 'confirmed' });
  });

  it.each([
    ['an on-premises node’s', { ...spec, node: 'dc-1' }],
    ['one that is being deleted, which it says in text', { ...spec, deleted: 'true' }],
    ['one that is being deleted, as a boolean', { ...spec, deleted: true }],
    ['one of a load balancer', { ...spec, type: 'virtual' }],
    ['one without a CIDR block', { ...spec, cidr: undefined }],
    ['nothing at all', undefined],
  ])('leaves out %s', (_, other) => {
    expect(viewBlockAffinity(named('a', other), isCloud)).toBeUndefined();
  });
});

describe('an IPAMBlock', () => {
  const attributes = [
    { handle_id: 'ipip-tunnel-addr-ecs-1', secondary: { node: 'ecs-1', type: 'ipipTunnelAddress' } },
    { handle_id: 'k8s-pod-network.abc', secondary: { node: 'dc-1', namespace: 'shop', pod: 'web-0' } },
    null,
  ];
  const spec = { cidr: '10.244.7.64/29', affinity: 'host:ecs-1', allocations: [0, null, 1, 2, null, null, null, null, 0], attributes };

  it('gives its addresses with whom they were given to, by their place', () => {
    expect(viewIpamBlock(named('10-244-7-64-29', spec), isCloud)).toEqual({
      name: '10-244-7-64-29',
      cidr: '10.244.7.64/29',
      node: 'ecs-1',
      used: [
        { address: '10.244.7.64', handle: 'ipip-tunnel-addr-ecs-1', node: 'ecs-1', tunnel: true },
        { address: '10.244.7.66', handle: 'k8s-pod-network.abc', node: 'dc-1', pod: 'shop/web-0', tunnel: false },
        { address: '10.244.7.67', tunnel: false },
      ],
    });
  });

  it('of another node gives the addresses that a cloud node has borrowed, and no other', () => {
    const seen = viewIpamBlock(named('b', { ...spec, affinity: 'host:dc-1' }), isCloud);
    expect([seen?.node, seen?.used.map((each) => each.address)]).toEqual(['dc-1', ['10.244.7.64']]);
  });

  it('without an affinity gives what was borrowed', () => {
    expect(viewIpamBlock(named('b', { ...spec, affinity: undefined }), isCloud)?.node).toBeUndefined();
    expect(viewIpamBlock(named('b', { ...spec, affinity: undefined }), isCloud)?.used).toHaveLength(1);
  });

  it.each([
    ['of another node with nothing borrowed', { ...spec, affinity: 'host:dc-1', allocations: [1] }],
    ['that is being deleted', { ...spec, deleted: true }],
    ['with a CIDR block that is none', { ...spec, cidr: '10.244.7.64' + '/99' }],
    ['with nothing in it', {}],
  ])('%s is left out', (_, other) => {
    expect(viewIpamBlock(named('b', other), isCloud)).toBeUndefined();
  });
});

it('a handle is kept where it is wanted, and one that is being deleted is not', () => {
  const spec = { handleID: 'ipip-tunnel-addr-ecs-1', block: { '10.244.7.64/26': 1 } };
  expect(viewIpamHandle(named('h', spec), () => true)).toEqual({ name: 'h', handle: 'ipip-tunnel-addr-ecs-1', blocks: ['10.244.7.64/26'] });
  expect(viewIpamHandle(named('h', { ...spec, deleted: true }), () => true)).toBeUndefined();
  expect(viewIpamHandle(named('h', spec), (handle, blocks) => handle === 'x' || blocks.length === 0)).toBeUndefined();
});

it('a CiliumNode is kept where it is a cloud node’s', () => {
  expect(viewCiliumNode(named('ecs-1', { ipam: { podCIDRs: ['10.0.4.0/24', 7] } }), isCloud)).toEqual({ name: 'ecs-1', podCidrs: ['10.0.4.0/24'] });
  expect(viewCiliumNode(named('dc-1', {}), isCloud)).toBeUndefined();
});

it('a CiliumEndpoint tells its pod, node address and addresses of both families', () => {
  const object = { metadata: { namespace: 'shop', name: 'web-0' }, status: { networking: { node: '192.168.1.10', addressing: [{ ipv4: '10.0.4.7', ipv6: 'fd00::7' }, 'odd'] } } };
  expect(viewCiliumEndpoint(object, (pod, nodeAddress) => pod === 'shop/web-0' && nodeAddress === '192.168.1.10')).toEqual({
    namespace: 'shop',
    name: 'web-0',
    nodeAddress: '192.168.1.10',
    addresses: ['10.0.4.7', 'fd00::7'],
  });
  expect(viewCiliumEndpoint({}, () => false)).toBeUndefined();
});
