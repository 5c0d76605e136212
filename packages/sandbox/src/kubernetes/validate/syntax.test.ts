import { describe, expect, it } from 'vitest';
import { isBase64, isConfigKey, isDnsLabel, isLabelValue, isQualifiedName, isSubdomain } from './syntax.ts';

describe('the syntax of names', () => {
  it.each([['a', true], ['a-b.c1', true], ['A', false], ['-a', false], ['a..b', false], ['a_b', false], ['', false], ['a'.repeat(254), false]])('%s is a subdomain: %s', (text, expected) => {
    expect(isSubdomain(text)).toBe(expected);
  });

  it.each([['a-1', true], ['a.b', false], ['a'.repeat(64), false]])('%s is a DNS label: %s', (text, expected) => {
    expect(isDnsLabel(text)).toBe(expected);
  });

  it.each([['a', true], ['example.com/a_B.c', true], ['example.com/', false], ['/a', false], ['a/b/c', false], ['Example.com/a', false], ['a'.repeat(64), false], ['a b', false]])('%s is a qualified name: %s', (text, expected) => {
    expect(isQualifiedName(text)).toBe(expected);
  });

  it.each([['', true], ['a_B.c', true], ['-a', false], ['a b', false], ['a'.repeat(64), false]])('"%s" is a label value: %s', (text, expected) => {
    expect(isLabelValue(text)).toBe(expected);
  });

  it.each([['ca.crt', true], ['a_b', true], ['a b', false], ['..', false], ['', false]])('"%s" is a config key: %s', (text, expected) => {
    expect(isConfigKey(text)).toBe(expected);
  });

  it.each([['', true], ['YQ==', true], ['YWJj', true], ['YQ', false], ['not base64!', false]])('"%s" is base64: %s', (text, expected) => {
    expect(isBase64(text)).toBe(expected);
  });
});
