const digitBits = 11;
const counts = new Uint32Array(3 * (1 << digitBits));

/**
 * Sorts pairs of cells, a key and what goes with it, by the key as an unsigned number, stably. Gives back the array that
 * holds the result, this one or another; this one then still holds all pairs, in some order.
 *
 * The digits lie over the bits that differ, so blocks of one /8 take fewer and smaller passes.
 */
export const radixSort = (pairs: Int32Array, count: number): Int32Array => {
  const end = 2 * count;
  const first = pairs[0] as number;
  let varying = 0;
  for (let at = 2; at < end; at += 2) varying |= (pairs[at] as number) ^ first;
  if (varying === 0) return pairs;
  const low = 31 - Math.clz32(varying & -varying);
  const width = 32 - Math.clz32(varying) - low;
  const passes = Math.ceil(width / digitBits);
  const bits = Math.ceil(width / passes);
  const mask = (1 << bits) - 1;

  counts.fill(0, 0, passes << bits);
  for (let at = 0; at < end; at += 2) {
    let key = (pairs[at] as number) >>> low;
    for (let table = 0; table < passes; table++) {
      const digit = (table << bits) + (key & mask);
      counts[digit] = (counts[digit] as number) + 1;
      key >>>= bits;
    }
  }
  for (let table = 0; table < passes; table++) {
    for (let digit = table << bits, before = 0; digit < (table + 1) << bits; digit++) {
      const here = counts[digit] as number;
      counts[digit] = before;
      before += 2 * here;
    }
  }

  let from: Int32Array = pairs;
  let to: Int32Array = new Int32Array(end);
  for (let table = 0; table < passes; table++) {
    const shift = low + table * bits;
    const base = table << bits;
    for (let at = 0; at < end; at += 2) {
      const key = from[at] as number;
      const digit = base + ((key >>> shift) & mask);
      const target = counts[digit] as number;
      counts[digit] = target + 2;
      to[target] = key;
      to[target + 1] = from[at + 1] as number;
    }
    [from, to] = [to, from];
  }
  return from;
};
