/** The addresses of a block, from the first to the last. */
export interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

/** A span that knows its family. */
export interface FamilySpan extends Span {
  readonly family: 4 | 6;
}

/**
 * Reads a block the plain way, for the right answers: well-formed texts only, slow, and of no code of ours or of the peers.
 *
 * @throws {RangeError} where the text is not even near to a block
 */
export const readSpan = (text: string): FamilySpan => {
  const [address = '', prefix] = text.split('/');
  const family = address.includes(':') ? 6 : 4;
  const bits = family === 4 ? 32n : 128n;
  const value = family === 4 ? readGroups(address.split('.'), 10, 8n, 4) : readGroups(groupsOf(address), 16, 16n, 8);
  const size = 1n << (bits - BigInt(prefix ?? bits));
  const first = value - (value % size);
  return { family, first, last: first + size - 1n };
};

const groupsOf = (address: string): readonly string[] => {
  const halves = address.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail] = halves;
  if (!tail) return head;
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => '0'), ...tail];
};

const readGroups = (groups: readonly string[], base: number, width: bigint, count: number): bigint => {
  if (groups.length !== count) throw new RangeError(`${groups.join(' ')} has ${groups.length} groups where ${count} belong: give well-formed texts.`);
  return groups.reduce((value, group) => (value << width) | BigInt(parseInt(group, base)), 0n);
};
