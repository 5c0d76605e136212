import { describe, expect, it } from 'vitest';
import { configKeyProblems, labelProblems, labelValueProblems, qualifiedNameProblems, subdomainProblems } from './syntax.ts';

describe('the syntax of names', () => {
  it.each([['a', 0], ['a-b.c1', 0], ['A', 1], ['-a', 1], ['a..b', 1], ['a_b', 1], ['', 1], ['a'.repeat(254), 1]])('%s breaks the rule of a subdomain %i times', (text, count) => {
    expect(subdomainProblems(text)).toHaveLength(count);
  });

  it.each([['a-1', []], ['a.b', ['must not contain dots']], ['a'.repeat(64), ['must be no more than 63 characters']]])('%s has as a DNS label the problems %j', (text, problems) => {
    expect(labelProblems(text)).toEqual(problems);
  });

  it.each([['a', 0], ['example.com/a_B.c', 0], ['example.com/', 2], ['/a', 1], ['a/b/c', 1], ['Example.com/a', 1], ['a'.repeat(64), 1], ['a b', 1]])('%s breaks the rule of a qualified name %i times', (text, count) => {
    expect(qualifiedNameProblems(text)).toHaveLength(count);
  });

  it.each([['', 0], ['a_B.c', 0], ['-a', 1], ['a b', 1], ['a'.repeat(64), 1]])('"%s" breaks the rule of a label value %i times', (text, count) => {
    expect(labelValueProblems(text)).toHaveLength(count);
  });

  it.each([['ca.crt', 0], ['a_b', 0], ['a b', 1], ['..', 1], ['..a', 1], ['', 1]])('"%s" breaks the rule of a config key %i times', (text, count) => {
    expect(configKeyProblems(text)).toHaveLength(count);
  });

  it('says the rule in the words of the server', () => {
    expect(labelValueProblems('-')).toEqual(["a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"]);
  });
});
