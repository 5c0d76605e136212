import { formatLanes6, formatLower4, formatPrefix, formatUpper4 } from '../block/format-address.ts';
import type { Rows } from './rows.ts';

/** Appends the texts of rows; neighbours in address order share the text of their upper half. */
export const appendTexts = (rows: Rows, texts: string[]): void => {
  if (rows.stride === 2) appendTexts4(rows, texts);
  else appendTexts6(rows, texts);
};

const appendTexts4 = ({ cells, start, count }: Rows, texts: string[]): void => {
  const end = start + 2 * count;
  let upper = -1;
  let upperText = '';
  for (let at = start; at < end; at += 2) {
    const lane = cells[at] as number;
    if (lane >>> 16 !== upper) {
      upper = lane >>> 16;
      upperText = formatUpper4(lane);
    }
    texts.push(upperText + (formatLower4(lane) + formatPrefix(cells[at + 1] as number)));
  }
};

const appendTexts6 = ({ cells, start, count }: Rows, texts: string[]): void => {
  const end = start + 5 * count;
  for (let at = start; at < end; at += 5) {
    texts.push(formatLanes6(cells[at] as number, cells[at + 1] as number, cells[at + 2] as number, cells[at + 3] as number) + formatPrefix(cells[at + 4] as number));
  }
};
