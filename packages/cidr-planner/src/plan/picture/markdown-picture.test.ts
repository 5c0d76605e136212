import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildNetwork } from '../../testing/network.ts';
import { hostileName, picturedNetwork, planOf } from '../../testing/pictured-network.ts';
import { planNetwork } from '../network/plan-network.ts';
import { drawNetwork } from './draw-network.ts';
import { escapeMarkdown } from './markdown-picture.ts';

test("the guide's network has its blocks, errors first, the fixes and the capacity", () => {
  const input = buildNetwork({ vpc: { cidr: '10.0.0.0/8' }, demand: { podsPerNode: 20 } });
  const text = drawNetwork(input, planNetwork(input), { format: 'markdown' });
  expect(text.match(/^#.*$/gmu)).toEqual([expect.stringMatching(/^## Network plan: 1 error/u), '### IPv4 blocks', '### Findings', '### Fixes', '### Capacity']);
  expect(text).toContain('| → `10.100.0.0/16` | data-center pod network | 65,536 |  | !!1 |');
  expect(text).toContain('| 1 | nearest | change VPC from 10.0.0.0/8 to 10.0.0.0/10 |');
  expect(text.indexOf('!! error')).toBeLessThan(text.indexOf('! warning'));
});

test.each([
  ['a pipe', 'a|b', String.raw`a\|b`],
  ['a backslash before a pipe', 'a\\|b', String.raw`a\\\|b`],
  ['backticks', '`a`', '\\`a\\`'],
  ['a line end', 'a\nb', String.raw`a\\x0ab`],
  ['markup', '<img src=x>', '&lt;img src=x&gt;'],
  ['an entity', '&lt;', '&amp;lt;'],
  ['a link', '[a](b)', String.raw`\[a\](b)`],
  ['emphasis', '*a* _b_ ~c~', String.raw`\*a\* \_b\_ \~c\~`],
])('%s in a name is only text', (_what, name, escaped) => {
  expect(escapeMarkdown(name)).toBe(escaped);
});

test('every row of a table has as many cells as its head, whatever the names are', () => {
  fc.assert(
    fc.property(picturedNetwork, hostileName, (input, message) => {
      const finding = { rule: message, severity: 'error' as const, message, ranges: [], why: message, source: message, remediation: message, fixes: [] };
      const text = drawNetwork(input, planOf([finding]), { format: 'markdown' });
      // Two backslashes before a pipe are one backslash, and the pipe ends the cell.
      const cells = (line: string): number => line.replaceAll(/\\./gu, '').split('|').length;
      for (const table of text.split('\n\n').filter((part) => part.startsWith('|'))) {
        const lines = table.trimEnd().split('\n');
        for (const line of lines) expect(cells(line)).toBe(cells(lines[0] ?? ''));
      }
    }),
  );
});
