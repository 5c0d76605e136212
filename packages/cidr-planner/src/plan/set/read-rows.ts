import { CidrParseError } from '../../errors.ts';
import { CidrBlock } from '../block/cidr-block.ts';
import { readCidrText } from '../block/read-cidr-text.ts';
import type { ParseCidrBlockOptions } from '../block/read-cidr-text.ts';
import { scanBlock4, scanBlock6 } from '../block/scan-block.ts';
import type { Rows, Stride } from './rows.ts';
import { noRows4, noRows6, takeCells, writeBlock } from './rows.ts';

/** The blocks of both families. */
export interface RowsOfFamilies {
  readonly four: Rows;
  readonly six: Rows;
}

const scanned = new Int32Array(5);
const none = new Int32Array(0);

/**
 * Reads blocks into rows, in their order.
 *
 * @throws {CidrParseError} at the first text that is no block, with its index
 */
export const readRows = (blocks: readonly (string | CidrBlock)[], options: ParseCidrBlockOptions): RowsOfFamilies => {
  const masks = options.hostBits === 'mask';
  const { length } = blocks;
  let four: Int32Array = none;
  let start4 = 0;
  let end4 = 0;
  let six: Int32Array = none;
  let start6 = 0;
  let end6 = 0;
  for (let index = 0; index < length; index++) {
    const entry = blocks[index] as string | CidrBlock;
    const isText = typeof entry === 'string';
    let is4 = isText && scanBlock4(entry, scanned, 0, masks);
    if (!is4 && !(isText && scanBlock6(entry, scanned, 0, masks))) {
      const block = CidrBlock.isBlock(entry) ? entry : readSlowly(entry, options, index);
      writeBlock(block, scanned, 0);
      is4 = block.family === 4;
    }
    if (is4) {
      if (four === none) {
        ({ cells: four, start: start4 } = takeCells(2 * (length - index)));
        end4 = start4;
      }
      four[end4] = scanned[0] as number;
      four[end4 + 1] = scanned[1] as number;
      end4 += 2;
    } else {
      if (six === none) {
        ({ cells: six, start: start6 } = takeCells(5 * (length - index)));
        end6 = start6;
      }
      six[end6] = scanned[0] as number;
      six[end6 + 1] = scanned[1] as number;
      six[end6 + 2] = scanned[2] as number;
      six[end6 + 3] = scanned[3] as number;
      six[end6 + 4] = scanned[4] as number;
      end6 += 5;
    }
  }
  return {
    four: four === none ? noRows4 : fitted(four, start4, end4, 2),
    six: six === none ? noRows6 : fitted(six, start6, end6, 5),
  };
};

// Where the families are mixed, room was taken for more blocks than came.
const fitted = (cells: Int32Array, start: number, end: number, stride: Stride): Rows => {
  const count = (end - start) / stride;
  return start === 0 && end * 4 < cells.length * 3 && cells.length > 1024 ? { stride, cells: cells.slice(0, end), start: 0, count } : { stride, cells, start, count };
};

const readSlowly = (text: unknown, options: ParseCidrBlockOptions, index: number): CidrBlock => {
  const reading = readCidrText(text, options);
  if ('fault' in reading) throw new CidrParseError(text, reading.fault, { index });
  return CidrBlock.around(reading.family, reading.address, reading.prefix);
};
