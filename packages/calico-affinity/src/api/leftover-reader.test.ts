import { ApiError, PermissionError, type ApiCall } from '@ack-hybrid/core';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { cannedServer, connectCanned, refusal } from '../testing/canned-answers.ts';
import { createLeftoverReader } from './leftover-reader.ts';

const connect = (onCall?: (call: ApiCall) => void) => createLeftoverReader(connectCanned(2, onCall));
const failureOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => undefined, (error: unknown) => error);
const page = (items: readonly object[], next?: string) => ({ metadata: next === undefined ? {} : { continue: next }, items });

const nodesAddress = '/api/v1/nodes';
const podsAddress = '/api/v1/pods';
const custom = {
  blockaffinities: '/apis/crd.projectcalico.org/v1/blockaffinities',
  ipamblocks: '/apis/crd.projectcalico.org/v1/ipamblocks',
  ipamhandles: '/apis/crd.projectcalico.org/v1/ipamhandles',
  ciliumnodes: '/apis/cilium.io/v2/ciliumnodes',
  ciliumendpoints: '/apis/cilium.io/v2/ciliumendpoints',
};
const cloudNode = (name: string, rest: object = {}, annotations: object = {}) => ({ metadata: { name, labels: { 'alibabacloud.com/external': 'true' }, annotations }, ...rest });
const answer = (address: string, items: readonly object[]) => nock(cannedServer).get(address).query({ limit: '500' }).reply(200, page(items));
const answerRest = (except: readonly string[] = []) => {
  for (const address of [podsAddress, ...Object.values(custom)]) if (!except.includes(address)) answer(address, []);
};

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  expect(pending).toEqual([]);
});
afterAll(() => nock.enableNetConnect());

it('keeps what concerns cloud nodes, page by page', async () => {
  const conditions = [{ type: 'Ready', status: 'True' }, { type: 'NetworkUnavailable', status: 'True', reason: 'CalicoIsDown' }];
  const addresses = [{ type: 'InternalIP', address: '192.168.1.10' }, { type: 'Hostname', address: 'ecs-1' }];
  nock(cannedServer).get(nodesAddress).query({ limit: '500' }).reply(200, page([{ metadata: { name: 'dc-1' } }, cloudNode('ecs-1', { status: { conditions, addresses } }, { a: '1', 'projectcalico.org/ASNumber': '64512' })], 'more'));
  nock(cannedServer).get(nodesAddress).query({ limit: '500', continue: 'more' }).reply(200, page([cloudNode('ecs-2')]));
  const pod = (name: string, spec: object, podStatus: object, annotations?: object) => ({ metadata: { namespace: 'shop', name, ...(annotations === undefined ? {} : { annotations }) }, spec: { containers: [], ...spec }, status: podStatus });
  answer(podsAddress, [
    pod('a', { nodeName: 'ecs-1' }, { phase: 'Running', podIP: '10.244.7.66', podIPs: [{ ip: '10.244.7.66' }, { ip: 'fd00::7' }] }, { 'cni.projectcalico.org/podIP': '10.244.7.66/32' }),
    pod('b', { nodeName: 'ecs-2' }, { phase: 'Running', podIP: '192.168.3.4' }),
    pod('c', { nodeName: 'ecs-1', hostNetwork: true }, { phase: 'Running', podIP: '192.168.1.10' }),
    pod('d', { nodeName: 'ecs-1' }, { phase: 'Succeeded', podIP: '10.244.7.67' }),
    pod('e', { nodeName: 'dc-1' }, { phase: 'Running', podIP: '10.244.1.2' }),
    pod('f', {}, { phase: 'Pending' }),
  ]);
  const affinity = (node: string) => ({ metadata: { name: `${node}-x` }, spec: { node, cidr: '10.244.7.64/26', state: 'confirmed', deleted: 'false' } });
  nock(cannedServer).get(custom.blockaffinities).query({ limit: '500' }).reply(200, page([affinity('dc-1')], 'next'));
  nock(cannedServer).get(custom.blockaffinities).query({ limit: '500', continue: 'next' }).reply(200, page([affinity('ecs-1')]));
  const attributes = [{ handle_id: 'k8s-pod-network.abc', secondary: { node: 'ecs-1', namespace: 'shop', pod: 'a' } }];
  answer(custom.ipamblocks, [{ metadata: { name: 'b' }, spec: { cidr: '10.244.7.64/26', affinity: 'host:ecs-1', allocations: [null, null, 0], attributes } }]);
  const handle = (handleID: string) => ({ metadata: { name: handleID }, spec: { handleID, block: {} } });
  answer(custom.ipamhandles, [handle('k8s-pod-network.abc'), handle('k8s-pod-network.other'), handle('ipip-tunnel-addr-ecs-2'), handle('ipip-tunnel-addr-dc-1')]);
  answer(custom.ciliumnodes, [{ metadata: { name: 'ecs-1' }, spec: { ipam: { podCIDRs: ['10.0.4.0/24'] } } }, { metadata: { name: 'dc-1' } }]);
  const endpoint = (name: string, node: string) => ({ metadata: { namespace: 'shop', name }, status: { networking: { node, addressing: [{ ipv4: '10.0.4.7' }] } } });
  answer(custom.ciliumendpoints, [endpoint('a', '10.9.9.9'), endpoint('gone', '192.168.1.10'), endpoint('e', '10.1.1.1')]);

  const calls: string[] = [];
  const seen = await connect((call) => calls.push(call.operation)).readLeftovers();
  expect(seen.nodes).toEqual([
    { name: 'ecs-1', annotations: { 'projectcalico.org/ASNumber': '64512' }, addresses: ['192.168.1.10'], networkUnavailable: { status: 'True', reason: 'CalicoIsDown' } },
    { name: 'ecs-2', annotations: {}, addresses: [] },
  ]);
  expect(seen.pods).toEqual([
    { namespace: 'shop', name: 'a', nodeName: 'ecs-1', addresses: ['10.244.7.66', 'fd00::7'], calicoAddress: '10.244.7.66/32' },
    { namespace: 'shop', name: 'b', nodeName: 'ecs-2', addresses: ['192.168.3.4'] },
  ]);
  expect(seen.blockAffinities.map(({ name }) => name)).toEqual(['ecs-1-x']);
  expect(seen.ipamBlocks[0]?.used).toEqual([{ address: '10.244.7.66', handle: 'k8s-pod-network.abc', node: 'ecs-1', pod: 'shop/a', tunnel: false }]);
  expect(seen.ipamHandles.map(({ handle: id }) => id)).toEqual(['k8s-pod-network.abc', 'ipip-tunnel-addr-ecs-2']);
  expect(seen.ciliumNodes).toEqual([{ name: 'ecs-1', podCidrs: ['10.0.4.0/24'] }]);
  expect(seen.ciliumEndpoints.map(({ name }) => name)).toEqual(['a', 'gone']);
  expect(seen.notes).toEqual([]);
  expect(calls).toContain('list blockaffinities.crd.projectcalico.org');
});

