import { parseCidrBlock } from '../ours.ts';
import { eachPeer } from './each-peer.ts';

/** Texts that are no block by any reading: who takes them doesn't validate. */
export const malformedTexts: readonly string[] = [
  '', 'ten', '10.0.0.0.0/8', '10.0.0.256/24', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/x',
  '2001:db8:::/32', '2001:db8::/129', '1:2:3:4:5:6:7:8:9/64', '2001:db8::12345/64', '2001:db8::g/64', '1:2::3::4/64',
];

/** Texts that two readers understand differently: who takes them guesses. */
export const ambiguousTexts: readonly string[] = [
  '010.0.0.0/8', '10.0.0/8', '10.0.0.0/08', ' 10.0.0.0/8', '10.0.0.0/8 ', '10.0.0.0/ 8', '10.0.0.0/+8', '10.0.0.0/1e1', '0x0a.0.0.0/8', '10.0.0.0', '10.0.0.1/8',
  '\uff11\uff10.0.0.0/8', '::ffff:10.0.0.0/104', 'fe80::%eth0/64', '2001:00db8::/32', '2001:db8::1/64',
];

/** What a reader takes that it should refuse. */
export interface Refusals {
  readonly takesMalformed: readonly string[];
  readonly takesAmbiguous: readonly string[];
}

const tryOn = (read: (text: string) => unknown): Refusals => {
  const takes = (text: string): boolean => {
    try {
      read(text);
      return true;
    } catch {
      return false;
    }
  };
  return { takesMalformed: malformedTexts.filter(takes), takesAmbiguous: ambiguousTexts.filter(takes) };
};

/** Tries the bad texts on us and on each peer. */
export const findRefusals = (): Readonly<Record<string, Refusals>> => ({
  ours: tryOn((text) => parseCidrBlock(text)),
  ...eachPeer((peer) => tryOn((text) => peer.parse(text))),
});

/** The peers that refuse everything malformed. */
export const validatingPeers = (refusals: Readonly<Record<string, Refusals>>): readonly string[] =>
  Object.entries(refusals).filter(([name, { takesMalformed }]) => name !== 'ours' && takesMalformed.length === 0).map(([name]) => name);
