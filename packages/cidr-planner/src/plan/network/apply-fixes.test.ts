import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPlacement } from '../../testing/brute-force-placement.ts';
import { buildNetwork, guideVSwitches } from '../../testing/network.ts';
import { tightNetwork } from '../../testing/tight-network.ts';
import { applyFixes } from './apply-fixes.ts';
import { planNetwork } from './plan-network.ts';

const guide = buildNetwork({ vpc: { cidr: '10.0.0.0/8' } });

const mend = (input: Parameters<typeof applyFixes>[0]) => {
  const result = applyFixes(input);
  return result.none ? expect.fail(result.why) : result;
};

describe('a network that can be mended', () => {
  test("the guide's own gets the smaller VPC, and nothing else is changed", () => {
    const { input, plan, applied } = mend(guide);
    expect(input).toEqual({ ...guide, vpc: { cidr: '10.0.0.0/10' } });
    expect([plan.ok, applied.map((fix) => fix.description)]).toEqual([true, ['change VPC from 10.0.0.0/8 to 10.0.0.0/10']]);
  });

  test('one without an error comes back as it is', () => {
    const right = buildNetwork();
    const { input, applied } = mend(right);
    expect(input).toBe(right);
    expect(applied).toEqual([]);
  });

  test('what is accepted by a waiver is left alone', () => {
    const waived = { ...guide, waivers: ['overlap-data-center-vpc'] as const };
    expect(mend(waived).input).toBe(waived);
  });

  test('vSwitches are laid out afresh where no single fix leads on', () => {
    // The three have room in the /24 only in another order than theirs.
    const input = buildNetwork({
      vpc: { cidr: '10.10.24.0/24', existing: true },
      vSwitches: [
        { name: 'a', cidr: '10.10.24.64/26', zone: 'z', role: 'nodes' },
        { name: 'b', cidr: '10.10.24.0/25', zone: 'z', role: 'pods' },
        { name: 'c', cidr: '10.10.24.96/27', zone: 'z', role: 'pods' },
        { name: 'd', cidr: '10.10.24.160/27', zone: 'z', role: 'pods' },
      ],
    });
    expect(mend(input).plan.ok).toBe(true);
  });
});

describe('a network that can not be mended', () => {
  test.each([
    ['an existing VPC in the way', { vpc: { cidr: '10.0.0.0/8', existing: true } }, /^no other place of the VPC or its vSwitches mends this: data-center pod network 10\.100\.0\.0\/16 lies inside VPC 10\.0\.0\.0\/8/],
    ['blocks of the data center that meet', { dataCenter: { nodeCidr: '10.100.8.0/24' } }, /data-center node network 10\.100\.8\.0\/24 lies inside data-center pod network/],
    ['no vSwitch for nodes', { vSwitches: guideVSwitches.slice(1) }, /no vSwitch has the role nodes/],
    ['no room in an existing VPC', { vpc: { cidr: '10.10.24.0/24', existing: true } }, /^10\.10\.24\.0\/24 has no room for 2 vSwitches \(\/24; \/24\)/],
    ['no private address left', { dataCenter: { podCidr: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/17'], nodeCidr: '192.168.128.0/17', serviceCidr: '11.0.0.0/20' } }, /^the private ranges have no room/],
  ])('says why: %s', (_name, overrides, why) => {
    const result = applyFixes(buildNetwork(overrides));
    if (!result.none) expect.fail('a placement was found');
    expect(result.why).toMatch(why);
    expect(result.isCertain).toBe(true);
    expect(result.errors.length).toBeGreaterThan(0);
  });
});

test('is not called certain where the search met its bound', () => {
  const podCidr = Array.from({ length: 60 }, (_, index) => `10.${4 * index}.0.0/18`);
  const vSwitches = Array.from({ length: 40 }, (_, index) => ({ name: `nodes-${index}`, zone: 'cn-hangzhou-i', cidr: `10.${index}.0.0/16`, role: 'nodes' as const }));
  const result = applyFixes({ dataCenter: { nodeCidr: '192.168.0.0/24', podCidr }, vpc: { cidr: '10.0.0.0/16', secondaryCidrs: ['10.4.0.0/16', '10.8.0.0/16', '10.12.0.0/16', '10.16.0.0/16'] }, vSwitches });
  expect(result).toMatchObject({ none: true, isCertain: false, why: expect.stringContaining('no room in the first 2,000 choices of places, which are not all, for 40 vSwitches') as string });
});

test('a placement is found wherever brute force finds one, and never where it finds none', () => {
  let found = 0;
  let none = 0;
  fc.assert(
    fc.property(tightNetwork, (input) => {
      const result = applyFixes(input);
      const exists = findPlacement(input);
      if (result.none) none += 1;
      else found += 1;
      expect({ none: result.none, certain: result.none ? result.isCertain : true }).toEqual({ none: !exists, certain: true });
      if (result.none) return;
      expect(planNetwork(result.input).ok).toBe(true);
      expect(result.plan).toEqual(planNetwork(result.input));
      expect(result.input.dataCenter).toBe(input.dataCenter);
      if (input.vpc.existing === true) expect(result.input.vpc).toEqual(input.vpc);
      input.vSwitches.forEach((vSwitch, index) => {
        const mended = result.input.vSwitches[index];
        if (vSwitch.existing === true) expect(mended).toEqual(vSwitch);
        expect(mended?.cidr.split('/')[1]).toBe(vSwitch.cidr.split('/')[1]);
      });
      const again = applyFixes(result.input);
      expect(again.none ? again : again.applied).toEqual([]);
    }),
    { numRuns: 400 },
  );
  // Both answers have to occur, or the property says nothing of one of them.
  expect([found > 100, none > 100]).toEqual([true, true]);
});
