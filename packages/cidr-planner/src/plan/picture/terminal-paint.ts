import { cellsOf, fitCells } from './cells.ts';

/** What a piece of a line is; each tone has its colour, where colours are asked for. */
export type Tone = 'plain' | 'strong' | 'faint' | 'error' | 'warning' | 'cloud' | 'on-premises';

/** A piece of a line in one tone. */
export interface Piece {
  readonly text: string;
  readonly tone: Tone;
}

/** The codes of the eight colours that every terminal has (ECMA-48, SGR). */
const codes: Readonly<Record<Tone, string>> = { plain: '', strong: '1', faint: '2', error: '1;31', warning: '33', cloud: '36', 'on-premises': '35' };

/** One line of at most `width` cells, without blanks at its end; the codes of the colours take no cells. */
export const paintLine = (pieces: readonly Piece[], width: number, color: boolean): string => {
  const fitted: Piece[] = [];
  let left = width;
  for (const piece of pieces) {
    const text = fitCells(piece.text, left);
    left -= cellsOf(text);
    fitted.push({ text, tone: piece.tone });
    if (text !== piece.text) break;
  }
  while (fitted.length > 0) {
    const last = fitted.pop() as Piece;
    const text = last.text.trimEnd();
    if (text === '') continue;
    fitted.push({ text, tone: last.tone });
    break;
  }
  return fitted.map(({ text, tone }) => (color && codes[tone] !== '' && text.trim() !== '' ? `\u001b[${codes[tone]}m${text}\u001b[0m` : text)).join('');
};
