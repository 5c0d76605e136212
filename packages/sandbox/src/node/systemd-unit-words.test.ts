import { describe, expect, it } from 'vitest';
import { replaceSpecifiers, splitUnitWords } from './systemd-unit-words.ts';

describe('the words of a unit', () => {
  it.each<[string, string[]]>([
    ['  a\t b\nc ', ['a', 'b', 'c']],
    ['a"b c"\'d e\'f', ['ab cd ef']],
    ['"" a \'\'', ['', 'a', '']],
    ['"it\'s" \'"\'', ["it's", '"']],
    ['a\\sb \\x41 \\101 \\u00e9 \\U0001F600', ['a b', 'A', 'A', 'é', '😀']],
    ['"a\\"b" \'a\\nb\'', ['a"b', 'a\nb']],
  ])('of %j are %j', (text, words) => {
    expect(splitUnitWords(text, 'keep')).toEqual({ words, complete: true });
  });

  it.each<[string, 'keep' | 'refuse', string[]]>([
    ['a "b c', 'keep', ['a']],
    ["a 'b", 'keep', ['a']],
    ['a b\\', 'keep', ['a']],
    ['a \\q b', 'refuse', ['a']],
    ['a \\x4 b', 'refuse', ['a']],
    ['a \\x00 b', 'refuse', ['a']],
    ['a \\U00110000 b', 'refuse', ['a']],
    ['a \\400 b', 'refuse', ['a']],
  ])('of %j end where systemd cannot read on (unknown escapes: %s)', (text, unknownEscapes, words) => {
    expect(splitUnitWords(text, unknownEscapes)).toEqual({ words, complete: false });
  });

  it.each([['\\q', '\\q'], ['\\x4z', '\\x4z'], ['\\000', '\\000']])('keep the unknown escape %s where it may stay', (text, word) => {
    expect(splitUnitWords(text, 'keep')).toEqual({ words: [word], complete: true });
  });
});

describe('specifiers', () => {
  it.each([
    ['%n', 'kubelet.service'], ['%N %p %j', 'kubelet kubelet kubelet'], ['%%n', '%n'], ['[%i%I]', '[]'], ['%H %m', '%H %m'], ['100%', '100%'],
  ])('%s stands for %s', (text, expected) => {
    expect(replaceSpecifiers(text, 'kubelet.service')).toBe(expected);
  });

  it('take the last word of a name with dashes for %j, and what stands before the last dot for a name', () => {
    expect(replaceSpecifiers('%j|%N', 'a-b.c-d.service')).toBe('d|a-b.c-d');
  });
});
