/** As many as a line of a finding holds. */
const shown = 3;

/**
 * The first of many texts, and how many more there are.
 *
 * @example
 * listFirst(['a', 'b', 'c', 'd']); // 'a, b, c and 1 more'
 */
export const listFirst = (texts: readonly string[]): string => texts.slice(0, shown).join(', ') + (texts.length > shown ? ` and ${texts.length - shown} more` : '');
