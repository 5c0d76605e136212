import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildNetwork } from '../../testing/network.ts';
import { crowdedNetwork, picturedNetwork, planOf } from '../../testing/pictured-network.ts';
import { readXml, withDescendants } from '../../testing/xml-element.ts';
import type { XmlElement } from '../../testing/xml-element.ts';
import type { CidrBlock } from '../block/cidr-block.ts';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import { covers, overlaps } from '../block/relate.ts';
import { planNetwork } from '../network/plan-network.ts';
import { cellsOf } from './cells.ts';
import { drawNetwork } from './draw-network.ts';

const plan = planOf();

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const numberOf = (element: XmlElement, name: string): number => Number(element.attributes.get(name));

const areaOf = (rect: XmlElement): Area => ({ left: numberOf(rect, 'x'), top: numberOf(rect, 'y'), right: numberOf(rect, 'x') + numberOf(rect, 'width'), bottom: numberOf(rect, 'y') + numberOf(rect, 'height') });

/** Where a text may be drawn: a character of 7.5 pixels is wider than those of the usual fonts of 12 pixels; titles are of 16. */
const textArea = (text: XmlElement): Area => {
  const width = cellsOf(text.text) * (text.attributes.get('class')?.includes('title') ? 10 : 7.5);
  const left = text.attributes.get('text-anchor') === 'end' ? numberOf(text, 'x') - width : numberOf(text, 'x');
  return { left, right: left + width, top: numberOf(text, 'y') - 12, bottom: numberOf(text, 'y') + 4 };
};

const meets = (a: Area, b: Area): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const holds = (outer: Area, inner: Area): boolean => outer.left <= inner.left && inner.right <= outer.right && outer.top <= inner.top && inner.bottom <= outer.bottom;

const read = (svg: string): { readonly all: readonly XmlElement[]; readonly boxes: readonly { readonly block?: CidrBlock; readonly area: Area; readonly texts: readonly XmlElement[] }[] } => {
  const all = withDescendants(readXml(svg));
  const boxes = all.filter((element) => element.name === 'g').flatMap((group) => {
    const box = group.children.find((child) => child.attributes.get('class') === 'box');
    const cidr = group.attributes.get('data-cidr');
    return box ? [{ ...(cidr === undefined ? {} : { block: parseCidrBlock(cidr) }), area: areaOf(box), texts: group.children.filter((child) => child.name === 'text') }] : [];
  });
  return { all, boxes };
};

const crowded = crowdedNetwork(500);

