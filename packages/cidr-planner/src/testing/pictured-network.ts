import fc from 'fast-check';
import { CidrBlock } from '../plan/block/cidr-block.ts';
import type { NetworkInput } from '../plan/network/network-input.ts';
import { planNetwork } from '../plan/network/plan-network.ts';
import type { NetworkPlan } from '../plan/network/plan-network.ts';
import type { NetworkFinding } from '../plan/rules/finding.ts';
import { buildNetwork } from './network.ts';

/** Names that try to be more than a name: markup, terminal sequences, table cells, wide characters, half a surrogate pair. */
export const hostileName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('<script>alert(1)</script>', '"/><image href="https://x.example"/>', "a&b'c", 'pods\u001b[2J\u0007', 'a|b`c\nd', '東京リージョン', '\u202egnp.exe', 'x\ud800y', ']]>', '&#0;', 'a\\|b', 'e\u0301\u0301', '👩‍👩‍👧', 'n'.repeat(300)),
  fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }),
);

// Few bits are chosen, so that blocks meet, nest and are equal often.
const block4 = (least: number, most: number): fc.Arbitrary<string> =>
  fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 15 }), fc.integer({ min: least, max: most })).map(([net, part, prefix]) => CidrBlock.around(4, (10n << 24n) + (BigInt(net) << 16n) + (BigInt(part) << 8n), prefix).toString());

const block6: fc.Arbitrary<string> = fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 8, max: 128 })).map(([net, prefix]) => CidrBlock.around(6, (0xfd00n << 112n) + BigInt(net), prefix).toString());

const onPremises: fc.Arbitrary<string | readonly string[]> = fc.oneof(block4(8, 28), block6, fc.array(fc.oneof(block4(8, 28), block6), { minLength: 1, maxLength: 4 }));

/** Any network that can be written, legal or not. */
export const picturedNetwork: fc.Arbitrary<NetworkInput> = fc.record(
  {
    region: fc.constantFrom('cn-hangzhou', 'cn-beijing'),
    dataCenter: fc.record({ nodeCidr: onPremises, podCidr: onPremises, serviceCidr: onPremises }, { requiredKeys: ['nodeCidr', 'podCidr'] }),
    vpc: fc.record({ cidr: block4(6, 28), secondaryCidrs: fc.array(block4(8, 28), { maxLength: 2 }), existing: fc.boolean() }, { requiredKeys: ['cidr'] }),
    vSwitches: fc.uniqueArray(fc.record({ name: hostileName, cidr: block4(14, 30), zone: hostileName, role: fc.constantFrom('nodes' as const, 'pods' as const, 'other' as const) }), { minLength: 1, maxLength: 6, selector: (one) => one.name }),
    routed: fc.array(fc.record({ name: hostileName, cidr: onPremises }), { maxLength: 3 }),
    waivers: fc.subarray(['overlap-data-center-vpc' as const, 'overlap-service-vpc' as const]),
    demand: fc.record({ nodes: fc.nat({ max: 300 }), podsPerNode: fc.integer({ min: 1, max: 200 }) }, { requiredKeys: [] }),
  },
  { requiredKeys: ['dataCenter', 'vpc', 'vSwitches'] },
);

/** A plan with these findings and no other: what the rules say changes, how it is drawn doesn't. */
export const planOf = (findings: readonly NetworkFinding[] = []): NetworkPlan => ({ ...planNetwork(buildNetwork()), ok: !findings.some((finding) => finding.severity === 'error'), findings });

/** A network of many vSwitches in a /8, each with an error of its own, and its plan. */
export const crowdedNetwork = (vSwitches: number): { readonly input: NetworkInput; readonly plan: NetworkPlan } => {
  const cidrOf = (index: number): string => `10.${Math.floor(index / 256)}.${index % 256}.0/24`;
  const finding = (index: number): NetworkFinding => ({
    rule: 'overlap-data-center-vswitch',
    severity: 'error',
    message: `routed network all 10.0.0.0/8 holds vSwitch v-${index} ${cidrOf(index)}`,
    ranges: [{ name: 'routed network all', path: 'routed[0].cidr', cidr: '10.0.0.0/8' }, { name: `vSwitch v-${index}`, path: `vSwitches[${index}].cidr`, cidr: cidrOf(index) }],
    intersection: cidrOf(index),
    why: 'it is',
    source: 'none',
    remediation: 'Move it.',
    fixes: [],
  });
  const indexes = Array.from({ length: vSwitches }, (_, index) => index);
  return {
    input: {
      dataCenter: { nodeCidr: '192.168.0.0/24', podCidr: '172.30.0.0/16' },
      vpc: { cidr: '10.0.0.0/8' },
      vSwitches: indexes.map((index) => ({ name: `v-${index}`, cidr: cidrOf(index), zone: 'z', role: 'nodes' as const })),
      routed: [{ name: 'all', cidr: '10.0.0.0/8' }],
    },
    plan: planOf(indexes.map(finding)),
  };
};
