import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildNetwork } from '../../testing/network.ts';
import { crowdedNetwork, picturedNetwork, planOf } from '../../testing/pictured-network.ts';
import { planNetwork } from '../network/plan-network.ts';
import { mapAddresses, mostBlocks } from './address-map.ts';
import type { MapItem } from './address-map.ts';

const emptyPlan = planOf();

const told = (item: MapItem): string => {
  if (item.type === 'gap') return `free ${item.last - item.first + 1n}`;
  if (item.type === 'rest') return `rest ${item.blocks}`;
  return `${item.block.toString()}${item.contested ? ' contested' : ''} ${item.owners.map((owner) => owner.name).join(' = ')}${item.items.length === 0 ? '' : ` [${item.items.map(told).join(', ')}]`}`;
};

const draw = (input: Parameters<typeof planNetwork>[0]): readonly string[] => mapAddresses(input, planNetwork(input)).flatMap((family) => family.items.map(told));

describe('the map', () => {
  test("has the guide's pods in its VPC, and what is free between", () => {
    expect(draw(buildNetwork({ vpc: { cidr: '10.0.0.0/8' } }))).toEqual([
      '10.0.0.0/8 VPC [free 661504, 10.10.24.0/24 vSwitch nodes-i, 10.10.25.0/24 vSwitch pods-i, free 5891584, 10.100.0.0/16 contested data-center pod network, free 10158080]',
      '172.21.0.0/20 Service block',
      '192.168.0.0/24 data-center node network',
    ]);
  });

  test('shows equal blocks once, with each name', () => {
    expect(draw(buildNetwork({ dataCenter: { podCidr: '10.10.25.0/24' }, vpc: { cidr: '10.10.24.0/23' } }))[0]).toBe(
      '10.10.24.0/23 VPC [10.10.24.0/24 vSwitch nodes-i, 10.10.25.0/24 contested vSwitch pods-i = data-center pod network]',
    );
  });

  test('has further sites, and a range that only a finding names', () => {
    const input = buildNetwork({ sites: [{ name: 'branch', kind: 'data-center', cidr: ['10.64.0.0/16', 'fd00::/8'] }] });
    const finding = { rule: 'docker-bridge', severity: 'warning' as const, message: '', ranges: [{ name: 'docker0', path: '', cidr: '172.17.0.0/16' }], intersection: '172.17.0.0/16', why: '', source: '', remediation: '', fixes: [] };
    const items = mapAddresses(input, planOf([finding])).flatMap((family) => family.items.map(told));
    expect(items).toEqual(expect.arrayContaining(['10.64.0.0/16 site branch 1', '172.17.0.0/16 docker0', 'fd00::/8 site branch 2']));
  });

  test('takes no markup, sequence or line end from a name', () => {
    const input = buildNetwork({ routed: [{ name: 'a\u001b[2J\nb', cidr: '10.200.0.0/16' }] });
    expect(draw(input)).toContain(String.raw`10.200.0.0/16 routed network a\x1b[2J\x0ab`);
  });
});

describe('a block with very many others', () => {
  test('shows those in conflict first, then the lowest, and counts the rest with the free addresses between', () => {
    const { input, plan } = crowdedNetwork(500);
    const inConflict = new Set(['10.0.200.0/24', '10.1.100.0/24']);
    const few = { ...plan, findings: plan.findings.filter((finding) => inConflict.has(finding.intersection ?? '')) };
    const [all] = mapAddresses(input, few)[0]?.items ?? [];
    const items = all?.type === 'block' ? all.items : [];
    const shown = items.flatMap((item) => (item.type === 'block' ? [item.block.toString()] : []));
    expect(shown).toHaveLength(mostBlocks);
    expect(shown).toEqual([...Array.from({ length: 38 }, (_, index) => `10.0.${index}.0/24`), ...inConflict]);
    expect(items.filter((item) => item.type === 'rest').map((item) => item.blocks)).toEqual([162, 155, 143]);
  });
});

const flatten = (item: MapItem): readonly MapItem[] => [item, ...(item.type === 'block' ? item.items.flatMap(flatten) : [])];

test('the items of a block fill it from its first address to its last, without overlap', () => {
  fc.assert(
    fc.property(picturedNetwork, (input) => {
      for (const item of mapAddresses(input, emptyPlan).flatMap((family) => family.items.flatMap(flatten))) {
        if (item.type !== 'block' || item.items.length === 0) continue;
        let next = item.block.first;
        for (const inner of item.items) {
          const span = inner.type === 'block' ? inner.block : inner;
          expect(span.first).toBe(next);
          next = span.last + 1n;
        }
        expect(next).toBe(item.block.last + 1n);
      }
    }),
  );
});
