/**
 * The fast readers: one pass over the character codes, into cells of an integer array. They answer false on the least
 * doubt, and then the slow reader says what is wrong, so they take nothing that the slow reader refuses.
 */

/**
 * Reads `10.0.0.0/8` or `10.0.0.7` into two cells: the address as a signed integer, and the length of the prefix, -1
 * where there is none. Host bits are left as they are.
 */
export const scanText4 = (text: string, cells: Int32Array, at: number): boolean => {
  const { length } = text;
  let lane = 0;
  let octet = -1;
  let points = 0;
  let place = 0;
  for (; place < length; place++) {
    const code = text.charCodeAt(place);
    if (code >= 48 && code <= 57) {
      // Behind a zero no digit may stand.
      if (octet === 0) return false;
      octet = octet < 0 ? code - 48 : octet * 10 + code - 48;
      if (octet > 255) return false;
    } else if (code === 46) {
      if (octet < 0) return false;
      lane = (lane << 8) | octet;
      octet = -1;
      points++;
    } else if (code === 47) {
      break;
    } else {
      return false;
    }
  }
  if (points !== 3 || octet < 0) return false;
  cells[at] = (lane << 8) | octet;
  return scanPrefix(text, place, 32, cells, at + 1);
};

// Reads the rest of the text, from the slash on, or from its end.
const scanPrefix = (text: string, slash: number, most: number, cells: Int32Array, at: number): boolean => {
  const { length } = text;
  if (slash === length) {
    cells[at] = -1;
    return true;
  }
  let prefix = -1;
  for (let place = slash + 1; place < length; place++) {
    const code = text.charCodeAt(place);
    if (code < 48 || code > 57 || prefix === 0) return false;
    prefix = prefix < 0 ? code - 48 : prefix * 10 + code - 48;
    if (prefix > most) return false;
  }
  cells[at] = prefix;
  return prefix >= 0;
};

const groups = new Int32Array(8);

/**
 * Reads `2001:db8::/32` or `2001:db8::1` into five cells: four lanes and the length of the prefix, -1 where there is
 * none. A dotted tail is left to the slow reader.
 */
export const scanText6 = (text: string, cells: Int32Array, at: number): boolean => {
  const { length } = text;
  let count = 0;
  let gap = -1;
  let group = 0;
  let digits = 0;
  let place = 0;
  for (; place < length; place++) {
    const code = text.charCodeAt(place);
    if (code >= 48 && code <= 57) {
      group = (group << 4) | (code - 48);
      digits++;
    } else if (code === 58) {
      if (digits > 4) return false;
      if (digits > 0) {
        if (count === 8) return false;
        groups[count++] = group;
        group = 0;
        digits = 0;
        if (place + 1 < length && text.charCodeAt(place + 1) === 58) {
          if (gap >= 0) return false;
          gap = count;
          place++;
        } else if (place + 1 === length || text.charCodeAt(place + 1) === 47) {
          return false;
        }
      } else {
        // A colon without a group before it is the first of two, and begins the text.
        if (place !== 0 || length < 2 || text.charCodeAt(1) !== 58) return false;
        gap = 0;
        place = 1;
      }
    } else {
      const letter = code | 32;
      if (letter >= 97 && letter <= 102) {
        group = (group << 4) | (letter - 87);
        digits++;
      } else if (code === 47) {
        break;
      } else {
        return false;
      }
    }
  }
  if (digits > 4) return false;
  if (digits > 0) {
    if (count === 8) return false;
    groups[count++] = group;
  }
  if (gap < 0 ? count !== 8 : count > 7) return false;
  if (gap >= 0) {
    const shift = 8 - count;
    for (let index = count - 1; index >= gap; index--) groups[index + shift] = groups[index] as number;
    for (let index = gap; index < gap + shift; index++) groups[index] = 0;
  }
  cells[at] = ((groups[0] as number) << 16) | (groups[1] as number);
  cells[at + 1] = ((groups[2] as number) << 16) | (groups[3] as number);
  cells[at + 2] = ((groups[4] as number) << 16) | (groups[5] as number);
  cells[at + 3] = ((groups[6] as number) << 16) | (groups[7] as number);
  return scanPrefix(text, place, 128, cells, at + 4);
};