describe('any network as SVG', () => {
  test('is well-formed, refers to nothing, and holds no script and no element that a name brought', () => {
    fc.assert(
      fc.property(picturedNetwork, (input) => {
        const svg = drawNetwork(input, plan, { format: 'svg' });
        const { all } = read(svg);
        expect([...new Set(all.map((element) => element.name))].filter((name) => !['svg', 'title', 'desc', 'style', 'defs', 'pattern', 'rect', 'g', 'text'].includes(name))).toEqual([]);
        const allowed = /^(xmlns|width|height|viewBox|role|aria-labelledby|id|class|x|y|fill|text-anchor|patternUnits|patternTransform|data-cidr|data-span)$/u;
        expect(all.flatMap((element) => [...element.attributes.keys()]).filter((name) => !allowed.test(name))).toEqual([]);
        expect(all.flatMap((element) => [...element.attributes]).filter(([name, value]) => name !== 'xmlns' && /:|url\((?!#)/u.test(value) && !name.startsWith('data-'))).toEqual([]);
      }),
    );
  });

  test('draws two blocks over each other exactly where they share addresses, and in address order', () => {
    fc.assert(
      fc.property(picturedNetwork, (input) => {
        const blocks = read(drawNetwork(input, plan, { format: 'svg' })).boxes.flatMap((box) => (box.block ? [{ block: box.block, area: box.area }] : []));
        blocks.forEach((a, index) => {
          for (const b of blocks.slice(index + 1)) {
            expect(meets(a.area, b.area)).toBe(overlaps(a.block, b.block));
            if (covers(a.block, b.block)) expect(holds(a.area, b.area)).toBe(true);
            else if (a.block.family === b.block.family) expect([a.area.bottom <= b.area.top, a.block.last < b.block.first]).toEqual([true, true]);
          }
        });
      }),
    );
  });

  test('keeps each label in its box, and no two labels meet', () => {
    fc.assert(
      fc.property(picturedNetwork, fc.integer({ min: 480, max: 1600 }), (input, width) => {
        const { all, boxes } = read(drawNetwork(input, plan, { format: 'svg', width }));
        for (const box of boxes) for (const text of box.texts) expect(holds(box.area, textArea(text))).toBe(true);
        const page = { left: 0, top: 0, right: width, bottom: numberOf(all[0] as XmlElement, 'height') };
        const areas = all.filter((element) => element.name === 'text').map(textArea);
        areas.forEach((area, index) => {
          expect(holds(page, area)).toBe(true);
          expect(areas.slice(index + 1).some((other) => meets(area, other))).toBe(false);
        });
      }),
    );
  });
});

describe('the picture', () => {
  const guide = buildNetwork({ vpc: { cidr: '10.0.0.0/8' } });
  const svg = drawNetwork(guide, planNetwork(guide), { format: 'svg' });
  const { all } = read(svg);
  const group = (cidr: string): XmlElement | undefined => all.find((element) => element.attributes.get('data-cidr') === cidr);

  test('hatches, outlines and names what is in conflict, and outlines the other side of it', () => {
    const pods = group('10.100.0.0/16');
    expect(pods?.attributes.get('class')).toBe('block k-on-premises-pods error');
    expect(pods?.children.some((child) => child.attributes.get('class') === 'hatch')).toBe(true);
    expect(pods?.children.map((child) => child.text)).toContain('65,536 addresses · conflict · !!1');
    expect(group('10.0.0.0/8')?.attributes.get('class')).toContain('error');
    expect(group('10.0.0.0/8')?.children.some((child) => child.attributes.get('class') === 'hatch')).toBe(false);
    expect(group('10.10.24.0/24')?.attributes.get('class')).toBe('block k-vswitch-nodes');
  });

  test('tells a screen reader what it shows', () => {
    const [root, title, description] = all;
    expect([root?.attributes.get('role'), root?.attributes.get('aria-labelledby')]).toEqual(['img', `${title?.attributes.get('id')} ${description?.attributes.get('id')}`]);
    expect(title?.text).toMatch(/^Network plan: 1 error/u);
    expect(description?.text).toContain('10.100.0.0/16 data-center pod network');
    expect(description?.text).toContain('Error: data-center pod network 10.100.0.0/16');
  });

  test('follows the setting of its reader, or the theme that it was given', () => {
    expect(svg).toContain('@media (prefers-color-scheme: dark)');
    const [light, dark] = (['light', 'dark'] as const).map((theme) => drawNetwork(guide, plan, { format: 'svg', theme }));
    expect(light).not.toContain('@media');
    expect(dark).not.toContain('@media');
    expect([light?.includes('.page { fill: #FFFFFF'), dark?.includes('.page { fill: #0D1117')]).toEqual([true, true]);
  });

  test('shows a strip to scale: the pods of the guide begin at 100 of 256 parts', () => {
    const vpc = group('10.0.0.0/8');
    const strip = vpc?.children.find((child) => child.attributes.get('class') === 'strip');
    const conflict = vpc?.children.find((child) => child.attributes.get('class') === 'conflict');
    const share = strip && conflict ? (numberOf(conflict, 'x') - numberOf(strip, 'x')) / numberOf(strip, 'width') : 0;
    expect(Math.abs(share - 100 / 256)).toBeLessThan(0.01);
  });

  test('of 500 vSwitches in a /8 stays small and says what it leaves out', () => {
    const large = drawNetwork(crowded.input, crowded.plan, { format: 'svg' });
    expect(large.length).toBeLessThan(100_000);
    expect(read(large).all.map((element) => element.text)).toContain('… and 460 more: 10.0.40.0 – 10.1.243.255');
  });
});
