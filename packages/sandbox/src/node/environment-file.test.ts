import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEnvironmentFile, splitWords } from './environment-file.ts';

describe('parseEnvironmentFile', () => {
  it.each([
    ['an unquoted value up to the end of the line', 'A=--x --y=1\n', { A: '--x --y=1' }],
    ['an empty value', 'KUBELET_EXTRA_ARGS=\n', { KUBELET_EXTRA_ARGS: '' }],
    ['a last line without a newline', 'A=1', { A: '1' }],
    ['no variable from a line without an equals sign', 'A\nB=2\n', { B: '2' }],
    ['trailing blanks cut from an unquoted value', 'A=1  \t\nB=2', { A: '1', B: '2' }],
    ['trailing blanks kept in quotes', 'A="1  "\n', { A: '1  ' }],
    ['double quotes', 'A="--a --b"\n', { A: '--a --b' }],
    ['single quotes without escapes', "A='a\\b\"c'\n", { A: 'a\\b"c' }],
    ['adjacent quoted parts as one value', `A="x"'y'z\n`, { A: 'xyz' }],
    ['quotes in the middle of an unquoted value as they are', 'A=--labels=x "--a --b"\n', { A: '--labels=x "--a --b"' }],
    ['escapes in double quotes before special characters only', 'A="\\"\\$\\n"\n', { A: '"$\\n' }],
    ['a backslash outside quotes taking the next character', 'A=a\\"b\\c\n', { A: 'a"bc' }],
    ['a continued line', 'A=--x \\\n--y\n', { A: '--x --y' }],
    ['a newline inside quotes', 'A="x\ny"\n', { A: 'x\ny' }],
    ['comments by hash and semicolon', '# A=1\n; B=2\nC=3\n', { C: '3' }],
    ['a hash in the value as part of it', 'A=x #y\n', { A: 'x #y' }],
    ['a comment that ends in a backslash going on in the next line, as systemd did before v254', '# a \\\nB=2\nC=3\n', { C: '3' }],
    ['CRLF line ends', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['the last of two assignments', 'A=1\nA=2\n', { A: '2' }],
    ['blanks around the name', '  A =1\n', { A: '1' }],
    ['nothing for an invalid name', 'A-B=1\n1A=2\nexport C=3\nD=4\n', { D: '4' }],
    ['another variable that only ends alike', 'MY_ARGS=1\n', { MY_ARGS: '1' }],
  ])('reads %s', (_title, text, expected) => {
    expect(parseEnvironmentFile(text)).toEqual(expected);
  });

  it.each([
    ['bytes that are no UTF-8', Buffer.from('A=1\nB=caf\xe9\n', 'latin1').toString('utf8')],
    ['a noncharacter of Unicode', 'A=1\nB="\ufdd0"\n'],
    ['a noncharacter in a name', '\u{1ffff}=1\n'],
  ])('refuses the whole file for %s, as systemd does', (_title, text) => {
    expect(parseEnvironmentFile(text)).toBeUndefined();
  });

  it('does not look at comments for that', () => {
    expect(parseEnvironmentFile('# \ufffd\nA=1\n')).toEqual({ A: '1' });
  });

  it('reads back every value that was written in double quotes with its special characters escaped', () => {
    fc.assert(
      fc.property(fc.string().filter((value) => !value.includes('\0')), (value) => {
        const quoted = value.replace(/["\\`$]/g, (character) => `\\${character}`);
        expect(parseEnvironmentFile(`A="${quoted}"\n`)).toEqual({ A: value });
      }),
    );
  });
});

describe('splitWords', () => {
  it.each([
    ['at runs of blanks', '  --a   --b=1\t--c ', ['--a', '--b=1', '--c']],
    ['not inside quotes, which are removed', '--a "--b c" \'d e\'', ['--a', '--b c', 'd e']],
    ['with quotes in the middle of a word', '--l="a b"c', ['--l=a bc']],
    ['with an empty word in quotes', 'a "" b', ['a', '', 'b']],
    ['with a backslash before a blank', 'a\\ b c', ['a b', 'c']],
    ['up to the end after an unclosed quote', 'a "b c', ['a', 'b c']],
    ['into nothing for blanks', ' \t', []],
  ])('splits %s', (_title, text, expected) => {
    expect(splitWords(text)).toEqual(expected);
  });

  it('keeps words that hold no blank, quote or backslash', () => {
    const word = fc.string({ minLength: 1 }).filter((text) => !/[\s"'\\]/.test(text));
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(splitWords(words.join(' '))).toEqual(words);
      }),
    );
  });
});
