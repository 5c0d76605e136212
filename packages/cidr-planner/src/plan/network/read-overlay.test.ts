import { expect, test } from 'vitest';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import type { OverlayBlocks } from './network-input.ts';
import { readOverlay } from './read-overlay.ts';

const pods = (...texts: readonly string[]) => texts.map((text, index) => ({ name: `pods ${index + 1}`, path: `dataCenter.podCidr[${index}]`, block: parseCidrBlock(text), movable: false }));

test('the pod blocks are cut by the prefix of their family', () => {
  const { overlay, issues } = readOverlay({ ipam: 'calico', blockPrefix: 26, blockPrefix6: 122, maxPods: 64 }, pods('10.100.0.0/16', 'fd00::/112'));
  expect(issues).toEqual([]);
  expect(overlay).toMatchObject({ ipam: 'calico', maxPods: 64, pools: [{ prefix: 26 }, { prefix: 122 }] });
});

test.each<readonly [string, unknown, readonly string[], readonly string[]]>([
  ['an unknown source', { ipam: 'weave', blockPrefix: 24 }, ['10.100.0.0/16'], ['dataCenter.overlay.ipam']],
  ['no prefix', { ipam: 'cilium' }, ['10.100.0.0/16'], ['dataCenter.overlay.blockPrefix']],
  ['half a prefix', { ipam: 'cilium', blockPrefix: 24.5 }, ['10.100.0.0/16'], ['dataCenter.overlay.blockPrefix']],
  ['no prefix of IPv6', { ipam: 'cilium', blockPrefix: 24 }, ['10.100.0.0/16', 'fd00::/112'], ['dataCenter.overlay.blockPrefix6']],
  ['a block larger than the network', { ipam: 'node-ipam', blockPrefix: 15 }, ['10.100.0.0/16'], ['dataCenter.overlay.blockPrefix']],
  ['two networks of a family for node-ipam', { ipam: 'node-ipam', blockPrefix: 24 }, ['10.100.0.0/16', '10.101.0.0/16'], ['dataCenter.podCidr']],
])('%s is told with the path of the field', (_what, overlay, blocks, paths) => {
  const reading = readOverlay(overlay as OverlayBlocks, pods(...blocks));
  expect([reading.overlay, reading.issues.map(({ path }) => path)]).toEqual([undefined, paths]);
});
