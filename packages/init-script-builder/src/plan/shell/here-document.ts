/** The body of a here-document. */
export interface HereDocument {
  readonly text: string;
  readonly start: number;
}

/** A here-document whose body begins after the end of the line. */
export interface PendingHereDocument {
  readonly delimiter: string;
  readonly stripTabs: boolean;
  /** Where the body goes once it is read. */
  readonly owner: HereDocument[];
}

/** Reads the bodies that begin at an offset; gives the offset behind them, or the document that is never closed. */
export const readHereDocuments = (text: string, start: number, pending: readonly PendingHereDocument[]): number | PendingHereDocument => {
  let position = start;
  for (const document of pending) {
    const body = position;
    let found = false;
    while (!found) {
      if (position >= text.length) return document;
      const lineEnd = text.indexOf('\n', position);
      const line = text.slice(position, lineEnd < 0 ? text.length : lineEnd);
      found = (document.stripTabs ? line.replace(/^\t+/, '') : line) === document.delimiter;
      if (found) document.owner.push({ text: text.slice(body, position), start: body });
      position = lineEnd < 0 ? text.length : lineEnd + 1;
    }
  }
  return position;
};
