import fc from 'fast-check';
import { excludeBlocks } from '../plan/block/carve.ts';
import { CidrBlock } from '../plan/block/cidr-block.ts';
import { parseCidrBlock } from '../plan/block/parse-cidr-block.ts';
import type { NetworkInput, NetworkWaiver } from '../plan/network/network-input.ts';

/** All private addresses that {@link tightNetwork} leaves free, 10.0.0.0/25: few enough to try every placement. */
export const room: CidrBlock = parseCidrBlock('10.0.0.0/25');

const elsewhere = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((text) => excludeBlocks(parseCidrBlock(text), [room])).map(String);

const inRoom = (least: number, most: number): fc.Arbitrary<string> =>
  fc.tuple(fc.nat({ max: 127 }), fc.integer({ min: least, max: most })).map(([offset, prefix]) => CidrBlock.around(4, room.first + BigInt(offset), prefix).toString());

const vSwitch = fc.record({ cidr: inRoom(26, 29), existing: fc.boolean() });

const rarely = (cidr: fc.Arbitrary<string>): fc.Arbitrary<string | undefined> => fc.option(cidr, { nil: undefined, freq: 1 });

/** Networks whose data center fills all private addresses but the {@link room}, and some of that, so that placements are scarce. */
export const tightNetwork: fc.Arbitrary<NetworkInput> = fc
  .record({
    taken: fc.array(inRoom(27, 30), { maxLength: 2 }),
    service: rarely(inRoom(27, 29)),
    site: rarely(inRoom(26, 30)),
    reduced: fc.boolean(),
    waived: fc.boolean(),
    route: fc.option(inRoom(25, 30), { nil: undefined }),
    vpc: inRoom(25, 29),
    secondary: rarely(inRoom(26, 29)),
    vpcExists: fc.nat({ max: 3 }).map((one) => one === 0),
    vSwitches: fc.array(vSwitch, { minLength: 1, maxLength: 4 }),
    someExist: fc.boolean(),
  })
  .map((random): NetworkInput => ({
    dataCenter: {
      nodeCidr: '11.0.0.0/24',
      podCidr: elsewhere,
      ...(random.service === undefined ? {} : { serviceCidr: random.service }),
    },
    vpc: {
      cidr: random.vpc,
      existing: random.vpcExists,
      ...(random.secondary === undefined ? {} : { secondaryCidrs: [random.secondary] }),
      ...(random.route === undefined ? {} : { customRoutes: [random.route] }),
    },
    routed: random.taken.map((cidr, index) => ({ name: `taken ${index}`, cidr })),
    sites: random.site === undefined ? [] : [{ name: 'site', kind: 'vpc', cidr: random.site }],
    cen: { protectionLevel: random.reduced ? 'reduced' : 'full' },
    waivers: random.waived ? (['overlap-data-center-vpc', 'overlap-service-vpc', 'overlap-site-vpc'] satisfies NetworkWaiver[]) : [],
    vSwitches: random.vSwitches.map((one, index) => ({ name: `v${index}`, cidr: one.cidr, zone: 'z', role: 'nodes', existing: random.someExist && index === 0 && one.existing })),
  }));
