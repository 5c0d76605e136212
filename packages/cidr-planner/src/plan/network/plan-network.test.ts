import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brief } from '../../testing/findings.ts';
import { buildNetwork, guideNodes, guideVSwitches } from '../../testing/network.ts';
import type { NetworkOverrides } from '../../testing/network.ts';
import { CidrBlock } from '../block/cidr-block.ts';
import type { NetworkInput } from './network-input.ts';
import { applyNetworkFix, planNetwork } from './plan-network.ts';

const guide = buildNetwork({ vpc: { cidr: '10.0.0.0/8' } });

describe("the guide's own network", () => {
  test('fails, with the conflict named and a smaller VPC offered that keeps both vSwitches', () => {
    const plan = planNetwork(guide);
    expect(plan.ok).toBe(false);
    expect(brief(plan.findings)).toEqual(['error overlap-data-center-vpc', 'warning vpc-larger-than-recommended']);
    expect(plan.findings[0]).toMatchInlineSnapshot(`
      {
        "fixes": [
          {
            "changes": [
              {
                "from": "10.0.0.0/8",
                "name": "VPC",
                "path": "vpc.cidr",
                "to": "10.0.0.0/10",
              },
            ],
            "description": "change VPC from 10.0.0.0/8 to 10.0.0.0/10",
          },
          {
            "changes": [
              {
                "from": "10.0.0.0/8",
                "name": "VPC",
                "path": "vpc.cidr",
                "to": "10.10.0.0/16",
              },
            ],
            "description": "change VPC from 10.0.0.0/8 to 10.10.0.0/16",
          },
        ],
        "intersection": "10.100.0.0/16",
        "message": "data-center pod network 10.100.0.0/16 lies inside VPC 10.0.0.0/8; they share 10.100.0.0/16",
        "ranges": [
          {
            "cidr": "10.100.0.0/16",
            "name": "data-center pod network",
            "path": "dataCenter.podCidr",
          },
          {
            "cidr": "10.0.0.0/8",
            "name": "VPC",
            "path": "vpc.cidr",
          },
        ],
        "remediation": "Change VPC from 10.0.0.0/8 to 10.0.0.0/10. Where no vSwitch will ever be made in 10.100.0.0/16 and nobody announces 10.0.0.0/8, the waiver overlap-data-center-vpc turns this into a warning.",
        "rule": "overlap-data-center-vpc",
        "severity": "error",
        "source": "Alibaba Cloud, "Create a hybrid elastic container cluster": the container network must not overlap with the VPC CIDR block",
        "why": "Whoever announces the whole VPC block to the data center draws the on-premises addresses into the cloud, and any vSwitch that is ever made in the shared part cuts them off.",
      }
    `);
  });

  test('passes with the VPC that was offered, and with 10.0.0.0/10', () => {
    const [fix] = planNetwork(guide).findings[0]?.fixes ?? [];
    expect(fix && planNetwork(applyNetworkFix(guide, fix)).ok).toBe(true);
    expect(brief(planNetwork(buildNetwork()).findings)).toEqual(['warning vpc-larger-than-recommended']);
  });

  test('passes with a warning under the waiver', () => {
    const plan = planNetwork({ ...guide, waivers: ['overlap-data-center-vpc'] });
    expect(plan.ok).toBe(true);
    expect(plan.findings[0]).toMatchObject({ rule: 'overlap-data-center-vpc', severity: 'warning', waived: true, fixes: [] });
  });

  test('has no fix where the VPC exists, and says what a new one would be', () => {
    const [finding] = planNetwork(buildNetwork({ vpc: { cidr: '10.0.0.0/8', existing: true } })).findings;
    expect(finding?.fixes).toEqual([]);
    expect(finding?.rebuild?.changes).toEqual([{ path: 'vpc.cidr', name: 'VPC', from: '10.0.0.0/8', to: '10.0.0.0/10' }]);
    expect(finding?.remediation).toMatchInlineSnapshot(`"Data-center pod network and VPC can not be changed, as they exist. A VPC made anew would do: change VPC from 10.0.0.0/8 to 10.0.0.0/10. Where no vSwitch will ever be made in 10.100.0.0/16 and nobody announces 10.0.0.0/8, the waiver overlap-data-center-vpc turns this into a warning."`);
  });
});

