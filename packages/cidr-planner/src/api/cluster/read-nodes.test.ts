import type { Kubernetes } from '@ack-hybrid/core';
import type { CoreV1Api, V1Node } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { readNodes } from './read-nodes.ts';

const pageSize = 500;

/** As a kubelet reports it, with more in it than is read. */
const buildNode = (index: number): V1Node => ({
  metadata: { name: `node-${index}`, labels: index % 10 === 9 ? { 'alibabacloud.com/external': 'true' } : {}, managedFields: [{ manager: 'kubelet' }] },
  spec: { podCIDRs: [`10.${100 + Math.floor(index / 256)}.${index % 256}.0/24`] },
  status: { addresses: [{ type: 'InternalIP', address: `192.168.${Math.floor(index / 256)}.${index % 256}` }, { type: 'Hostname', address: `node-${index}` }], images: [{ names: ['registry.test/pause'] }] },
});

/** An API server of `size` nodes that notes what it is asked, and how many calls are open at once. */
const fakeKubernetes = (size: number) => {
  const asked: (string | undefined)[] = [];
  let open = 0;
  let openAtMost = 0;
  const core = {
    listNode: async ({ limit = pageSize, _continue }: { limit?: number; _continue?: string }) => {
      asked.push(_continue);
      openAtMost = Math.max(openAtMost, ++open);
      await Promise.resolve();
      open -= 1;
      const from = Number(_continue ?? 0);
      const to = Math.min(size, from + limit);
      return { items: Array.from({ length: to - from }, (_, index) => buildNode(from + index)), metadata: to < size ? { _continue: String(to) } : {} };
    },
  } as unknown as CoreV1Api;
  const kubernetes = { api: async () => core, call: async (_words: unknown, send: () => Promise<unknown>) => send() } as unknown as Kubernetes;
  return { kubernetes, asked, openAtMost: () => openAtMost };
};

test('5,000 nodes are asked for by pages, one after the other, and views alone are kept', async () => {
  const { kubernetes, asked, openAtMost } = fakeKubernetes(5_000);
  const nodes = await readNodes({ kubernetes, options: {}, leaveOut: () => undefined });
  expect(asked).toEqual([undefined, '500', '1000', '1500', '2000', '2500', '3000', '3500', '4000', '4500']);
  expect(openAtMost()).toBe(1);
  expect(nodes).toHaveLength(4_500);
  expect(new Set(nodes.flatMap((node) => Object.keys(node)))).toEqual(new Set(['name', 'addresses', 'podCidrs']));
  expect(nodes.at(-1)).toEqual({ name: 'node-4998', addresses: ['192.168.19.134'], podCidrs: ['10.119.134.0/24'] });
});