it('reads nothing but nodes where none is in the cloud', async () => {
  answer(nodesAddress, [{ metadata: { name: 'dc-1' } }]);
  expect(await connect().readLeftovers()).toMatchObject({ nodes: [], pods: [], notes: [] });
});

it('notes what is not there and what may not be listed, and goes on', async () => {
  answer(nodesAddress, [cloudNode('ecs-1')]);
  nock(cannedServer).get(custom.ciliumnodes).query(true).reply(404, '404 page not found\n');
  nock(cannedServer).get(custom.ipamblocks).query(true).reply(403, refusal(403, 'Forbidden'));
  nock(cannedServer).get(podsAddress).query(true).reply(403, refusal(403, 'Forbidden'));
  answerRest([custom.ciliumnodes, custom.ipamblocks, podsAddress]);
  expect((await connect().readLeftovers()).notes).toEqual([
    { resource: 'pods', reason: 'not-allowed' },
    { resource: 'ipamblocks.crd.projectcalico.org', reason: 'not-allowed' },
    { resource: 'ciliumnodes.cilium.io', reason: 'not-there' },
  ]);
});

it('fails where nodes may not be listed, since nothing could be said then', async () => {
  nock(cannedServer).get(nodesAddress).query(true).reply(403, refusal(403, 'Forbidden'));
  const error = await failureOf(connect().readLeftovers());
  expect(PermissionError.isInstance(error) && error.message).toContain('list nodes');
});

it('fails where the API server breaks down, instead of calling it clean', async () => {
  answer(nodesAddress, [cloudNode('ecs-1')]);
  answer(podsAddress, []);
  nock(cannedServer).get(custom.blockaffinities).query(true).times(2).reply(500, refusal(500, 'InternalError'));
  const error = await failureOf(connect().readLeftovers());
  expect(ApiError.isInstance(error) && error.status).toBe(500);
});

it('sends nothing once it is aborted', async () => {
  const calls: ApiCall[] = [];
  expect(await failureOf(connect((call) => calls.push(call)).readLeftovers({ signal: AbortSignal.abort() }))).toBeDefined();
  expect(calls).toEqual([]);
});