describe('the nearest fix', () => {
  const fixesOf = (overrides: NetworkOverrides): readonly string[] => planNetwork(buildNetwork(overrides)).findings[0]?.fixes.map((fix) => fix.description) ?? [];

  test.each<[string, NetworkOverrides, string]>([
    ['moves a vSwitch that meets the on-premises pods to the nearest room', { dataCenter: { podCidr: '10.10.24.0/24' }, waivers: ['overlap-data-center-vpc'] }, 'change vSwitch nodes-i from 10.10.24.0/24 to 10.10.23.0/24'],
    ['moves a vSwitch that lies outside the VPC into it', { vpc: { cidr: '10.10.0.0/16' }, vSwitches: guideNodes('10.11.0.0/24') }, 'change vSwitch nodes-i from 10.11.0.0/24 to 10.10.255.0/24'],
    ['moves a vSwitch off another one', { vSwitches: guideNodes('10.10.25.0/24') }, 'change vSwitch nodes-i from 10.10.25.0/24 to 10.10.24.0/24'],
    ['makes a vSwitch that is too small a /29', { vSwitches: guideNodes('10.10.24.8/30') }, 'change vSwitch nodes-i from 10.10.24.8/30 to 10.10.24.8/29'],
    ['moves the whole VPC where the on-premises network holds it', { dataCenter: { podCidr: '10.0.0.0/8' } }, 'change VPC from 10.0.0.0/10 to 172.16.0.0/16, and change vSwitch nodes-i from 10.10.24.0/24 to 172.16.24.0/24, and change vSwitch pods-i from 10.10.25.0/24 to 172.16.25.0/24'],
    ['moves the VPC out of the refused ranges', { vpc: { cidr: '100.64.0.0/16' }, vSwitches: [{ name: 'n', cidr: '100.64.3.0/24', zone: 'z', role: 'nodes' }] }, 'change VPC from 100.64.0.0/16 to 10.255.0.0/16, and change vSwitch n from 100.64.3.0/24 to 10.255.3.0/24'],
    ['makes a VPC that is too small a /28', { vpc: { cidr: '10.10.24.0/29' }, vSwitches: [{ name: 'n', cidr: '10.10.24.0/29', zone: 'z', role: 'nodes' }] }, 'change VPC from 10.10.24.0/29 to 10.10.24.0/28'],
    ['makes a VPC that is too large a legal one', { vpc: { cidr: '10.0.0.0/7' } }, 'change VPC from 10.0.0.0/7 to 10.0.0.0/10'],
  ])('%s', (_name, overrides, description) => {
    expect(fixesOf(overrides)[0]).toBe(description);
  });

  test('moves VPC and vSwitches together where no smaller change is legal', () => {
    const input = buildNetwork({ dataCenter: { podCidr: '10.0.0.0/8', nodeCidr: '192.168.0.0/24' } });
    const finding = planNetwork(input).findings.find((one) => one.rule === 'overlap-data-center-vpc');
    expect(finding?.fixes.map((fix) => fix.description)).toMatchInlineSnapshot(`
      [
        "change VPC from 10.0.0.0/10 to 172.16.0.0/16, and change vSwitch nodes-i from 10.10.24.0/24 to 172.16.24.0/24, and change vSwitch pods-i from 10.10.25.0/24 to 172.16.25.0/24",
      ]
    `);
    expect(finding?.fixes[0] && planNetwork(applyNetworkFix(input, finding.fixes[0])).ok).toBe(true);
  });

  test('never touches what exists', () => {
    const existing = guideVSwitches.map((vSwitch) => ({ ...vSwitch, existing: true }));
    expect(fixesOf({ dataCenter: { podCidr: '10.10.24.0/24' }, vpc: { existing: true }, vSwitches: existing })).toEqual([]);
  });

  test('is none where both blocks belong to the data center', () => {
    const [finding] = planNetwork(buildNetwork({ dataCenter: { nodeCidr: '10.100.8.0/24' } })).findings;
    expect([finding?.rule, finding?.fixes, finding?.rebuild]).toEqual(['overlap-data-center-nodes-pods', [], undefined]);
    expect(finding?.remediation).toContain('must be changed there');
  });
});

