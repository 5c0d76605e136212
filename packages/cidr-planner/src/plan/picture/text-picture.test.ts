import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildNetwork } from '../../testing/network.ts';
import { crowdedNetwork, picturedNetwork, planOf } from '../../testing/pictured-network.ts';
import { planNetwork } from '../network/plan-network.ts';
import { cellsOf } from './cells.ts';
import { drawNetwork } from './draw-network.ts';

const guide = buildNetwork({ vpc: { cidr: '10.0.0.0/8' } });
// A plan of fixed words: what findings say changes with the rules, how they are drawn doesn't.
const guidePlan = planOf([
    {
      rule: 'overlap-data-center-vpc',
      severity: 'error' as const,
      message: 'data-center pod network 10.100.0.0/16 lies inside VPC 10.0.0.0/8',
      ranges: [{ name: 'data-center pod network', path: 'dataCenter.podCidr', cidr: '10.100.0.0/16' }, { name: 'VPC', path: 'vpc.cidr', cidr: '10.0.0.0/8' }],
      intersection: '10.100.0.0/16',
      why: '',
      source: '',
      remediation: 'Change the VPC.',
      fixes: [{ description: 'change VPC from 10.0.0.0/8 to 10.0.0.0/10', changes: [{ path: 'vpc.cidr', name: 'VPC', from: '10.0.0.0/8', to: '10.0.0.0/10' }] }],
    },
]);

test("the guide's network fits a ticket of 100 columns, with its conflict marked without colour", () => {
  const text = drawNetwork(guide, guidePlan);
  expect(text).toMatchInlineSnapshot(`
    "Network plan: 1 error, 0 warnings

    IPv4                                                     place                addresses  usable
    10.0.0.0/8       VPC                                     ██████████████████  16,777,216          !!1
    ├ free           largest 10.0.0.0/13                                            661,504
    ├ 10.10.24.0/24  vSwitch nodes-i (nodes, cn-hangzhou-i)  █·················         256     252
    ├ 10.10.25.0/24  vSwitch pods-i (pods, cn-hangzhou-i)    █·················         256     252
    ├ free           largest 10.32.0.0/11                                         5,891,584
    ├ 10.100.0.0/16  data-center pod network                 ·······!··········      65,536          !!1
    └ free           largest 10.128.0.0/9                                        10,158,080
    172.21.0.0/20    Service block                           ██████████████████       4,096
    192.168.0.0/24   data-center node network                ██████████████████         256

    place: where a block lies in the one around it, to scale, one cell at least; █ taken, ! in conflict,
    · the rest
    !! error, ! warning: the numbers of the findings below

    !!1  overlap-data-center-vpc
         data-center pod network 10.100.0.0/16 lies inside VPC 10.0.0.0/8
         fix: change VPC from 10.0.0.0/8 to 10.0.0.0/10
    "
  `);
  for (const line of text.split('\n')) expect(cellsOf(line)).toBeLessThanOrEqual(100);
});

test('a narrow terminal loses the bar and the counts first, then the ends of names; blocks and marks stay', () => {
  expect(drawNetwork(guide, guidePlan, { width: 44 }).split('\n').slice(2, 10).join('\n')).toMatchInlineSnapshot(`
    "IPv4
    10.0.0.0/8       VPC                     !!1
    ├ free           largest 10.0.0.0/13
    ├ 10.10.24.0/24  vSwitch nodes-i (node…
    ├ 10.10.25.0/24  vSwitch pods-i (pods,…
    ├ free           largest 10.32.0.0/11
    ├ 10.100.0.0/16  data-center pod netwo…  !!1
    └ free           largest 10.128.0.0/9"
  `);
});

test('findings beyond twenty, and changes beyond four, are counted', () => {
  const { input, plan } = crowdedNetwork(30);
  const changes = Array.from({ length: 9 }, (_, index) => ({ path: `p${index}`, name: `vSwitch v-${index}`, from: 'a', to: 'b' }));
  const [first, ...others] = plan.findings.map((finding) => ({ ...finding, fixes: [{ description: 'long', changes }] }));
  const text = drawNetwork(input, { ...plan, findings: first ? [first, ...others] : [] });
  expect(text).toContain('… and 10 more findings; the JSON document has all of them.');
  expect(text).toContain('… and 5 more changes');
  expect(text).not.toContain('long');
});

describe('any network', () => {
  const plan = planOf();

  test('is drawn in lines of the width at most, without a control character', () => {
    fc.assert(
      fc.property(picturedNetwork, fc.integer({ min: 20, max: 140 }), (input, width) => {
        const text = drawNetwork(input, plan, { width });
        expect(/[^\n\P{C}]/u.exec(text)).toBeNull();
        for (const line of text.split('\n')) expect(cellsOf(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('is the same with colours, once their codes are taken away', () => {
    fc.assert(
      fc.property(picturedNetwork, (input) => {
        const colored = drawNetwork(input, plan, { color: true });
        expect(colored).toContain('\u001b[');
        const parts = colored.split('\u001b[').map((part, index) => (index === 0 ? part : part.replace(/^[\d;]*m/u, '')));
        expect(parts.join('')).toBe(drawNetwork(input, plan));
      }),
    );
  });

  test('gives the same bytes again, and stays as it was', () => {
    fc.assert(
      fc.property(picturedNetwork, fc.constantFrom('text' as const, 'svg' as const, 'markdown' as const, 'json' as const), (input, format) => {
        const copy = structuredClone(input);
        expect(drawNetwork(input, plan, { format })).toBe(drawNetwork(copy, structuredClone(plan), { format }));
        expect(input).toEqual(copy);
      }),
    );
  });
});

test('the plan is asked where none is given', () => {
  expect(drawNetwork(guide)).toBe(drawNetwork(guide, planNetwork(guide)));
});

test.each<[string, object, string]>([
  ['a format', { format: 'png' }, '"png" is not known here; write text, svg, markdown or json'],
  ['a width of nineteen', { width: 19 }, '19 is not known here; write a whole number from 20 to 1000'],
  ['half a cell', { width: 80.5 }, '80.5 is not known here'],
  ['a width that is text', { width: '80' }, '"80" is not known here'],
  ['an SVG of 100 pixels', { format: 'svg', width: 100 }, 'write a whole number from 480 to 4096'],
  ['an SVG without end', { format: 'svg', width: 1e9 }, 'write a whole number from 480 to 4096'],
  ['a theme', { format: 'svg', theme: 'solarized' }, 'write auto, light or dark'],
])('%s that is none is refused', (_what, options, message) => {
  expect(() => drawNetwork(guide, guidePlan, options)).toThrow(message);
});
