import { formatHead4, formatLanes6, formatPrefix } from '../block/format-address.ts';
import type { Rows } from './rows.ts';

/** Appends the texts of rows; neighbours in address order share the text of their first three octets. */
export const appendTexts = (rows: Rows, texts: string[]): void => {
  if (rows.stride === 2) appendTexts4(rows, texts);
  else appendTexts6(rows, texts);
};

// The last octet with its prefix, `128/25`: made once each, so that a block costs one text and not three.
const tails = new Array<string>(256 * 33).fill('');

const tailOf = (octet: number, prefix: number): string => {
  const place = octet * 33 + prefix;
  const tail = tails[place] as string;
  return tail === '' ? (tails[place] = octet + formatPrefix(prefix)) : tail;
};

const appendTexts4 = ({ cells, start, count }: Rows, texts: string[]): void => {
  const end = start + 2 * count;
  let head = -1;
  let headText = '';
  for (let at = start; at < end; at += 2) {
    const lane = cells[at] as number;
    if (lane >>> 8 !== head) {
      head = lane >>> 8;
      headText = formatHead4(lane);
    }
    texts.push(headText + tailOf(lane & 255, cells[at + 1] as number));
  }
};

const appendTexts6 = ({ cells, start, count }: Rows, texts: string[]): void => {
  const end = start + 5 * count;
  for (let at = start; at < end; at += 5) {
    texts.push(formatLanes6(cells[at] as number, cells[at + 1] as number, cells[at + 2] as number, cells[at + 3] as number) + formatPrefix(cells[at + 4] as number));
  }
};