const block = (low: number, high: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(10n << 24n, 172n << 24n, (192n << 24n) + (168n << 16n)), fc.nat({ max: 0xff_ffff }), fc.integer({ min: low, max: high }))
    .map(([base, offset, prefix]) => CidrBlock.around(4, base + BigInt(offset), prefix).toString());

const networkOf = (podCidr: fc.Arbitrary<string>, vSwitch: fc.Arbitrary<string>): fc.Arbitrary<NetworkInput> => fc
  .record({ nodeCidr: block(16, 26), podCidr, serviceCidr: block(12, 24), vpc: block(7, 29), nodes: vSwitch, pods: vSwitch, existing: fc.boolean(), vSwitchExists: fc.boolean() })
  .map((random) => ({
    dataCenter: { nodeCidr: random.nodeCidr, podCidr: random.podCidr, serviceCidr: random.serviceCidr },
    vpc: { cidr: random.vpc, existing: random.existing },
    vSwitches: [
      { name: 'nodes', cidr: random.nodes, zone: 'z', role: 'nodes' as const, existing: random.vSwitchExists },
      { name: 'pods', cidr: random.pods, zone: 'z', role: 'pods' as const },
    ],
  }));

test('every fix that is offered removes its finding, brings no new error and leaves alone what exists', () => {
  const key = (finding: { readonly rule: string; readonly ranges: readonly { readonly path: string }[] }): string => [finding.rule, ...finding.ranges.map((range) => range.path)].join(' ');
  const errorsOf = (input: NetworkInput): readonly string[] => planNetwork(input).findings.filter((finding) => finding.severity === 'error').map(key);
  fc.assert(
    fc.property(networkOf(block(8, 20), block(14, 30)), (input) => {
      const before = errorsOf(input);
      for (const finding of planNetwork(input).findings) {
        for (const fix of finding.fixes) {
          const mended = applyNetworkFix(input, fix);
          const after = errorsOf(mended);
          expect(after).not.toContain(key(finding));
          expect(after.filter((error) => !before.includes(error))).toEqual([]);
          expect(mended.dataCenter).toEqual(input.dataCenter);
          if (input.vpc.existing === true) expect(mended.vpc).toEqual(input.vpc);
          expect(mended.vSwitches.filter((vSwitch) => vSwitch.existing === true)).toEqual(input.vSwitches.filter((vSwitch) => vSwitch.existing === true));
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('where nothing of the cloud exists, taking the first fix again and again ends in a plan without errors of the cloud', () => {
  // Blocks of these sizes leave a private /10 free, so that there is always room for a fix.
  const roomy = networkOf(block(12, 20), block(18, 30));
  const belongsToDataCenter = new Set(['overlap-data-center-service', 'overlap-data-center-nodes-pods']);
  fc.assert(
    fc.property(roomy, (random) => {
      let input: NetworkInput = { ...random, vpc: { ...random.vpc, existing: false }, vSwitches: random.vSwitches.map((vSwitch) => ({ ...vSwitch, existing: false })) };
      for (let turn = 0; turn < 8; turn += 1) {
        const fix = planNetwork(input).findings.find((finding) => finding.fixes.length > 0)?.fixes[0];
        if (fix) input = applyNetworkFix(input, fix);
      }
      const left = planNetwork(input).findings.filter((finding) => finding.severity === 'error' && !belongsToDataCenter.has(finding.rule));
      expect(brief(left)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('a plan does not change its input, and the input of a fix stays as it was', () => {
  const copy = structuredClone(guide);
  const fix = planNetwork(guide).findings[0]?.fixes[0];
  applyNetworkFix(guide, fix ?? { changes: [] });
  expect(guide).toEqual(copy);
});

test('a fix reaches secondary blocks', () => {
  const input = buildNetwork({ vpc: { secondaryCidrs: ['10.96.0.0/12'] } });
  const finding = planNetwork(input).findings.find((one) => one.severity === 'error');
  expect(finding?.fixes[0]?.changes).toEqual([{ path: 'vpc.secondaryCidrs[0]', name: 'VPC secondary block 1', from: '10.96.0.0/12', to: '10.104.0.0/13' }]);
  expect(finding?.fixes[0] && applyNetworkFix(input, finding.fixes[0]).vpc.secondaryCidrs).toEqual(['10.104.0.0/13']);
});

test('a plan is plain data: it survives JSON', () => {
  const plan = planNetwork(guide);
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
});
