import { CidrBlock } from '../block/cidr-block.ts';
import type { AddressFamily } from '../block/address-family.ts';
import { isMapped } from '../block/scan-block.ts';
import { scanText4, scanText6 } from '../block/scan-text.ts';
import { writeBlock } from './rows.ts';

/** The block that a question is about, in the cells of a row. */
export const query = new Int32Array(5);

/**
 * Reads a block, the text of one, or a plain address into {@link query}, without an object where it is a plain address.
 *
 * @throws {CidrParseError} where a text is none of them
 */
export const readQuery = (value: string | CidrBlock): AddressFamily => {
  if (typeof value === 'string') {
    if (scanText4(value, query, 0)) {
      if (query[1] === -1) {
        query[1] = 32;
        return 4;
      }
    } else if (scanText6(value, query, 0) && query[4] === -1 && !isMapped(query, 0)) {
      query[4] = 128;
      return 6;
    }
  }
  const block = CidrBlock.from(value);
  writeBlock(block, query, 0);
  return block.family;
};
