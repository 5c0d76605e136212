/**
 * A regular expression that is made when it is first used. V8 reads a literal with its file, and a class such as `\p{Cf}`
 * then asks Unicode's tables: more than a millisecond of an import that may never meet such a text.
 *
 * @example
 * const marks = lazyExpression(String.raw`[\p{Mn}\p{Me}]`, 'u');
 * marks().test('e\u0301'); // true
 */
export const lazyExpression = (source: string, flags: string): (() => RegExp) => {
  let expression: RegExp | undefined;
  return () => (expression ??= new RegExp(source, flags));
};
