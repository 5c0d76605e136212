import { describe, expect, it } from 'vitest';
import { scanShell } from './scan-shell.ts';

const commands = (text: string): readonly string[] => scanShell(text).commands.map(({ words }) => words.map(({ value }) => value).join(' '));
const kinds = (text: string, command: string): readonly string[] | undefined => scanShell(text).commands.find(({ words }) => words[0]?.value === command)?.frames.map(({ kind, phase }) => `${kind} ${phase}`);

describe('scanShell', () => {
  it.each([
    ['lists', 'a b; c && d || e | f & g', ['a b', 'c', 'd', 'e', 'f', 'g']],
    ['quotes', `a "b;c" 'd|e' $'f\\'g' h\\;i`, [`a b;c d|e f\\'g h;i`]],
    ['continued lines', 'a \\\n b\\\nc', ['a bc']],
    ['comments, which begin at a word only', 'a # b\nc#d ${x#y} $#', ['a', 'c#d ${x#y} $#']],
    ['redirections', 'a 2>&1 >b <c &>>d 3<&- e <<<"f g"', ['a e']],
    ['here-documents', 'a <<X; b <<-"Y"\nc\nX\n\td\n\tY\ne', ['a', 'b', 'e']],
    ['substitutions as part of a word', 'a "$(b; "c)" d)" `e; f` $((1 + 2)) <(g; h)', ['a $(b; "c)" d) `e; f` $((1 + 2))']],
    ['arrays', 'a=(b c; d)\ne', ['a=(b c; d)', 'e']],
    ['compound commands', 'if a; then b; elif c; then d; else e; fi\nwhile f; do g; done\nfor x in h; do i; done\n{ j; }\n(k)', ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'i', 'j', 'k']],
    ['case', 'case a in\n  (b|c) d ;;\n  "e f") g ;&\n  *) h\nesac\ni', ['d', 'g', 'h', 'i']],
    ['functions', 'a() { b; }\nfunction c {\n d\n}\nfunction e() (f)\ng', ['b', 'd', 'f', 'g']],
    ['tests and arithmetic', '[[ a && ( b || c ) ]] && d\n((e = 1 << 2)); f\nfor ((;;)); do g; done', ['d', 'f', 'g']],
    ['keywords as arguments', 'echo if then { } done', ['echo if then { } done']],
  ])('sees through %s', (_title, text, expected) => {
    expect(commands(text)).toEqual(expected);
    expect(scanShell(text).problem).toBeUndefined();
  });

  it.each([
    ['if a; then\nx\nfi', ['if body']],
    ['if x; then a; fi', ['if condition']],
    ['f() {\n  while a; do x; done\n}', ['function body', 'loop body']],
    ['( { x; } )', ['subshell body', 'brace body']],
    ['case a in b) x;; esac', ['case body']],
  ])('knows what is open at x in %j', (text, expected) => expect(kinds(text, 'x')).toEqual(expected));

  it('knows at which lines a command may be put', () => {
    const text = 'a\nb &&\n  c\nif d\nthen\n  e \\\n  f\nfi\ncat <<X\ng\nX\ncase h in\n  i)\n    j\n    ;;\nesac\n"k\nl"\nm\n';
    const starts = text.split('\n').map((line, index, lines) => ({ line, start: lines.slice(0, index).join('\n').length + (index === 0 ? 0 : 1) }));
    const { boundaries } = scanShell(text);
    expect(starts.filter(({ start }) => boundaries.has(start)).map(({ line }) => line.trim())).toEqual(['a', 'b &&', 'if d', 'then', 'e \\', 'fi', 'cat <<X', 'case h in', 'j', ';;', '"k', 'm', '']);
  });

  it.each([
    ['a "b', 'the " that opens here is never closed', 2],
    ["a\n'b", "the ' that opens here is never closed", 2],
    ['a $(b', 'the ( that opens here is never closed', 3],
    ['a ${b', 'the { that opens here is never closed', 3],
    ['a `b', 'the ` that opens here is never closed', 2],
    ['a <<X\nb', 'the here-document that begins here is never closed by X', 6],
    ['{ a', 'the brace that begins here is never closed', 0],
    ['a; fi', 'this ends a if that is not open here', 3],
    ['a )', 'this ends a subshell that is not open here', 2],
    ['a b (c)', 'this parenthesis is not understood', 4],
  ])('says where %j cannot be understood', (text, message, start) => expect(scanShell(text).problem).toEqual({ message, start }));
});
