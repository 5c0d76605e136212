import { laneMask } from './lanes.ts';
import { scanText4, scanText6 } from './scan-text.ts';

/** Reads an IPv4 block into two cells, its address and its prefix; false where the slow reader has to judge. */
export const scanBlock4 = (text: string, cells: Int32Array, at: number, masks: boolean): boolean => {
  if (!scanText4(text, cells, at)) return false;
  const prefix = cells[at + 1] as number;
  const lane = cells[at] as number;
  const network = lane & laneMask(prefix);
  if (prefix < 0 || (network !== lane && !masks)) return false;
  cells[at] = network;
  return true;
};

/** Reads an IPv6 block into five cells, its lanes and its prefix; false where the slow reader has to judge. */
export const scanBlock6 = (text: string, cells: Int32Array, at: number, masks: boolean): boolean => {
  if (!scanText6(text, cells, at)) return false;
  const prefix = cells[at + 4] as number;
  if (prefix < 0 || (prefix >= 96 && isMapped(cells, at))) return false;
  let clean = true;
  for (let lane = 0; lane < 4; lane++) {
    const value = cells[at + lane] as number;
    const network = value & laneMask(prefix - 32 * lane);
    if (network !== value) clean = false;
    cells[at + lane] = network;
  }
  return clean || masks;
};

/** Whether the lanes are those of an IPv4 address in IPv4-mapped IPv6, ::ffff:0:0/96. */
export const isMapped = (cells: Int32Array, at: number): boolean => cells[at] === 0 && cells[at + 1] === 0 && cells[at + 2] === 0xffff;
