/** A table of Markdown whose columns stand in line in a terminal as well; the first column is left, the others right. */
export const renderTable = (head: readonly string[], lines: readonly (readonly string[])[]): string => {
  const cells = [head, ...lines].map((line) => head.map((_, column) => line[column]?.replaceAll('|', '\\|') ?? ''));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((line) => line[column]?.length ?? 0)));
  const pad = (text: string, column: number): string => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0));
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const [first = [], ...rest] = cells.map((line) => line.map(pad));
  return [first, rule, ...rest].map((line) => `| ${line.join(' | ')} |`).join('\n');
};
