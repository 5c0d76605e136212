import { describe, expect, it } from 'vitest';
import { parseLabelSelector } from './label-selector-text.ts';

describe('the text of a label selector', () => {
  it.each([
    ['a=b', [{ key: 'a', operator: 'In', values: ['b'] }]],
    [' a == b , !c ', [{ key: 'a', operator: 'In', values: ['b'] }, { key: 'c', operator: 'DoesNotExist' }]],
    ['a notin (b, c)', [{ key: 'a', operator: 'NotIn', values: ['b', 'c'] }]],
    ['a in ()', [{ key: 'a', operator: 'In', values: [''] }]],
    ['a in (,b)', [{ key: 'a', operator: 'In', values: ['', 'b'] }]],
    ['a=,b>1', [{ key: 'a', operator: 'In', values: [''] }, { key: 'b', operator: 'Gt', values: ['1'] }]],
    ['in in (notin)', [{ key: 'in', operator: 'In', values: ['notin'] }]],
  ])('"%s" is %j', (text, expected) => {
    expect(parseLabelSelector(text)).toEqual(expected);
  });

  it.each([
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['=x', "found '=', expected: !, identifier, or 'end of string'"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['a=b,', "found '', expected: identifier after ','"],
    ['a>b', "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer"],
  ])('"%s" is refused in the words of the real parser', (text, message) => {
    expect(() => parseLabelSelector(text)).toThrow(message);
  });
});
