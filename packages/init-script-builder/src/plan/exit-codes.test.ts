import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { initScriptExits, renderExitCodes } from './exit-codes.ts';

describe('the exit codes', () => {
  const exits = Object.values(initScriptExits);

  it('are distinct, and none is one that a shell gives itself', () => {
    expect(new Set(exits.map(({ code }) => code)).size).toBe(exits.length);
    for (const { code } of exits) expect(code > 2 && code < 126).toBe(true);
  });

  it('stand in the README, each with its name and subject', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    for (const [name, { code, subject }] of Object.entries(initScriptExits)) expect(readme).toContain(`| ${code} | \`${name}\` | ${subject} |`);
  });

  it('replace their names, and leave other text between at signs', () => {
    expect(renderExitCodes('exit @labels-missing@; ssh a@b @c@')).toBe('exit 75; ssh a@b @c@');
  });
});
