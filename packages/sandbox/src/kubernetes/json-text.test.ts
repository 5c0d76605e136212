import { describe, expect, it } from 'vitest';
import { findDuplicates, goJsonProblem } from './json-text.ts';

describe('JSON as text', () => {
  it.each([
    ['{"a":1,"b":{"c":[{"d":1,"d":2}]},"a":"}"}', ['b.c[0].d', 'a']],
    ['{"a\\"b":1,"a":[[],{}]}', []],
    ['[]', []],
  ])('%s has twice %j', (text, paths) => {
    expect(findDuplicates(text)).toEqual(paths);
  });

  it.each([['', 'unexpected end of JSON input'], ['{', 'unexpected end of JSON input'], ['spec:', "invalid character 's' looking for beginning of value"]])('"%s" is refused as "%s"', (text, problem) => {
    expect(goJsonProblem(text)).toBe(problem);
  });
});
