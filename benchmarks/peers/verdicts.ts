import { findOverlaps } from '../ours.ts';
import { eachPeer } from './each-peer.ts';

/** Two blocks, and whether they share an address: the edges of both families. */
export const knownPairs: readonly (readonly [a: string, b: string, overlap: boolean])[] = [
  ['10.0.0.0/8', '10.128.0.0/9', true],
  ['10.0.0.0/9', '10.128.0.0/9', false],
  ['9.0.0.0/8', '10.0.0.0/8', false],
  ['0.0.0.0/0', '255.255.255.255/32', true],
  ['10.0.0.0/31', '10.0.0.1/32', true],
  ['10.0.0.0/32', '10.0.0.1/32', false],
  ['128.0.0.0/1', '192.168.0.0/16', true],
  ['0.0.0.0/0', '::/0', false],
  ['10.0.0.0/8', '::a00:0/104', false],
  ['::/0', '2001:db8::/32', true],
  ['2001:db8::/32', '2001:0DB8:0:ffff::/64', true],
  ['2001:db8::/33', '2001:db8:8000::/33', false],
  ['ffff::/16', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128', true],
];

const describeWrong = (overlaps: (a: string, b: string) => boolean): readonly string[] =>
  knownPairs.flatMap(([a, b, right]) => {
    try {
      return overlaps(a, b) === right ? [] : [`${a} and ${b} ${right ? 'overlap' : 'do not overlap'}`];
    } catch (error) {
      return [`${a} and ${b}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });

/** What each gets wrong of the known pairs: the truth of it. */
export const findWrongVerdicts = (): Readonly<Record<string, readonly string[]>> => ({
  ours: describeWrong((a, b) => [...findOverlaps([{ name: 'a', cidr: a }, { name: 'b', cidr: b }])].length === 1),
  ...eachPeer((peer) => describeWrong((a, b) => peer.overlaps(peer.parse(a), peer.parse(b)))),
});
