/** How many numbers of findings stand beside a block before `…`. */
const mostNumbers = 3;

/**
 * The marks beside a block: `!!` before the numbers of errors, `!` before those of warnings. They say without colour
 * what is in conflict.
 *
 * @example
 * showMarks({ errors: [1], warnings: [4, 5] }); // '!!1 !4,5'
 */
export const showMarks = (marks: { readonly errors: readonly number[]; readonly warnings: readonly number[] }): string =>
  [show('!!', marks.errors), show('!', marks.warnings)].filter((text) => text !== '').join(' ');

const show = (sign: string, numbers: readonly number[]): string => {
  if (numbers.length === 0) return '';
  return `${sign}${numbers.slice(0, mostNumbers).join(',')}${numbers.length > mostNumbers ? ',…' : ''}`;
};
